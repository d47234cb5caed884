import type { AnalysisFrame, Bucket, Stream } from '@livechat/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { categoryMix, evenly, mergedTimeline, moodPoint, scoreSpread } from './chart-series.ts';
import { timeRange } from './time-range.ts';
import { saysEnough, windowNow } from './window-now.ts';

const minute = 60_000;
const categories = {
  praise: 0,
  criticism: 0,
  laughter: 0,
  question: 0,
  advice: 0,
  greeting: 0,
  other: 0,
};

const bucket = (
  at: number,
  moods: [number, number, number],
  more: Partial<Bucket> = {},
): Bucket => {
  const [positive, neutral, negative] = moods;
  const messages = positive + neutral + negative;
  return {
    at,
    messages,
    chatters: messages,
    sentiment: { positive, neutral, negative },
    categories,
    toxic: 0,
    score: 0,
    ...more,
  };
};

describe('mood of a piece of time', () => {
  it('is the mean score of its messages', () => {
    expect(moodPoint(bucket(0, [6, 2, 2], { score: 4 }), 0.5)?.mean).toBeCloseTo(0.4);
    expect(moodPoint(bucket(0, [0, 5, 0]), 0.5)?.mean).toBe(0);
  });

  it('is undefined where nobody wrote', () => {
    expect(moodPoint(bucket(0, [0, 0, 0]), 0.5)).toBeUndefined();
  });

  it('always lies inside an interval that has a width and stays on the scale', () => {
    const cases = fc.tuple(
      fc.integer({ min: 1, max: 500 }),
      fc.double({ min: -1, max: 1, noNaN: true }),
    );
    fc.assert(
      fc.property(cases, fc.double({ min: 0.2, max: 1, noNaN: true }), ([n, mean], spread) => {
        const point = moodPoint(bucket(0, [n, 0, 0], { score: mean * n }), spread);
        expect(point?.low).toBeLessThanOrEqual(point?.mean ?? -2);
        expect(point?.high).toBeGreaterThanOrEqual(point?.mean ?? 2);
        expect((point?.high ?? 0) - (point?.low ?? 0)).toBeGreaterThan(0);
        expect(point?.low).toBeGreaterThanOrEqual(-1);
        expect(point?.high).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('covers the truth in about 95 of 100 pieces, while the truth moves slowly', () => {
    const random = randoms(7);
    const truth = (index: number) => 0.4 * Math.sin(index / 60);
    const pieces = Array.from({ length: 600 }, (_, index) => {
      const n = 5 + Math.floor(random() * 40);
      const scores = Array.from({ length: n }, () => truth(index) + (random() - 0.5) * 1.2);
      const score = scores.reduce((sum, each) => sum + each, 0);
      return bucket(index, [n, 0, 0], { score });
    });
    const spread = scoreSpread(pieces);
    const covered = pieces.filter((piece, index) => {
      const point = moodPoint(piece, spread)!;
      return point.low <= truth(index) && truth(index) <= point.high;
    });
    // The scores above are spread evenly over 1.2, which has this standard deviation.
    expect(spread).toBeCloseTo(1.2 / Math.sqrt(12), 1);
    expect(covered.length / pieces.length).toBeGreaterThan(0.92);
    expect(covered.length / pieces.length).toBeLessThan(0.98);
  });

  it('takes a usual spread until there are pieces enough to tell', () => {
    expect(scoreSpread([bucket(0, [5, 0, 0]), bucket(10, [5, 0, 0])])).toBe(0.5);
  });
});

/** Numbers 0…1 that are the same in every run. */
function randoms(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

describe('pieces of time', () => {
  it('stand at every step, with a hole where nobody wrote', () => {
    const places = evenly([bucket(10, [1, 0, 0]), bucket(30, [1, 0, 0])], {
      from: 12,
      to: 45,
      step: 10,
    });
    expect(places.map(({ at, bucket: found }) => [at, found !== undefined])).toEqual([
      [10, true],
      [20, false],
      [30, true],
      [40, false],
    ]);
  });

  it('merge by their time, the newer reading wins, and old ones fall off', () => {
    const merged = mergedTimeline(
      [bucket(10, [1, 0, 0]), bucket(20, [1, 0, 0]), bucket(30, [1, 0, 0])],
      [bucket(40, [1, 0, 0]), bucket(30, [9, 0, 0])],
      20,
    );
    expect(merged.map(({ at, messages }) => [at, messages])).toEqual([
      [20, 1],
      [30, 9],
      [40, 1],
    ]);
  });

  it('add up to a mix of categories with “other” last', () => {
    const one = bucket(0, [3, 0, 0], { categories: { ...categories, laughter: 2, other: 8 } });
    const two = bucket(10, [3, 0, 0], { categories: { ...categories, laughter: 1, praise: 9 } });
    const mix = categoryMix([one, two]);
    expect(mix.slice(0, 2)).toEqual([
      { category: 'praise', messages: 9, share: 0.45 },
      { category: 'laughter', messages: 3, share: 0.15 },
    ]);
    expect(mix.at(-1)).toEqual({ category: 'other', messages: 8, share: 0.4 });
  });
});

describe('range of the charts', () => {
  const now = 1_800_000_000_000;
  const stream = (ranMs: number, endedMs?: number) =>
    ({
      startedAt: now - ranMs,
      ...(endedMs !== undefined && { endedAt: now - endedMs }),
    }) as Stream;

  it.each([
    ['quarter', stream(180 * minute), 15 * minute, '10s'],
    ['quarter', stream(4 * minute), 4 * minute, '10s'],
    ['hours', stream(180 * minute), 120 * minute, '1m'],
    ['whole', stream(180 * minute), 180 * minute, '1m'],
    ['whole', stream(600 * minute), 600 * minute, '5m'],
    ['quarter', stream(180 * minute, 60 * minute), 15 * minute, '10s'],
  ] as const)('%s of %o', (name, of, length, step) => {
    const range = timeRange(name, of, now);
    expect(range.step).toBe(step);
    expect(range.to).toBe(of.endedAt ?? now);
    expect(range.to - range.from).toBeGreaterThanOrEqual(length);
    expect(range.to - range.from).toBeLessThan(length + 5 * minute);
  });

  it('never asks for more than some 250 pieces below ten hours', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 600 }), (minutes) => {
        const { from, to, step } = timeRange('whole', stream(minutes * minute), now);
        const ms = { '10s': 10_000, '1m': minute, '5m': 5 * minute }[step];
        expect((to - from) / ms).toBeLessThan(260);
      }),
    );
  });
});

describe('window as it is now', () => {
  const frame = {
    at: 1_000_000,
    windows: { m1: { chatters: 4 }, m5: { chatters: 9 }, m15: { chatters: 9 } },
  } as AnalysisFrame;

  it('is empty once all of it is older than its length', () => {
    expect(windowNow(frame, 'm1', frame.at + 30_000)?.chatters).toBe(4);
    expect(windowNow(frame, 'm1', frame.at + 70_000)).toBeUndefined();
    expect(windowNow(frame, 'm5', frame.at + 70_000)?.chatters).toBe(9);
    expect(windowNow(undefined, 'm5', frame.at)).toBeUndefined();
  });

  it('says a mood only from five chatters on', () => {
    expect(saysEnough(frame.windows.m1)).toBe(false);
    expect(saysEnough(frame.windows.m5)).toBe(true);
    expect(saysEnough(undefined)).toBe(false);
  });
});
