import { AppError, type Label, type LogEvent, type MessagePosted } from '@livechat/contracts';
import { archivePosition, type ChatHistory, type Checkpoints } from '@livechat/backends';
import { wordsOf } from './message-words.ts';
import type { CountedMessage } from './recent-messages.ts';
import { verdict } from './tally.ts';
import { analyze } from './text/analyze.ts';

/** A stretch of a stream's log, bounds exclusive; only messages whose time is accepted. */
export interface PastRange {
  readonly streamId: string;
  readonly after: number;
  readonly before: number;
  readonly accepts: (at: number) => boolean;
}

/** A message of the archive, with its text. */
export interface PastMessage extends CountedMessage {
  readonly text: string;
}

const pageSize = 500;

/** Messages that memory no longer holds, from the archive, with the labels they were counted by. */
export class PastMessages {
  constructor(
    private readonly history: ChatHistory,
    private readonly checkpoints: Checkpoints,
    private readonly epoch: number,
  ) {}

  /** Passes once the archive covers an offset of a partition; until then `unavailable`. */
  async waitFor(partition: number, offset: number): Promise<void> {
    const position = await archivePosition(this.checkpoints, this.epoch, partition);
    if (position < offset) {
      throw new AppError('unavailable', { detail: 'The archive is behind the analysis' });
    }
  }

  /** The message at an offset, removed or not; undefined if there is no message that counts. */
  async message(streamId: string, offset: number): Promise<CountedMessage | undefined> {
    const event = await this.history.find(streamId, this.epoch, offset, true);
    if (event?.type !== 'message.posted') return undefined;
    const labels = await this.labels(streamId, offset - 1, offset + 1);
    return counted(event, labels.get(offset));
  }

  /** The text of a message, removed or not; "" where there is none. */
  async text(streamId: string, offset: number): Promise<string> {
    const event = await this.history.find(streamId, this.epoch, offset, true);
    return event?.type === 'message.posted' ? event.text : '';
  }

  /** The messages of a range in log order, removed ones too: who reads knows which those are. */
  async messages(range: PastRange): Promise<PastMessage[]> {
    const found: PastMessage[] = [];
    let { after } = range;
    for (;;) {
      const shown = await this.events(range.streamId, { after, before: range.before });
      const last = shown.at(-1)?.offset;
      const before = shown.length < pageSize || last === undefined ? range.before : last + 1;
      found.push(...(await this.piece({ ...range, after, before }, shown)));
      if (before === range.before) break;
      after = before - 1;
    }
    return found;
  }

  /** Offset of the newest message below `before` that is older than a time, −1 if there is none. */
  async lastBefore(streamId: string, before: number, at: number): Promise<number> {
    for (let edge = before; ;) {
      const events = await this.events(streamId, { before: edge, newest: true });
      const older = events.findLast((event) => event.type === 'message.posted' && event.at < at);
      if (older) return older.offset;
      const [first] = events;
      if (!first || events.length < pageSize) return -1;
      edge = first.offset;
    }
  }

  /** Offset of the first message above `after` that is not older than a time, `end` if none below. */
  async firstFrom(streamId: string, after: number, at: number, end: number): Promise<number> {
    for (let edge = after; ;) {
      const events = await this.events(streamId, { after: edge, before: end });
      const later = events.find((event) => event.type === 'message.posted' && event.at >= at);
      if (later) return later.offset;
      if (events.length < pageSize) return end;
      edge = events.at(-1)?.offset ?? end;
    }
  }

  /** The messages of one page: those shown, and those that removals hide by now. */
  private async piece(range: PastRange, shown: readonly LogEvent[]): Promise<PastMessage[]> {
    const { streamId, after, before, accepts } = range;
    const labels = await this.labels(streamId, after, before);
    const events = new Map(shown.map((event) => [event.offset, event]));
    for (const offset of labels.keys()) {
      if (events.has(offset)) continue;
      const hidden = await this.history.find(streamId, this.epoch, offset, true);
      if (hidden) events.set(offset, hidden);
    }
    return [...events.values()]
      .filter((event): event is MessagePosted => event.type === 'message.posted')
      .filter(({ at }) => accepts(at))
      .sort((a, b) => a.offset - b.offset)
      .map((event) => counted(event, labels.get(event.offset)));
  }

  private events(streamId: string, range: { after?: number; before?: number; newest?: boolean }) {
    return this.history.page('event', { streamId, epoch: this.epoch, limit: pageSize, ...range });
  }

  private async labels(streamId: string, after: number, before: number) {
    const labels = new Map<number, Label>();
    for (let edge = after; ;) {
      const place = { streamId, epoch: this.epoch, after: edge, before, limit: pageSize };
      const page = await this.history.page('label', place);
      for (const label of page) labels.set(label.offset, label);
      if (page.length < pageSize) return labels;
      edge = page.at(-1)?.offset ?? before;
    }
  }
}

/** A label not stored yet is made again: it is a function of the text. */
const counted = (event: MessagePosted, label: Label | undefined): PastMessage => ({
  offset: event.offset,
  at: event.at,
  authorId: event.author.id,
  verdict: verdict(label ?? analyze(event.text)),
  words: wordsOf(event.text),
  text: event.text,
});
