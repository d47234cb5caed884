import {
  AppError,
  type LogEvent,
  type MessagePosted,
  type SummaryRequest,
  type Target,
} from '@livechat/contracts';
import {
  archivePosition,
  partitionOf,
  type ChatHistory,
  type Checkpoints,
  type Fanout,
} from '@livechat/backends';
import { Recap } from './recap.ts';
import { standing, summaryMessage, type SummaryView } from './summary-view.ts';

export interface WindowStores {
  readonly fanout: Fanout;
  readonly history: ChatHistory;
  readonly checkpoints: Checkpoints;
}

export interface WindowOptions {
  /** Messages a summary looks at, its block and older context. */
  readonly window: number;
  readonly partitions: number;
  readonly onBoundHit: () => void;
}

const pageSize = 500;
/** Messages of one block that are looked at, the newest; a bigger block is told of by these. */
const maxBlock = 5_000;
/** Windows before the summary's own that tell what is usual. */
const earlierWindows = 2;
/** Events that are no messages, as many of them as usually stand among those of a window. */
const slack = 50;

/**
 * The messages of a summary request that still stand: its block, filled with older ones up to
 * the window; for a recap the whole stream. From the ring while that reaches back so far, else
 * from the archive.
 */
export class SummaryWindow {
  constructor(
    private readonly stores: WindowStores,
    private readonly options: WindowOptions,
  ) {}

  /** Throws `unavailable` while neither ring nor archive has come as far as the request. */
  async view(request: SummaryRequest): Promise<SummaryView> {
    if (request.final) return this.recap(request);
    const found = (await this.fromRing(request)) ?? (await this.fromArchive(request));
    const block = found.filter(({ offset }) => offset >= request.from).length;
    if (block > maxBlock) this.options.onBoundHit();
    const size = Math.min(maxBlock, Math.max(block, this.options.window));
    return {
      messages: found.slice(-size).map(summaryMessage),
      earlier: found
        .slice(0, -size)
        .slice(-this.earlierSize)
        .map(({ text }) => text),
    };
  }

  /** The message that a revised request is about; undefined where its event cannot be found. */
  async target({ streamId, epoch, revision }: SummaryRequest): Promise<Target | undefined> {
    const { entries } = await this.stores.fanout.recent(streamId, epoch, { after: revision - 1 });
    const entry = entries.find(({ offset }) => offset === revision);
    const event = entry
      ? (JSON.parse(entry.body) as LogEvent)
      : await this.stores.history.find(streamId, epoch, revision);
    const isDecision = event?.type === 'message.removed' || event?.type === 'message.restored';
    return isDecision ? event.target : undefined;
  }

  private get earlierSize(): number {
    return earlierWindows * this.options.window;
  }

  /** First as much of the ring as is usually enough, then all of it. */
  private async fromRing(request: SummaryRequest): Promise<readonly MessagePosted[] | undefined> {
    const likely = request.count + this.options.window + this.earlierSize + slack;
    for (const options of [{ limit: likely }, {}]) {
      const ring = await this.ring(request, options);
      if (!ring || ring.isWhole || this.isEnough(ring.found, request)) return ring?.found;
    }
    return undefined;
  }

  /** What the ring has up to the request, and whether that is all of the stream. */
  private async ring(request: SummaryRequest, options: { limit?: number } = {}) {
    const { streamId, epoch, upTo, revision } = request;
    const { entries, prev, last } = await this.stores.fanout.recent(streamId, epoch, options);
    if (last < Math.max(upTo, revision)) return undefined;
    const events = entries.map((entry) => JSON.parse(entry.body) as LogEvent);
    const found = standing(events).filter(({ offset }) => offset <= upTo);
    return { found, isWhole: prev === -1 };
  }

  private async fromArchive(request: SummaryRequest): Promise<readonly MessagePosted[]> {
    const { streamId, epoch, upTo } = request;
    await this.reached(request);
    const pages: (readonly MessagePosted[])[] = [];
    for (let before = upTo + 1; ;) {
      const range = { streamId, epoch, before, limit: pageSize, newest: true };
      const page = await this.stores.history.page('event', range);
      pages.unshift(written(page));
      const found = pages.flat();
      const isAll = page.length < pageSize || found.length >= maxBlock + this.earlierSize;
      if (isAll || this.isEnough(found, request)) return found;
      before = page[0]?.offset ?? 0;
    }
  }

  private async recap(request: SummaryRequest): Promise<SummaryView> {
    const recap = new Recap();
    const ring = await this.ring(request);
    if (ring?.isWhole) recap.add(ring.found);
    else for await (const messages of this.wholeArchive(request)) recap.add(messages);
    return recap.view();
  }

  private async *wholeArchive(request: SummaryRequest) {
    const { streamId, epoch, upTo } = request;
    await this.reached(request);
    for (let after = -1; ;) {
      const range = { streamId, epoch, after, before: upTo + 1, limit: pageSize };
      const page = await this.stores.history.page('event', range);
      yield written(page);
      const last = page.at(-1)?.offset;
      if (page.length < pageSize || last === undefined) return;
      after = last;
    }
  }

  /** Throws `unavailable` while the archive has not come as far as the request. */
  private async reached({ streamId, epoch, upTo, revision }: SummaryRequest): Promise<void> {
    const partition = partitionOf(streamId, this.options.partitions);
    const position = await archivePosition(this.stores.checkpoints, epoch, partition);
    if (position >= Math.max(upTo, revision)) return;
    throw new AppError('unavailable', { detail: 'The archive is behind the summaries' });
  }

  /** Whether the whole block is there, and before it all that is looked at. */
  private isEnough(found: readonly MessagePosted[], { from }: SummaryRequest): boolean {
    const [first] = found;
    const size = this.options.window + this.earlierSize;
    return first !== undefined && first.offset < from && found.length >= size;
  }
}

/** Messages of an archive's page; the texts of the erased are blank there. */
const written = (page: readonly LogEvent[]): readonly MessagePosted[] =>
  page.filter(
    (event): event is MessagePosted => event.type === 'message.posted' && event.text !== '',
  );
