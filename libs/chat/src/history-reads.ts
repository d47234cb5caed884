import {
  AppError,
  parsePosition,
  positionText,
  type AnalysisFrame,
  type Bucket,
  type EventPage,
  type Label,
  type LogEvent,
  type MessageQuery,
  type Moment,
  type PageQuery,
  type Position,
  type Question,
  type SearchQuery,
  type Timeline,
  type TimelineQuery,
} from '@livechat/contracts';
import { ChatHistory, type HistoryKinds } from '@livechat/backends';
import { InjectSettings, type Settings } from '@livechat/runtime';
import { Injectable } from '@nestjs/common';
import { ArchiveCover } from './archive-cover.ts';
import { mergedBuckets } from './merged-buckets.ts';
import { newestFacts, type Found } from './newest-facts.ts';

const contextEvents = 25;
const searchedRows = 20_000;
const searchPage = 1_000;
const timelineRows = 10_000;
const timelinePage = 1_000;
/** Above every offset and time that a cursor can name. */
const top = 999_999_999_999_999;

/** What the history is asked for over HTTP. */
@Injectable()
export class HistoryReads {
  constructor(
    private readonly history: ChatHistory,
    private readonly cover: ArchiveCover,
    @InjectSettings() private readonly settings: Settings,
  ) {}

  /** Events ascending, as far as the archive is whole; `next` goes on in the direction asked for, older pages into older epochs. */
  async messages(streamId: string, query: MessageQuery): Promise<EventPage> {
    const epochs = await this.history.epochs(streamId);
    const isPlaced = query.before !== undefined || query.after !== undefined;
    const newestEpoch = isPlaced ? undefined : epochs[0];
    const epoch = query.epoch ?? newestEpoch ?? this.settings.logEpoch;
    const { before, after, limit } = query;
    if (before !== undefined && after !== undefined)
      await this.cover.upTo(streamId, epoch, before - 1);
    const newest = after === undefined;
    const end = await this.cover.end(streamId, epoch);
    const range = { streamId, epoch, limit, newest, ...bounds(before, after, end) };
    const items = await this.withQuotes(streamId, epoch, await this.history.page('event', range));
    const next = nextPage(items, query, epoch, epochs);
    return { epoch, items: [...items], ...(next && { next }) };
  }

  /** A message with up to 25 events on each side; throws `not_found` where it is not or removed. */
  async context(streamId: string, epoch: number | undefined, offset: number): Promise<EventPage> {
    const at = epoch ?? this.settings.logEpoch;
    const range = { streamId, epoch: at, limit: contextEvents };
    const event = await this.history.find(streamId, at, offset);
    if (!event) throw new AppError('not_found', { detail: 'There is no such message' });
    const before = await this.history.page('event', { ...range, before: offset, newest: true });
    const after = await this.history.page('event', { ...range, after: offset });
    const items = await this.withQuotes(streamId, at, [...before, event, ...after]);
    return { epoch: at, items: [...items] };
  }

  /** Messages newest first, of one epoch; scans at most 20,000 rows a call and answers where to go on. */
  search(streamId: string, query: SearchQuery) {
    return this.down(streamId, query.cursor, (from) => this.searched(streamId, query, from));
  }

  private async searched(
    streamId: string,
    query: SearchQuery,
    { epoch, offset }: Position,
  ): Promise<Found<LogEvent>> {
    const items: LogEvent[] = [];
    let before = offset;
    for (let scanned = 0; scanned < searchedRows; scanned += searchPage) {
      const range = { streamId, epoch, before, limit: searchPage, newest: true };
      const page = await this.history.page('event', range);
      for (const event of page.toReversed()) {
        before = event.offset;
        if (matches(event, query)) items.push(event);
        if (items.length === query.limit) return { items, next: before };
      }
      if (page.length < searchPage) return { items };
    }
    return { items, next: before };
  }

  /** The newest 10,000 buckets of the time asked for, whatever epochs they are of. */
  async timeline(streamId: string, { from, to, step }: TimelineQuery): Promise<Timeline> {
    const buckets: Bucket[] = [];
    const after = from === undefined ? {} : { after: from - 1 };
    for (const epoch of await this.epochs(streamId)) {
      for (let before = to ?? top; buckets.length < timelineRows;) {
        const range = { streamId, epoch, before, limit: timelinePage, newest: true, ...after };
        const page = await this.history.page('bucket', range);
        buckets.unshift(...page);
        before = page[0]?.at ?? before;
        if (page.length < timelinePage) break;
      }
    }
    return { step, items: mergedBuckets(buckets, step) };
  }

  async labels(streamId: string, after: number | undefined, limit: number) {
    const [epoch = this.settings.logEpoch] = await this.epochs(streamId);
    const range = { streamId, epoch, after: after ?? -1, limit };
    const items: readonly Label[] = await this.history.page('label', range);
    const last = items.at(-1)?.offset;
    const more = items.length === limit && last !== undefined;
    return { epoch, items: [...items], ...(more ? { next: last } : {}) };
  }

