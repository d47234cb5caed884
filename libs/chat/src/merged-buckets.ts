import type { Bucket, Timeline } from '@livechat/contracts';

const stepMs = { '10s': 10_000, '1m': 60_000, '5m': 300_000 } as const;

/**
 * 10 s buckets added up to a coarser step. Counts and scores are sums; `chatters` of a merged
 * bucket is the most that one of its parts had, since parts share chatters.
 */
export function mergedBuckets(
  buckets: readonly Bucket[],
  step: keyof typeof stepMs,
): Timeline['items'] {
  if (step === '10s') return [...buckets];
  const merged = new Map<number, Bucket>();
  for (const bucket of buckets) {
    const at = Math.floor(bucket.at / stepMs[step]) * stepMs[step];
    const sum = merged.get(at);
    merged.set(at, sum ? added(sum, bucket) : { ...bucket, at });
  }
  return [...merged.values()];
}

const added = (a: Bucket, b: Bucket): Bucket => ({
  ...a,
  messages: a.messages + b.messages,
  chatters: Math.max(a.chatters, b.chatters),
  sentiment: addedCounts(a.sentiment, b.sentiment),
  categories: addedCounts(a.categories, b.categories),
  toxic: a.toxic + b.toxic,
  score: a.score + b.score,
});

const addedCounts = <T extends Record<string, number>>(a: T, b: T): T =>
  Object.fromEntries(Object.entries(a).map(([name, n]) => [name, n + (b[name] ?? 0)])) as T;
