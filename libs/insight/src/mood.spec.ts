import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { agedWeights, moodOf, sharedVote, wholeVote } from './mood.ts';

/** Chatters who each said one thing just now; values in −1…1. */
function votesOf(values: readonly number[], weight = 1_024) {
  const all = (each: (value: number) => number) => Float64Array.from(values, each);
  return {
    aged: all(() => weight),
    voting: all(() => weight * wholeVote),
    leaning: all((value) => weight * wholeVote * Math.round(value * 1_000)),
  };
}

/** A small generator of its own, so that a failing stream can be made again from its seed. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

describe('the mood of a window', () => {
  test('nobody speaks: it is 0 and may be anything', () => {
    expect(moodOf(votesOf([]))).toEqual({ mood: 0, low: -1, high: 1 });
  });

  test('it is the mean of the chatters, neutral ones counting 0', () => {
    expect(moodOf(votesOf([1, 0, 0, -0.2])).mood).toBe(0.2);
  });

  test('one chatter alone says little, a hundred who agree say much', () => {
    const one = moodOf(votesOf([0.8]));
    const hundred = moodOf(votesOf(Array.from({ length: 100 }, (_, i) => (i % 2 ? 0.9 : 0.7))));
    expect(one).toMatchObject({ mood: 0.8, low: -1, high: 1 });
    expect(hundred.high - hundred.low).toBeLessThan(0.2);
  });

  test('a thousand messages of one chatter move it no more than one', () => {
    const loud = votesOf([1, -1, -1]);
    for (const sums of [loud.aged, loud.voting, loud.leaning]) sums[0] = (sums[0] ?? 0) * 1_000;
    expect(moodOf(loud)).toEqual(moodOf(votesOf([1, -1, -1])));
  });

  test('order of the chatters changes nothing', () => {
    const value = fc.integer({ min: -1_000, max: 1_000 }).map((milli) => milli / 1_000);
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 60 }), (values) => {
        expect(moodOf(votesOf(values.toReversed()))).toEqual(moodOf(votesOf(values)));
      }),
    );
  });

  test('it lies in its interval, and both in −1…1', () => {
    const value = fc.integer({ min: -1_000, max: 1_000 }).map((milli) => milli / 1_000);
    fc.assert(
      fc.property(fc.array(value, { maxLength: 60 }), (values) => {
        const { mood, low, high } = moodOf(votesOf(values));
        expect(-1 <= low && low <= mood && mood <= high && high <= 1).toBe(true);
      }),
    );
  });

  test('the interval covers what is true of the room in at least 93 % of simulated streams', () => {
    const random = seeded(7);
    let [covered, streams] = [0, 0];
    for (const chatters of [5, 8, 15, 40, 150]) {
      for (let i = 0; i < 400; i++, streams++) {
        const [glad, sad] = [random() * 0.6, random() * 0.4];
        const value = () => {
          const luck = random();
          const strength = 0.3 + 0.7 * random();
          return luck < glad ? strength : luck < glad + sad ? -strength : 0;
        };
        const truth = (glad - sad) * 0.65;
        const { low, high } = moodOf(votesOf(Array.from({ length: chatters }, value)));
        if (low <= truth && truth <= high) covered++;
      }
    }
    expect(covered / streams).toBeGreaterThanOrEqual(0.93);
    expect(covered / streams).toBeLessThanOrEqual(0.995);
  });
});

describe('votes', () => {
  test('n chatters who say the same have 1 + log2 n votes together', () => {
    for (const n of [1, 2, 8, 100]) {
      expect((n * sharedVote(n)) / wholeVote).toBeCloseTo(1 + Math.log2(n), 1);
    }
  });

  test('weights halve every third of the window', () => {
    const weights = agedWeights(12);
    expect([weights[0], weights[4], weights[8]]).toEqual([1_024, 512, 256]);
  });
});
