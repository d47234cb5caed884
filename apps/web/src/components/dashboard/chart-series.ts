import { category, type Bucket, type Category } from '@livechat/contracts';

/** The mean score of one piece of time's messages, −1…1, and its 95 % interval. */
export interface MoodPoint {
  readonly at: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  readonly messages: number;
}

/** Pairs of neighbours from which on they say more of the spread than `usualSpread` does. */
const enoughPairs = 6;
const usualSpread = 0.5;

/**
 * Standard deviation of one message's score, from how much the means of neighbouring pieces differ
 * (von Neumann's successive differences): a slow change of mood does not widen it, and chatters who
 * write several messages at once do. Between 0.2 and 1.
 */
export function scoreSpread(buckets: readonly Bucket[]): number {
  const spoken = buckets.filter(({ messages }) => messages > 0);
  const pairs = spoken.slice(1).map((bucket, index) => squaredStep(spoken[index]!, bucket));
  if (pairs.length < enoughPairs) return usualSpread;
  const variance = pairs.reduce((sum, square) => sum + square, 0) / pairs.length;
  return Math.min(1, Math.max(0.2, Math.sqrt(variance)));
}

/** The squared step from one mean to the next in units of what one message would account for. */
const squaredStep = (one: Bucket, next: Bucket) =>
  (meanOf(one) - meanOf(next)) ** 2 / (1 / one.messages + 1 / next.messages);

const meanOf = ({ score, messages }: Bucket) => score / messages;

/** The mood of a piece, undefined where nobody wrote; `spread` is that of one message. */
export function moodPoint(bucket: Bucket, spread: number): MoodPoint | undefined {
  const { at, messages } = bucket;
  if (messages === 0) return undefined;
  const mean = within(meanOf(bucket));
  const reach = (1.96 * spread) / Math.sqrt(messages);
  return { at, mean, low: within(mean - reach), high: within(mean + reach), messages };
}

const within = (value: number) => Math.min(1, Math.max(-1, value));

/** One place per step; `undefined` where nobody wrote, so that a line breaks instead of lying. */
export function evenly(
  buckets: readonly Bucket[],
  { from, to, step }: { readonly from: number; readonly to: number; readonly step: number },
): readonly { readonly at: number; readonly bucket: Bucket | undefined }[] {
  const byTime = new Map(buckets.map((bucket) => [bucket.at, bucket]));
  const first = Math.floor(from / step) * step;
  const count = Math.max(0, Math.ceil((to - first) / step));
  return Array.from({ length: count }, (_, index) => {
    const at = first + index * step;
    return { at, bucket: byTime.get(at) };
  });
}

/** Older and newer pieces as one ascending list without what lies before `from`; the newer win. */
export function mergedTimeline(
  older: readonly Bucket[],
  newer: readonly Bucket[],
  from: number,
): Bucket[] {
  const byTime = new Map([...older, ...newer].map((bucket) => [bucket.at, bucket]));
  return [...byTime.values()].filter(({ at }) => at >= from).sort((a, b) => a.at - b.at);
}

export interface CategoryShare {
  readonly category: Category;
  readonly messages: number;
  readonly share: number;
}

/** Messages of each category over all pieces, the most frequent first, `other` last. */
export function categoryMix(buckets: readonly Bucket[]): CategoryShare[] {
  const counts = category.options.map((name) => ({
    category: name,
    messages: buckets.reduce((sum, { categories }) => sum + categories[name], 0),
  }));
  const all = counts.reduce((sum, { messages }) => sum + messages, 0);
  return counts
    .map((count) => ({ ...count, share: all === 0 ? 0 : count.messages / all }))
    .sort((a, b) => rank(a.category) - rank(b.category) || b.messages - a.messages);
}

const rank = (name: Category) => (name === 'other' ? 1 : 0);
