import type { Totals } from '@livechat/contracts';
import { expect, it } from 'vitest';
import { categoryShares } from './category-shares.ts';

const totals = (categories: Totals['categories']): Totals => ({
  messages: Object.values(categories).reduce((a, b) => a + b, 0),
  chatters: 1,
  sentiment: { positive: 0, neutral: 0, negative: 0 },
  categories,
  toxic: 0,
});
const none = {
  praise: 0,
  criticism: 0,
  laughter: 0,
  question: 0,
  advice: 0,
  greeting: 0,
  other: 0,
};

it('shows shares of what carries an opinion, and the rest as a number', () => {
  const { bars, rest } = categoryShares(
    totals({ ...none, praise: 3, laughter: 1, greeting: 2, other: 40 }),
  );
  expect(bars.map(({ share }) => share)).toEqual([0.75, 0, 0.25, 0, 0]);
  expect(rest).toBe(42);
});

it('of nothing every share is nothing', () => {
  expect(categoryShares(totals(none)).bars.every(({ share }) => share === 0)).toBe(true);
});
