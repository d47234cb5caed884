import type { LogEvent, MessagePosted, Target } from '@livechat/contracts';

type Quote = Pick<NonNullable<MessagePosted['replyTo']>, 'author' | 'text'>;
interface Told {
  readonly id: string;
  readonly target: Target;
}

const maxQuotes = 5_000;
const quoteLength = 140;

/** What a stream holds already: ids of events, and the messages that removals and replies may point at. */
export class ImportMemory {
  private readonly ids = new Set<string>();
  private readonly messages = new Map<string, Target>();
  /** Messages of each author that no removal of all of them has met yet. */
  private readonly byAuthor = new Map<string, Told[]>();
  /** Who wrote what, of the newest messages, for replies. */
  private readonly quotes = new Map<string, Quote>();
  /** Somebody wrote here, though it may be removed since. */
  holdsMessages = false;

  get size(): number {
    return this.ids.size;
  }

  /** Takes an event of the history in. */
  note(event: LogEvent): void {
    this.ids.add(event.id);
    if (event.type === 'message.removed') this.holdsMessages = true;
    if (event.type !== 'message.posted') return;
    const { id, offset, at, author } = event;
    this.put(id, { offset, at, authorId: author.id });
  }

  /** Whether an id is new; it no longer is. */
  claim(id: string): boolean {
    if (this.ids.has(id)) return false;
    this.ids.add(id);
    return true;
  }

  put(id: string, target: Target): void {
    this.holdsMessages = true;
    this.messages.set(id, target);
    const told = this.byAuthor.get(target.authorId);
    if (told) told.push({ id, target });
    else this.byAuthor.set(target.authorId, [{ id, target }]);
  }

  message(id: string): Target | undefined {
    return this.messages.get(id);
  }

  /** Everything an author wrote since this was asked last, to be removed. */
  takeAllOf(authorId: string): readonly Target[] {
    const told = this.byAuthor.get(authorId) ?? [];
    this.byAuthor.delete(authorId);
    for (const { id } of told) this.quotes.delete(id);
    return told.map(({ target }) => target);
  }

  /** To be removed: nobody quotes it any more. */
  take(id: string): Target | undefined {
    this.quotes.delete(id);
    return this.messages.get(id);
  }

  say(id: string, author: string, text: string): void {
    this.quotes.set(id, { author, text: [...text].slice(0, quoteLength).join('') });
    const oldest = this.quotes.keys().next().value;
    if (this.quotes.size > maxQuotes && oldest !== undefined) this.quotes.delete(oldest);
  }

  /** Replies to messages no longer remembered stand without their quote. */
  quote(id: string): MessagePosted['replyTo'] {
    const [target, said] = [this.messages.get(id), this.quotes.get(id)];
    return target && said ? { offset: target.offset, ...said } : undefined;
  }
}
