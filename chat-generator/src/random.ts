/** A number from 0 up to but not 1; the same seed gives the same numbers on every machine. */
export type Random = () => number;

/** A seeded source (sfc32, seeded by an FNV-1a hash of the text and twelve warm-up rounds). */
export function seeded(seed: string | number): Random {
  let [a, b, c, d] = [0x9e3779b9, 0x243f6a88, hash(String(seed)), 1];
  const next = () => {
    const sum = (a + b + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 4_294_967_296;
  };
  for (let round = 0; round < 12; round += 1) next();
  return next;
}

function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const char of text) value = Math.imul(value ^ char.codePointAt(0)!, 0x01000193);
  return value;
}

/** A whole number from `from` to `to`, both included. */
export const between = (random: Random, from: number, to: number): number =>
  from + Math.floor(random() * (to - from + 1));

export const chance = (random: Random, probability: number): boolean => random() < probability;

/** One of the items, each equally likely; the list must not be empty. */
export const pick = <T>(random: Random, items: readonly T[]): T =>
  items[Math.floor(random() * items.length)]!;

/** One of the items, the n-th with weight 1/(n+1): Zipf's law, as phrases of a chat follow it. */
export function pickZipf<T>(random: Random, items: readonly T[]): T {
  // The integral of 1/x inverted: exact enough for lists of phrases, and needs no table.
  const rank = Math.exp(random() * Math.log(items.length + 1)) - 1;
  return items[Math.min(items.length - 1, Math.floor(rank))]!;
}

/** The wait until the next of events that come independently at `rate` per unit of time. */
export const exponential = (random: Random, rate: number): number => -Math.log(1 - random()) / rate;

/** 1 or more, heavy-tailed: the smaller `shape`, the heavier. */
export const pareto = (random: Random, shape: number): number => (1 - random()) ** (-1 / shape);

/** Draws indexes in proportion to weights, in logarithmic time. */
export function weightedIndex(weights: readonly number[]): (random: Random) => number {
  let sum = 0;
  const upTo = weights.map((weight) => (sum += weight));
  return (random) => firstAbove(upTo, random() * sum);
}

function firstAbove(sorted: readonly number[], value: number): number {
  let [low, high] = [0, sorted.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
