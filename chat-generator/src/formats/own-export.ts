import { logEvent, type LogEvent, type MessagePosted } from '@livechat/contracts';
import { numberAt, textAt, valueAt } from './fields.ts';
import { skip, type AuthorRole, type Draft, type Format, type Reading } from './format.ts';
import { lineRows, type Row } from './rows.ts';

interface Facts {
  /** For offsets that later lines point at: only these are remembered while reading. */
  readonly targets: ReadonlySet<number>;
  /** Offsets whose last removal was taken back. */
  readonly restored: ReadonlySet<number>;
}

const platform = 'livechat';

/** Our own JSONL export: one log event a line, as `GET …/messages` answers them. */
export const ownExport: Format = {
  name: 'Live Chat Analyzer export',
  recognises: (rows, isOneDocument) => !isOneDocument && rows.some(({ value }) => isEvent(value)),
  rows: lineRows,
  async survey(rows) {
    const facts = await surveyed(rows);
    return { reader: () => new EventReader(facts).read, notes: [] };
  },
};

const isEvent = (value: unknown): boolean =>
  /^[a-z]+\.[a-z_]+$/.test(textAt(value, 'type') ?? '') &&
  numberAt(value, 'offset') !== undefined &&
  numberAt(value, 'at') !== undefined;

async function surveyed(rows: AsyncIterable<Row>): Promise<Facts> {
  const targets = new Set<number>();
  const restored = new Set<number>();
  for await (const { value } of rows) {
    const answered = numberAt(value, 'replyTo', 'offset');
    if (answered !== undefined) targets.add(answered);
    const target = numberAt(value, 'target', 'offset');
    if (target === undefined) continue;
    targets.add(target);
    const type = textAt(value, 'type');
    if (type === 'message.restored') restored.add(target);
    if (type === 'message.removed') restored.delete(target);
  }
  return { targets, restored };
}

/** Offsets become the ids of the messages that stand there. */
class EventReader {
  readonly #ids = new Map<number, string>();

  constructor(private readonly facts: Facts) {}

  read = ({ value }: Row): Reading => {
    const parsed = logEvent.safeParse(withPrev(value));
    if (!parsed.success) return skip(isEvent(value) ? 'not_an_event_of_ours' : 'unknown_line');
    return this.#event(parsed.data);
  };

  #event(event: LogEvent): Reading {
    const { at } = event;
    if (event.type === 'message.posted') return { drafts: [this.#message(event)] };
    if (event.type === 'message.removed') return this.#removal(event.target.offset, at);
    if (event.type === 'message.restored') return {};
    if (event.type === 'chatter.banned') {
      return { drafts: [{ kind: 'ban', platform, authorId: event.userId, at }] };
    }
    if (event.type === 'chatter.timed_out') {
      const seconds = Math.max(1, Math.ceil((event.until - at) / 1_000));
      return { drafts: [{ kind: 'ban', platform, authorId: event.userId, seconds, at }] };
    }
    return skip(`kind:${event.type}`);
  }

  #message({ id, offset, at, author, text, replyTo }: MessagePosted): Draft {
    if (this.facts.targets.has(offset)) this.#ids.set(offset, id);
    const { displayName: name } = author;
    const role: AuthorRole = author.role === 'guest' ? 'member' : author.role;
    const answered = replyTo === undefined ? undefined : this.#ids.get(replyTo.offset);
    const by = { platform, id: author.id, name, role } as const;
    return { kind: 'message', platform, id, at, author: by, text, replyTo: answered };
  }

  #removal(target: number, at: number): Reading {
    if (this.facts.restored.has(target)) return {};
    const id = this.#ids.get(target);
    if (id === undefined) return skip('removal_without_message');
    return { drafts: [{ kind: 'removal', platform, target: id, at }] };
  }
}

/** An export may leave out `prev`, which says nothing outside its log. */
const withPrev = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && valueAt(value, 'prev') === undefined
    ? { ...value, prev: null }
    : value;
