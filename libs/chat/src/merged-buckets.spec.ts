import type { Bucket } from '@livechat/contracts';
import { expect, test } from 'vitest';
import { mergedBuckets } from './merged-buckets.ts';

const bucket = (at: number, messages: number): Bucket => ({
  at,
  messages,
  chatters: messages,
  sentiment: { positive: messages, neutral: 0, negative: 0 },
  categories: {
    praise: 0,
    criticism: 0,
    laughter: messages,
    question: 0,
    advice: 0,
    greeting: 0,
    other: 0,
  },
  toxic: 1,
  score: 0.5,
});

test('pieces of a step are added up at its begin; distinct chatters are not added', () => {
  const merged = mergedBuckets([bucket(60_000, 2), bucket(110_000, 3), bucket(120_000, 4)], '1m');
  expect(merged.map(({ at, messages, chatters }) => [at, messages, chatters])).toEqual([
    [60_000, 5, 3],
    [120_000, 4, 4],
  ]);
  expect(merged[0]).toMatchObject({ toxic: 2, score: 1, categories: { laughter: 5 } });
});

test('ten seconds are as they are', () => {
  const buckets = [bucket(0, 1), bucket(10_000, 1)];
  expect(mergedBuckets(buckets, '10s')).toEqual(buckets);
});
