import { spanOf, type MomentLine, type Peak } from './moment-content.ts';
import type { PastMessage, PastMessages, PastRange } from './past-messages.ts';
import type { StreamState } from './stream-state.ts';
import { BucketCounts, bucketMs, bucketOf } from './timeline.ts';

/**
 * Gets from the archive what memory lacks before a stream may speak: the windows of a stream
 * that was loaded again, 10 s pieces and moments older than the windows in which a message was
 * removed, put back or came late, and texts of questions. All as of the newest record the stream
 * has taken.
 */
export class Settling {
  constructor(private readonly past: PastMessages) {}

  /** Rejects with `unavailable` while the archive is behind. */
  async settle(state: StreamState): Promise<void> {
    if (!state.unsettled || !state.dirty) return;
    await this.past.waitFor(state.place.partition, state.applied);
    if (state.memory.isShort) await this.fillWindows(state);
    await this.rebuild(state);
    await this.recall(state);
  }

  /** The windows before a message of a time, so that it can be judged; rejects as `settle` does. */
  async prepare(state: StreamState, at: number): Promise<void> {
    if (!state.memory.isShortAt(at)) return;
    await this.past.waitFor(state.place.partition, state.memory.heldFrom - 1);
    await this.fillWindows(state);
  }

  /** Puts the messages before those in memory in their place, in log order. */
  private async fillWindows(state: StreamState): Promise<void> {
    const { streamId } = state.place;
    const { windowFrom: since, heldFrom: before, lateness } = state.memory;
    const after = await this.past.lastBefore(streamId, before, since - lateness);
    const accepts = (at: number) => at >= since;
    const older = await this.past.messages({ streamId, after, before, accepts });
    state.findings.moments.lines.fill(older.map((message) => lineOf(state, message)));
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

  /** Makes old 10 s pieces and moments anew. */
  private async rebuild(state: StreamState): Promise<void> {
    const { memory, findings } = state;
    const peaks = findings.staleMoments(memory.wholeFrom);
    const counts = new Map([...memory.stale.keys()].map((begin) => [begin, new BucketCounts()]));
    const lines: MomentLine[] = [];
    for (const range of await this.ranges(state, new Map([...piecesOf(peaks), ...memory.stale]))) {
      for (const message of await this.past.messages(range)) {
        const line = lineOf(state, message);
        if (!line.gone) counts.get(bucketOf(line.at))?.add(line.authorId, line.verdict);
        if (peaks.length > 0) lines.push(line);
      }
    }
    for (const [begin, count] of counts) memory.rebuild(count.bucket(begin));
    for (const peak of peaks) findings.moments.rebuild(peak, linesOf(peak, lines));
  }

  private async recall({ place, findings }: StreamState): Promise<void> {
    for (const offset of findings.questions.missing) {
      findings.questions.recall(offset, await this.past.text(place.streamId, offset));
    }
  }

  /** Where in the log the messages of some pieces stand: pieces whose stretches meet share one. */
  private ranges(
    { place, applied, memory }: StreamState,
    near: ReadonlyMap<number, number>,
  ): Promise<readonly PastRange[]> {
    const { streamId } = place;
    const { lateness } = memory;
    return Promise.all(
      stretches(near, bucketMs + 2 * lateness).map(async (pieces) => {
        const [begins, offsets] = [pieces.map(([begin]) => begin), pieces.map(([, o]) => o)];
        const [first, last] = [Math.min(...begins), Math.max(...begins)];
        return {
          streamId,
          after: await this.past.lastBefore(streamId, Math.min(...offsets), first - lateness),
          before: await this.past.firstFrom(
            streamId,
            Math.max(...offsets),
            last + bucketMs + lateness,
            applied + 1,
          ),
          accepts: (at: number) => begins.includes(bucketOf(at)),
        };
      }),
    );
  }
}

const lineOf = ({ removed }: StreamState, message: PastMessage): MomentLine => {
  const { offset, at, authorId, verdict, text } = message;
  return { offset, at, authorId, verdict, text, gone: removed.has(offset) };
};

/** The 10 s pieces of moments, each with the offset of a message near it. */
function* piecesOf(peaks: readonly Peak[]): Iterable<[number, number]> {
  for (const peak of peaks) {
    const [from, upTo] = spanOf(peak);
    for (let piece = from; piece < upTo; piece += bucketMs) yield [piece, peak.offset];
  }
}

function linesOf(peak: Peak, lines: readonly MomentLine[]): readonly MomentLine[] {
  const [from, upTo] = spanOf(peak);
  const within = lines.filter(({ at }) => at >= from && at < upTo);
  return within.sort((a, b) => a.offset - b.offset);
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
