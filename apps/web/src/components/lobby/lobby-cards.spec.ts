import type { Totals } from '@livechat/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { moodShares } from './mood-shares.ts';
import { heldOrder, settledOrder } from './settled-order.ts';
import { streamPattern } from './stream-pattern.ts';

const streams = (counts: Record<string, number>) =>
  Object.entries(counts).map(([id, viewers]) => ({ id, viewers }));

describe('order of cards', () => {
  it.each([
    ['the busiest first where nothing is on screen', [], { a: 1, b: 9, c: 5 }, ['b', 'c', 'a']],
    ['no move for a small lead', ['a', 'b'], { a: 100, b: 105 }, ['a', 'b']],
    ['a move for a clear lead', ['a', 'b'], { a: 100, b: 120 }, ['b', 'a']],
    ['no move between few viewers', ['a', 'b'], { a: 1, b: 2 }, ['a', 'b']],
    ['a new stream where it belongs', ['a', 'b'], { a: 100, b: 20, c: 50 }, ['a', 'c', 'b']],
    ['without what has ended', ['a', 'b'], { b: 3 }, ['b']],
  ])('settles with %s', (_what, shown, counts, order) => {
    expect(settledOrder(shown, streams(counts as Record<string, number>))).toEqual(order);
  });

  it('moves nothing while it is held, and puts what is new at the end', () => {
    expect(heldOrder(['a', 'b', 'x'], streams({ c: 999, b: 50, a: 1 }))).toEqual(['a', 'b', 'c']);
  });

  it('never loses or doubles a stream', () => {
    const counts = fc.dictionary(fc.string({ minLength: 1 }), fc.nat(1_000));
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ minLength: 1 })), counts, (shown, viewers) => {
        const ids = Object.keys(viewers).sort();
        expect(settledOrder(shown, streams(viewers)).sort()).toEqual(ids);
        expect(heldOrder(shown, streams(viewers)).sort()).toEqual(ids);
      }),
    );
  });

  it('is at rest once it has settled', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), fc.nat(1_000)), (viewers) => {
        const once = settledOrder([], streams(viewers));
        expect(settledOrder(once, streams(viewers))).toEqual(once);
      }),
    );
  });
});

describe('picture of a stream', () => {
  it('is the same for the same id and another for another', () => {
    expect(streamPattern('s1')).toEqual(streamPattern('s1'));
    expect(streamPattern('s1')).not.toEqual(streamPattern('s2'));
  });

  it('can be drawn for any id', () => {
    fc.assert(
      fc.property(fc.string(), (id) => {
        const { hue, hills, sun } = streamPattern(id);
        expect(hue).toBeGreaterThanOrEqual(0);
        expect(hue).toBeLessThan(360);
        expect([...hills, ...Object.values(sun)].join(' ')).not.toMatch(/NaN|undefined|Infinity/);
      }),
    );
  });
});

describe('mood of a card', () => {
  const counts = (positive: number, neutral: number, negative: number, chatters = 10) =>
    ({ chatters, sentiment: { positive, neutral, negative } }) as Totals;

  it('says nothing of fewer than five chatters', () => {
    expect(moodShares(counts(9, 0, 0, 4))).toBeUndefined();
    expect(moodShares(counts(0, 0, 0))).toBeUndefined();
  });

  it.each([
    [counts(6, 3, 1), 'positive'],
    [counts(1, 3, 6), 'negative'],
    [counts(4, 4, 2), 'neutral'],
    [counts(5, 0, 5), 'neutral'],
  ])('of %o is led by %s', (window, lead) => {
    const shares = moodShares(window);
    expect(shares?.lead).toBe(lead);
    expect(shares && shares.positive + shares.neutral + shares.negative).toBeCloseTo(1);
  });
});
