import { category, type Bucket, type Category } from '@livechat/contracts';

/** The share of positive less the share of negative messages of one piece of time, −1…1. */
export interface MoodPoint {
  readonly at: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  readonly messages: number;
}

const partMs = 10_000;

/**
 * The balance of a piece with its 95 % interval (normal approximation of a three-way count, plus one
 * vote for and one against, so that unanimous pieces keep a width). A chatter has one vote in 10 s.
 */
export function moodPoint(bucket: Bucket, stepMs: number): MoodPoint | undefined {
  const { positive, negative, neutral } = bucket.sentiment;
  const all = positive + negative + neutral;
  if (all === 0) return undefined;
  const mean = (positive - negative) / all;
  const votes = Math.max(1, Math.min(all, bucket.chatters * (stepMs / partMs)));
  const [p, n] = [(positive / all) * votes + 1, (negative / all) * votes + 1];
  const total = votes + 2;
  const variance = (p + n) / total - ((p - n) / total) ** 2;
  const reach = 1.96 * Math.sqrt(variance / total);
  const { at } = bucket;
  const within = (value: number) => Math.min(1, Math.max(-1, value));
  return { at, mean, low: within(mean - reach), high: within(mean + reach), messages: all };
}

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
