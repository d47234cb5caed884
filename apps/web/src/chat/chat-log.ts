import type { Label, LogEvent, MessagePosted } from '@livechat/contracts';
import { isMessage, messageRow, type MessageRow, type Place } from './message-rows.ts';
import { MessageWindow } from './message-window.ts';

export interface LogNeeds {
  /** A message that is not on screen, undefined where there is none (any more). */
  readonly find: (place: Place) => Promise<MessagePosted | undefined>;
  readonly changed: () => void;
}

const keptLabels = 2_000;
const keptRemovals = 2_000;

/** What the events of the log make of the list of messages. */
export class ChatLog {
  readonly window = new MessageWindow();
  private epoch = 0;
  private pin: MessagePosted | undefined;
  private notices = 0;
  /** Labels may come before their messages: they are joined by offset. */
  private readonly labels = new Map<number, Label>();
  /** Of late: a page that was read before may still hold them. */
  private readonly removed = new Set<number>();

  constructor(
    private readonly needs: LogNeeds,
    /** Moderators see what was removed, marked; nobody else does. */
    private readonly seesRemoved: () => boolean,
  ) {}

  get pinned(): MessagePosted | undefined {
    return this.pin;
  }

  /** The list begins anew, empty. */
  begin(epoch: number): void {
    this.epoch = epoch;
    this.labels.clear();
    this.removed.clear();
    this.pin = undefined;
    this.window.begin([]);
  }

  take(event: LogEvent): void {
    switch (event.type) {
      case 'message.posted':
        return this.window.add(this.row(event));
      case 'message.removed':
        return this.remove(event.target.offset);
      case 'message.restored':
        return void this.restore(event.target.offset);
      case 'chatter.erased':
        return this.window.map((row) => (row.message.author.id === event.userId ? undefined : row));
      case 'message.pinned':
        return void this.pinUp(event.target.offset);
      case 'message.unpinned':
        if (this.pin?.offset === event.target.offset) this.pin = undefined;
        return undefined;
      default:
        return undefined;
    }
  }

  /** A small line says how many missed messages stand above it. */
  recovered(messages: number, place: Place): void {
    if (messages === 0) return;
    const key = `notice-${++this.notices}`;
    this.window.add({ kind: 'notice', key, place, recovered: messages });
  }

  label(labels: readonly Label[], epoch = this.epoch): void {
    if (epoch !== this.epoch || labels.length === 0) return;
    const news = new Map(labels.map((label) => [label.offset, label]));
    for (const [offset, label] of news) this.labels.set(offset, label);
    bound(this.labels, keptLabels);
    this.window.label(news, epoch);
  }

  /** Rows of a page of the history, without what was removed since it was read. */
  rows(events: readonly LogEvent[], epoch: number): readonly MessageRow[] {
    return events
      .filter(isMessage)
      .filter(({ offset }) => epoch !== this.epoch || !this.removed.has(offset))
      .map((message) => this.row(message, epoch));
  }

  private row(message: MessagePosted, epoch = this.epoch): MessageRow {
    const row = messageRow(message, epoch);
    const label = epoch === this.epoch ? this.labels.get(message.offset) : undefined;
    return label ? { ...row, label } : row;
  }

  private remove(offset: number): void {
    this.removed.add(offset);
    bound(this.removed, keptRemovals);
    if (this.pin?.offset === offset) this.pin = undefined;
    const keeps = this.seesRemoved();
    this.window.change({ epoch: this.epoch, offset }, (row) =>
      keeps ? { ...row, isRemoved: true } : undefined,
    );
    this.window.map((row) => (quotes(row, offset) ? withoutQuote(row) : row));
  }

  private async restore(offset: number): Promise<void> {
    const place = { epoch: this.epoch, offset };
    this.removed.delete(offset);
    if (this.window.find(place)) {
      return this.window.change(place, (row) => ({ ...row, isRemoved: false }));
    }
    const message = await this.needs.find(place);
    if (!message || this.removed.has(offset) || place.epoch !== this.epoch) return;
    this.window.insert(this.row(message));
    this.needs.changed();
  }

  private async pinUp(offset: number): Promise<void> {
    const place = { epoch: this.epoch, offset };
    const here = this.window.find(place)?.message;
    if (here) this.pin = here;
    else {
      const found = await this.needs.find(place);
      if (!found || this.removed.has(offset)) return;
      this.pin = found;
      this.needs.changed();
    }
  }
}

const quotes = ({ message, place }: MessageRow, offset: number): boolean =>
  message.replyTo?.offset === offset && message.replyTo.text !== '' && place.offset > offset;

/** What was removed is no longer readable where it was quoted. */
function withoutQuote(row: MessageRow): MessageRow {
  const { replyTo } = row.message;
  if (!replyTo) return row;
  return { ...row, message: { ...row.message, replyTo: { ...replyTo, text: '' } } };
}

/** Forgets the oldest beyond a number. */
function bound<K>(kept: Map<K, unknown> | Set<K>, most: number): void {
  for (const key of kept.keys()) {
    if (kept.size <= most) return;
    kept.delete(key);
  }
}
