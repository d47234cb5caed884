import { AppError, type LogEvent } from '@livechat/contracts';
import { ChatHistory, Fanout, type Recent, type RingEntry } from '@livechat/backends';
import { InjectSettings, Logger, type Settings } from '@livechat/runtime';
import { Injectable } from '@nestjs/common';
import { ArchiveCover } from './archive-cover.ts';

/** Consecutive events; `prev` is the offset below the first: −1 at the stream's begin, null where unknown. */
export interface Stretch {
  readonly entries: readonly RingEntry[];
  readonly prev: number | null;
}

/** A replica takes at least so many events for its past, where there are so many. */
const wanted = 200;
const page = 500;
/** A stream nobody talks in must not wait long for an archive that is behind. */
const coverLimitMs = 2_000;

/** What was said in a stream before: from the fan-out's ring while that reaches, else from the history. */
@Injectable()
export class StreamPast {
  constructor(
    private readonly fanout: Fanout,
    private readonly history: ChatHistory,
    private readonly cover: ArchiveCover,
    private readonly logger: Logger,
    @InjectSettings() private readonly settings: Settings,
  ) {}

  /**
   * The newest events, contiguous. A fan-out or history that is away shortens them; an archive
   * that is behind, where the ring is empty, leaves its backlog to the next event's hole.
   */
  async newest(streamId: string): Promise<Stretch> {
    const ring = await this.recent(streamId, -1);
    if (ring.prev === -1 || ring.entries.length >= wanted) return ring;
    try {
      return await this.extended(streamId, ring);
    } catch (err) {
      if (!(err instanceof AppError)) throw err;
      this.logger.warn({ err, streamId }, 'The history is away; a stream begins with its ring');
      return ring;
    }
  }

  /** Gives what stands above `after` up to `upTo`, in order; throws `unavailable` where it cannot be had. */
  async between(
    streamId: string,
    { after, upTo }: { after: number; upTo: number },
    give: (entries: readonly RingEntry[]) => void,
  ): Promise<void> {
    const recent = await this.recent(streamId, after);
    const reachesBack = recent.prev !== null && recent.prev <= after;
    if (reachesBack && recent.last >= upTo) return give(recent.entries);
    const epoch = this.settings.logEpoch;
    await this.cover.upTo(streamId, epoch, upTo);
    for (let last = after; ;) {
      const range = { streamId, epoch, after: last, before: upTo + 1, limit: page };
      const events = await this.history.page('event', range);
      give(linked(events, last));
      if (events.length < page) return;
      last = events.at(-1)?.offset ?? last;
    }
  }

  /** The ring with older events of the history before it, if the history reaches up to it. */
  private async extended(streamId: string, ring: Stretch): Promise<Stretch> {
    const epoch = this.settings.logEpoch;
    const [first] = ring.entries;
    const isWhole = await this.isCovered(streamId, first && (ring.prev ?? first.offset - 1));
    if (first && !isWhole) return ring;
    const before = first ? { before: first.offset } : {};
    const range = { streamId, epoch, limit: wanted, newest: true, ...before };
    const events = await this.history.page('event', range);
    const prev = events.length > 0 ? (events[0]?.prev ?? null) : isWhole ? -1 : null;
    return { entries: [...linked(events, prev), ...ring.entries], prev };
  }

  private async isCovered(streamId: string, upTo: number | undefined): Promise<boolean> {
    try {
      if (upTo === undefined) await this.cover.all(streamId, coverLimitMs);
      else await this.cover.upTo(streamId, this.settings.logEpoch, upTo, coverLimitMs);
      return true;
    } catch (err) {
      if (!(err instanceof AppError)) throw err;
      return false;
    }
  }

  /** Nothing where the fan-out is away: the history has it too, a little later. */
  private async recent(streamId: string, after: number): Promise<Recent> {
    try {
      return await this.fanout.recent(streamId, this.settings.logEpoch, { after });
    } catch (err) {
      if (!(err instanceof AppError)) throw err;
      this.logger.warn({ err, streamId }, 'The fan-out’s ring is away');
      return { last: -1, prev: null, entries: [] };
    }
  }
}

/** Events of the history, each linked to the one given before it: what was removed between them is gone. */
export function linked(events: readonly LogEvent[], before: number | null): readonly RingEntry[] {
  let prev = before;
  return events.map((event) => {
    const entry = entryOf({ ...event, prev });
    prev = event.offset;
    return entry;
  });
}

/** Entries whose first one's `prev` was unknown, and is known here. */
export function relinked(entries: readonly RingEntry[], prev: number): readonly RingEntry[] {
  const [first, ...rest] = entries;
  return first ? [entryOf({ ...(JSON.parse(first.body) as LogEvent), prev }), ...rest] : entries;
}

const entryOf = (event: LogEvent): RingEntry => ({
  offset: event.offset,
  at: event.at,
  body: JSON.stringify(event),
});
