import {
  AppError,
  type LogEvent,
  type MessagePosted,
  type SummaryRequest,
} from '@livechat/contracts';
import {
  archivePosition,
  type ChatHistory,
  type Checkpoints,
  type Fanout,
  partitionOf,
} from '@livechat/backends';
import type { SummaryMessage } from './offline-summary.ts';
import { analyze } from './text/analyze.ts';

export interface WindowOptions {
  /** Messages a summary looks at, its block and older context. */
  readonly window: number;
  readonly partitions: number;
}

const pageSize = 500;
/** Messages of one block that are looked at, the newest; a bigger block is told of by these. */
const maxBlock = 5_000;

/**
 * The messages of a summary request that still stand, oldest first: its block, filled with older
 * ones up to the window. From the ring while that reaches back so far, else from the archive.
 */
export class SummaryWindow {
  constructor(
    private readonly fanout: Fanout,
    private readonly history: ChatHistory,
    private readonly checkpoints: Checkpoints,
    private readonly options: WindowOptions,
  ) {}

  /** Throws `unavailable` while neither ring nor archive has come as far as the request. */
  async messages(request: SummaryRequest): Promise<readonly SummaryMessage[]> {
    const found = (await this.fromRing(request)) ?? (await this.fromArchive(request));
    return found.map(({ offset, at, author, text }) => ({
      offset,
      at,
      author: { id: author.id, displayName: author.displayName },
      text,
      analysis: analyze(text),
    }));
  }

  private async fromRing(request: SummaryRequest): Promise<readonly MessagePosted[] | undefined> {
    const { streamId, epoch, upTo, revision } = request;
    const { entries, prev, last } = await this.fanout.recent(streamId, epoch);
    if (last < Math.max(upTo, revision)) return undefined;
    const events = entries.map((entry) => JSON.parse(entry.body) as LogEvent);
    const messages = this.cut(standing(events), request);
    const [first] = messages;
    const reachesBlock = prev !== null && prev < request.from;
    const isFull = messages.length >= this.options.window && first !== undefined;
    return prev === -1 || (reachesBlock && isFull) ? messages : undefined;
  }

  private async fromArchive(request: SummaryRequest): Promise<readonly MessagePosted[]> {
    const { streamId, epoch, upTo, revision } = request;
    const partition = partitionOf(streamId, this.options.partitions);
    const position = await archivePosition(this.checkpoints, epoch, partition);
    if (position < Math.max(upTo, revision)) throw new AppError('unavailable');
    const found: MessagePosted[] = [];
    for (let before = upTo + 1; found.length < maxBlock;) {
      const range = { streamId, epoch, before, limit: pageSize, newest: true };
      const page = await this.history.page('event', range);
      found.unshift(...page.filter((event) => event.type === 'message.posted'));
      before = page[0]?.offset ?? 0;
      const isEnough = found.length >= this.options.window && before <= request.from;
      if (page.length < pageSize || isEnough) break;
    }
    return this.cut(found, request);
  }

  /** The block, and before it what is missing to the window. */
  private cut(messages: readonly MessagePosted[], { from, upTo }: SummaryRequest) {
    const until = messages.filter(({ offset }) => offset <= upTo);
    const block = until.filter(({ offset }) => offset >= from).length;
    return until.slice(-Math.min(maxBlock, Math.max(block, this.options.window)));
  }
}

/** Messages that no later event of these removed. */
function standing(events: readonly LogEvent[]): readonly MessagePosted[] {
  const removed = new Set<number>();
  for (const event of events) {
    if (event.type === 'message.removed') removed.add(event.target.offset);
    if (event.type === 'message.restored') removed.delete(event.target.offset);
  }
  return events.filter(
    (event): event is MessagePosted =>
      event.type === 'message.posted' && !removed.has(event.offset),
  );
}
