import type { PastMessages, PastRange } from './past-messages.ts';
import type { StreamState } from './stream-state.ts';
import { BucketCounts, bucketMs, bucketOf } from './timeline.ts';

/**
 * Gets from the archive what memory lacks before a stream may speak: the windows of a stream
 * that was loaded again, and 10 s pieces older than the windows in which a message was removed,
 * put back or came late. All as of the newest record the stream has taken.
 */
export class Settling {
  constructor(private readonly past: PastMessages) {}

  /** Rejects with `unavailable` while the archive is behind. */
  async settle(state: StreamState): Promise<void> {
    if (!state.memory.unsettled || !state.dirty) return;
    await this.past.waitFor(state.place.partition, state.applied);
    if (state.memory.isShort) await this.fillWindows(state);
    await this.rebuildBuckets(state);
  }

  /** Puts the messages before those in memory in their place, in log order. */
  private async fillWindows(state: StreamState): Promise<void> {
    const { streamId } = state.place;
    const { windowFrom: since, heldFrom: before, lateness } = state.memory;
    const after = await this.past.lastBefore(streamId, before, since - lateness);
    const accepts = (at: number) => at >= since;
    const older = await this.past.messages({ streamId, after, before, accepts });
    const recent = state.memory.emptyRecent();
    for (const message of older) {
      recent.add(message);
      if (state.removed.has(message.offset)) recent.setGone(message.offset, true);
    }
    for (const message of state.memory.recent.messages()) {
      recent.add(message);
      if (message.gone) recent.setGone(message.offset, true);
    }
    state.memory.replace(recent, since);
  }

  private async rebuildBuckets(state: StreamState): Promise<void> {
    const counts = new Map(
      [...state.memory.stale.keys()].map((begin) => [begin, new BucketCounts()]),
    );
    for (const range of await this.ranges(state)) {
      for (const { offset, at, authorId, verdict } of await this.past.messages(range)) {
        if (!state.removed.has(offset)) counts.get(bucketOf(at))?.add(authorId, verdict);
      }
    }
    for (const [begin, count] of counts) state.memory.rebuild(count.bucket(begin));
  }

  /** Where in the log the messages of the stale pieces stand: pieces whose stretches meet share one. */
  private ranges({ place, applied, memory }: StreamState): Promise<readonly PastRange[]> {
    const { streamId } = place;
    const { lateness } = memory;
    return Promise.all(
      stretches(memory.stale, bucketMs + 2 * lateness).map(async (pieces) => {
        const [begins, near] = [pieces.map(([begin]) => begin), pieces.map(([, offset]) => offset)];
        const [first, last] = [Math.min(...begins), Math.max(...begins)];
        return {
          streamId,
          after: await this.past.lastBefore(streamId, Math.min(...near), first - lateness),
          before: await this.past.firstFrom(
            streamId,
            Math.max(...near),
            last + bucketMs + lateness,
            applied + 1,
          ),
          accepts: (at: number) => begins.includes(bucketOf(at)),
        };
      }),
    );
  }
}

/** Pieces by time, apart where one begins more than `gap` ms after the one before. */
function stretches(stale: ReadonlyMap<number, number>, gap: number): [number, number][][] {
  const stretches: [number, number][][] = [];
  let last = -Infinity;
  for (const piece of [...stale].sort(([a], [b]) => a - b)) {
    if (piece[0] - last > gap) stretches.push([]);
    stretches.at(-1)?.push(piece);
    [last] = piece;
  }
  return stretches;
}
