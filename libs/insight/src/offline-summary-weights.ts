import { contentOf, keysOf, namesOf, unaddressed, type Line } from './offline-summary-window.ts';

/** A word said anew weighs up to that much more, and one that was always said as much less. */
const MOST_BURST = 2;
const LEAST_BURST = 0.5;
/** The oldest line weighs that much against the newest. */
const OLDEST = 0.5;
const SMOOTHING = 0.5;

/** Weighs lines by how late they were said, and words by how new they are. */
export class Weights {
  private readonly lines: number;
  private readonly now: ReadonlyMap<string, number>;
  private readonly before: ReadonlyMap<string, number>;
  private readonly earlier: number;

  constructor(lines: readonly Line[], earlier: readonly string[]) {
    this.lines = lines.length;
    this.earlier = earlier.length;
    this.now = countsOf(lines.map((line) => line.keys));
    const names = namesOf(lines);
    this.before = countsOf(earlier.map((text) => keysOf(contentOf(unaddressed(text, names)))));
  }

  /** In how many lines of the window a word stands. */
  linesWith(key: string): number {
    return this.now.get(key) ?? 0;
  }

  /** How new a word is, ½…2: fourth root of the ratio of its odds, now against earlier; 1 where there is no earlier. */
  burst(key: string): number {
    if (this.earlier === 0) return 1;
    const now = odds(this.linesWith(key), this.lines);
    const before = odds(this.before.get(key) ?? 0, this.earlier);
    return Math.min(MOST_BURST, Math.max(LEAST_BURST, Math.sqrt(Math.sqrt(now / before))));
  }

  /** ½ for the oldest line, 1 for the newest. */
  recency(line: Line): number {
    return OLDEST + ((1 - OLDEST) * (line.place + 1)) / Math.max(1, this.lines);
  }
}

function countsOf(texts: readonly ReadonlySet<string>[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const keys of texts) for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

function odds(count: number, of: number): number {
  return (count + SMOOTHING) / (of - count + SMOOTHING);
}
