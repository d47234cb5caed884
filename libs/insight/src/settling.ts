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
    const { windowFrom: since, heldFrom: before, disordered } = state.memory;
    const after = disordered ? -1 : await this.past.lastBefore(streamId, before, since);
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

  /** Where in the log the messages of the stale pieces stand. */
  private async ranges(state: StreamState): Promise<readonly PastRange[]> {
    const { streamId } = state.place;
    const end = state.applied + 1;
    if (state.memory.disordered) {
      const accepts = (at: number) => state.memory.stale.has(bucketOf(at));
      return [{ streamId, after: -1, before: end, accepts }];
    }
    return Promise.all(
      [...state.memory.stale].map(async ([begin, near]) => ({
        streamId,
        after: await this.past.lastBefore(streamId, near, begin),
        before: await this.past.firstFrom(streamId, near, begin + bucketMs, end),
        accepts: (at: number) => bucketOf(at) === begin,
      })),
    );
  }
}
