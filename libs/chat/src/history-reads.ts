import {
  AppError,
  type Bucket,
  type EventPage,
  type Label,
  type LogEvent,
  type MessageQuery,
  type PageQuery,
  type SearchQuery,
  type Timeline,
  type TimelineQuery,
} from '@livechat/contracts';
import { ChatHistory, type HistoryKinds } from '@livechat/backends';
import { InjectSettings, type Settings } from '@livechat/runtime';
import { Injectable } from '@nestjs/common';
import { ArchiveCover } from './archive-cover.ts';
import { mergedBuckets } from './merged-buckets.ts';

const contextEvents = 25;
const searchedRows = 20_000;
const searchPage = 1_000;
const timelineRows = 10_000;

/** What the history is asked for over HTTP. */
@Injectable()
export class HistoryReads {
  constructor(
    private readonly history: ChatHistory,
    private readonly cover: ArchiveCover,
    @InjectSettings() private readonly settings: Settings,
  ) {}

  /** Events ascending; `next` goes on in the direction asked for, older pages into older epochs. */
  async messages(streamId: string, query: MessageQuery): Promise<EventPage> {
    const epochs = await this.history.epochs(streamId);
    const epoch = query.epoch ?? epochs[0] ?? this.settings.logEpoch;
    const { before, after, limit } = query;
    if (before !== undefined && after !== undefined)
      await this.cover.upTo(streamId, epoch, before - 1);
    const newest = after === undefined;
    const range = { streamId, epoch, limit, newest, ...bounds(before, after) };
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

  /** Messages newest first; scans at most 20,000 rows a call and answers where to go on. */
  async search(streamId: string, query: SearchQuery) {
    const epoch = this.settings.logEpoch;
    const items: LogEvent[] = [];
    let before = cursorOf(query.cursor) ?? Number.MAX_SAFE_INTEGER;
    for (let scanned = 0; scanned < searchedRows; scanned += searchPage) {
      const range = { streamId, epoch, before, limit: searchPage, newest: true };
      const page = await this.history.page('event', range);
      for (const event of page.toReversed()) {
        before = event.offset;
        if (matches(event, query)) items.push(event);
        if (items.length === query.limit) return { items, next: `${before}` };
      }
      if (page.length < searchPage) return { items };
    }
    return { items, next: `${before}` };
  }

  async timeline(streamId: string, { from, to, step }: TimelineQuery): Promise<Timeline> {
    const range = {
      streamId,
      epoch: this.settings.logEpoch,
      limit: timelineRows,
      newest: true,
      ...bounds(to, from === undefined ? undefined : from - 1),
    };
    const buckets: readonly Bucket[] = await this.history.page('bucket', range);
    return { step, items: mergedBuckets(buckets, step) };
  }

  async labels(streamId: string, after: number | undefined, limit: number) {
    const epoch = this.settings.logEpoch;
    const range = { streamId, epoch, after: after ?? -1, limit };
    const items: readonly Label[] = await this.history.page('label', range);
    const last = items.at(-1)?.offset;
    const more = items.length === limit && last !== undefined;
    return { epoch, items: [...items], ...(more ? { next: last } : {}) };
  }

  /** Summaries, moments or questions, newest first. */
  async newest<K extends 'summary' | 'moment' | 'question'>(
    kind: K,
    streamId: string,
    { limit, cursor }: PageQuery,
    keyOf: (item: HistoryKinds[K]) => number,
  ) {
    const epoch = this.settings.logEpoch;
    const before = cursorOf(cursor) ?? Number.MAX_SAFE_INTEGER;
    const range = { streamId, epoch, before, limit, newest: true };
    const items = (await this.history.page(kind, range)).toReversed();
    const last = items.at(-1);
    return { items, ...(items.length === limit && last ? { next: `${keyOf(last)}` } : {}) };
  }

  /** The newest analysis frame; throws `not_found` before the first. */
  async analysis(streamId: string) {
    const epoch = this.settings.logEpoch;
    const range = { streamId, epoch, limit: 1, newest: true };
    const [frame] = await this.history.page('analysis', range);
    if (!frame) throw new AppError('not_found', { detail: 'Nothing was analysed yet' });
    return frame;
  }

  /** The quoted text of a removed message is blanked. */
  private withQuotes(streamId: string, epoch: number, events: readonly LogEvent[]) {
    return Promise.all(
      events.map(async (event) => {
        if (event.type !== 'message.posted' || !event.replyTo) return event;
        const quoted = await this.history.find(streamId, epoch, event.replyTo.offset);
        return quoted ? event : { ...event, replyTo: { ...event.replyTo, text: '' } };
      }),
    );
  }
}

/** A cursor of ours is an offset or a time. */
function cursorOf(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined;
  if (!/^\d{1,16}$/.test(cursor)) {
    throw new AppError('invalid', { issues: [{ path: 'cursor', message: 'is not one of ours' }] });
  }
  return Number(cursor);
}

const bounds = (before: number | undefined, after: number | undefined) => ({
  ...(before === undefined ? {} : { before }),
  ...(after === undefined ? {} : { after }),
});

function nextPage(
  items: readonly LogEvent[],
  { after, limit }: MessageQuery,
  epoch: number,
  epochs: readonly number[],
): EventPage['next'] {
  const [first, last] = [items[0], items.at(-1)];
  if (items.length === limit && first && last) {
    return after === undefined ? { epoch, before: first.offset } : { epoch, after: last.offset };
  }
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