  /** Moments, newest first; those withdrawn are left out. */
  moments(streamId: string, query: PageQuery) {
    const isThere = ({ chatters }: Moment) => chatters > 0;
    return this.newest('moment', streamId, query, (moment) => moment.peakAt, isThere);
  }

  /** Questions, the newest first asked first; those that nobody asks any more are left out. */
  questions(streamId: string, query: PageQuery) {
    const isThere = ({ askers }: Question) => askers > 0;
    const keyOf = (question: Question) => question.offsets[0] ?? 0;
    return this.newest('question', streamId, query, keyOf, isThere);
  }

  /** Summaries, moments or questions, newest first, of one epoch. */
  newest<K extends 'summary' | 'moment' | 'question'>(
    kind: K,
    streamId: string,
    { limit, cursor }: PageQuery,
    keyOf: (item: HistoryKinds[K]) => number,
    isThere: (item: HistoryKinds[K]) => boolean = () => true,
  ) {
    return this.down<HistoryKinds[K]>(streamId, cursor, ({ epoch, offset: before }) =>
      newestFacts(
        (range) => this.history.page(kind, range),
        { streamId, epoch, before, limit },
        { keyOf, isThere },
      ),
    );
  }

  /** The newest analysis frame; null before the first. */
  async analysis(streamId: string): Promise<AnalysisFrame | null> {
    for (const epoch of await this.epochs(streamId)) {
      const range = { streamId, epoch, limit: 1, newest: true };
      const [frame] = await this.history.page('analysis', range);
      if (frame) return frame;
    }
    return null;
  }

  /** A page of the newest epoch that has something, or of the one a cursor leads to. */
  private async down<T>(
    streamId: string,
    cursor: string | undefined,
    read: (from: Position) => Promise<Found<T>>,
  ): Promise<{ epoch: number; items: T[]; next?: string }> {
    const from = cursorOf(cursor);
    const epochs = (await this.epochs(streamId)).filter((e) => !from || e <= from.epoch);
    for (const [i, epoch] of epochs.entries()) {
      const offset = from?.epoch === epoch ? from.offset : top;
      const { items, next } = await read({ epoch, offset });
      if (next !== undefined) return { epoch, items, next: positionText({ epoch, offset: next }) };
      const older = epochs[i + 1];
      if (items.length === 0 && older !== undefined) continue;
      if (older === undefined) return { epoch, items };
      return { epoch, items, next: positionText({ epoch: older, offset: top }) };
    }
    return { epoch: this.settings.logEpoch, items: [] };
  }

  private async epochs(streamId: string): Promise<readonly number[]> {
    const epochs = await this.history.epochs(streamId);
    return epochs.length > 0 ? epochs : [this.settings.logEpoch];
  }

  /** The quoted text of a message that was removed, or whose author is erased, is blanked. */
  private withQuotes(streamId: string, epoch: number, events: readonly LogEvent[]) {
    return Promise.all(
      events.map(async (event) => {
        if (event.type !== 'message.posted' || !event.replyTo) return event;
        const { offset } = event.replyTo;
        const quoted = await this.history.find(streamId, epoch, offset);
        if (quoted?.type === 'message.posted' && quoted.text !== '') return event;
        return {
          ...event,
          replyTo: { offset, author: quoted ? '' : event.replyTo.author, text: '' },
        };
      }),
    );
  }
}

/** A cursor of ours is an epoch and an offset or time in it. */
function cursorOf(cursor: string | undefined): Position | undefined {
  if (cursor === undefined) return undefined;
  const position = parsePosition(cursor);
  if (position) return position;
  throw new AppError('invalid', { issues: [{ path: 'cursor', message: 'is not one of ours' }] });
}

/** Never beyond `end`: what stands there may still have holes. */
const bounds = (before: number | undefined, after: number | undefined, end: number) => ({
  before: Math.min(before ?? end, end),
  ...(after === undefined ? {} : { after }),
});

function nextPage(
  items: readonly LogEvent[],
  { before, after, limit }: MessageQuery,
  epoch: number,
  epochs: readonly number[],
): EventPage['next'] {
  const [first, last] = [items[0], items.at(-1)];
  if (items.length === limit && first && last) {
    if (after === undefined) return { epoch, before: first.offset };
    return { epoch, after: last.offset, ...(before === undefined ? {} : { before }) };
  }
  if (before !== undefined && after !== undefined) return undefined;
  if (after === undefined) {
    const older = epochs.find((e) => e < epoch);
    return older === undefined ? undefined : { epoch: older };
  }
  const newer = epochs.findLast((e) => e > epoch);
  return newer === undefined ? undefined : { epoch: newer, after: -1 };
}

function matches(event: LogEvent, { q, author, from, to }: SearchQuery): boolean {
  if (event.type !== 'message.posted') return false;
  if (author !== undefined && event.author.id !== author) return false;
  if ((from !== undefined && event.at < from) || (to !== undefined && event.at > to)) return false;
  return q === undefined || event.text.toLowerCase().includes(q.toLowerCase());
}
