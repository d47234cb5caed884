import type { Moment } from '@livechat/contracts';
import { momentOf, spanOf, type MomentLine, type Peak } from './moment-content.ts';
import { MomentLines } from './moment-lines.ts';
import { bucketMs, bucketOf } from './timeline.ts';

/** The form in which a checkpoint keeps the moments of a stream. */
export interface SavedMoments {
  /** Begin of the stream's first 10 s piece, ms of event time. */
  readonly since: number | null;
  readonly peaks: readonly Peak[];
}

export const noMoments: SavedMoments = { since: null, peaks: [] };

/** Chatters per 10 s piece, as they stand. */
export interface Chatters {
  chattersIn(begin: number): number;
}

/** Moments that can be made anew; older ones stay as they were last told. */
const mostPeaks = 1_000;
const fewestChatters = 5;
/** The pieces a height is compared with: 10 minutes, and what they must at least be. */
const mostPieces = 60;
const fewestPieces = 6;
/** Peaks closer than this are one. */
const mergeMs = 30_000;

/**
 * Notices, message by message in log order, when unusually many different chatters write: more in one 10 s piece than
 * the median of the last 10 minutes and a multiple of the median deviation from it. What a moment says is made from
 * the messages that stand, whenever they change.
 */
export class Moments {
  readonly lines = new MomentLines((at) => this.peakAt(at) !== undefined);
  private readonly peaks: Peak[];
  private since: number | null;
  private readonly touched = new Set<Peak>();
  /** Moments older than memory, as the archive has them. */
  private readonly rebuilt = new Map<Peak, Moment>();
  private barOf: { readonly begin: number; readonly bar: number } | undefined;

  constructor(
    private readonly epoch: number,
    private readonly onBoundHit: (bound: string) => void,
    saved: SavedMoments,
  ) {
    this.since = saved.since;
    this.peaks = saved.peaks.map((peak) => ({ ...peak }));
  }

  /** A message was posted at a time; `clock` is the stream's event time with it. */
  judge(offset: number, at: number, clock: number, chatters: Chatters): void {
    const begin = bucketOf(clock);
    this.since ??= begin;
    this.touch(at, clock);
    if (bucketOf(at) !== begin) return;
    const last = this.peaks.at(-1);
    if (last && begin < last.hotUntil) return;
    const count = chatters.chattersIn(begin);
    if (count < fewestChatters) return;
    const bar = this.bar(begin, this.since, chatters);
    if (count < bar) return;
    if (last && begin - last.hotUntil <= mergeMs) last.hotUntil = begin + bucketMs;
    else this.peaks.push({ offset, begin, bar, hotUntil: begin + bucketMs });
    this.touch(at, clock);
    if (this.peaks.length <= mostPeaks) return;
    this.onBoundHit('moments');
    this.peaks.shift();
  }

  /** What stands of the messages of a time has changed. */
  touch(at: number, clock: number): void {
    if (bucketOf(at) !== bucketOf(clock)) this.barOf = undefined;
    const peak = this.peakAt(at);
    if (!peak) return;
    this.touched.add(peak);
    this.rebuilt.delete(peak);
  }

  /** Changed moments that reach back before a time, and are to be made from the archive. */
  stale(wholeFrom: number): readonly Peak[] {
    return [...this.touched].filter(
      (peak) => spanOf(peak)[0] < wholeFrom && !this.rebuilt.has(peak),
    );
  }

  /** A moment is made of these messages, in log order. */
  rebuild(peak: Peak, lines: readonly MomentLine[]): void {
    this.rebuilt.set(peak, momentOf(this.epoch, peak, lines));
  }

  /** The moments that changed since the last call, as they are now. */
  take(): Moment[] {
    if (this.touched.size === 0) return [];
    const moments = [...this.touched].map(
      (peak) =>
        this.rebuilt.get(peak) ?? momentOf(this.epoch, peak, this.lines.within(spanOf(peak))),
    );
    this.touched.clear();
    this.rebuilt.clear();
    return moments;
  }

  toJSON(): SavedMoments {
    return { since: this.since, peaks: this.peaks.map((peak) => ({ ...peak })) };
  }

  private peakAt(at: number): Peak | undefined {
    for (let i = this.peaks.length - 1; i >= 0; i--) {
      const peak = this.peaks[i];
      if (!peak) break;
      const [from, upTo] = spanOf(peak);
      if (at >= upTo) return undefined;
      if (at >= from) return peak;
    }
    return undefined;
  }

  /** Worked out once for a piece: what came before it seldom changes. */
  private bar(begin: number, since: number, chatters: Chatters): number {
    if (this.barOf?.begin !== begin) {
      this.barOf = { begin, bar: barAt(begin, since, chatters) };
    }
    return this.barOf.bar;
  }
}

/** Chatters in one 10 s piece from which on it stands out; Infinity where there is too little to compare with. */
function barAt(begin: number, since: number, chatters: Chatters): number {
  const first = Math.max(since, begin - mostPieces * bucketMs);
  const counts: number[] = [];
  for (let at = first; at < begin; at += bucketMs) counts.push(chatters.chattersIn(at));
  if (counts.length < fewestPieces) return Infinity;
  const middle = median(counts);
  const deviation = median(counts.map((count) => Math.abs(count - middle)));
  // Counts spread by their root at the least, also where most of them happen to be equal.
  const spread = Math.max(4 * deviation, Math.ceil(Math.sqrt(9 * middle)));
  return Math.max(fewestChatters, middle + spread);
}

/** Of an even number of values the higher middle one. */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}
