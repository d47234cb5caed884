import { EmbeddedCounters } from '@livechat/backends';
import { expect, test } from 'vitest';
import { TokenBudget } from './token-budget.ts';

const fits = async (budget: TokenBudget, streamId: string, tokens: number): Promise<boolean> =>
  (await budget.reserve(streamId, tokens)) !== undefined;

test('no burst passes a cap: tokens are reserved before they are spent', async () => {
  const budget = new TokenBudget(new EmbeddedCounters(), { perStream: 100, perDay: 250 });
  const asked = ['a', 'a', 'a', 'b', 'b'].map((streamId) => fits(budget, streamId, 50));
  const [first, second, third, ...others] = await Promise.all(asked);
  expect([first, second, third]).toEqual([true, true, false]);
  expect(others.filter(Boolean).length).toBeLessThanOrEqual(3);
  expect(await fits(budget, 'c', 50)).toBe(true);
  expect(await fits(budget, 'd', 100)).toBe(false);
});

test('what was not used may be used by others', async () => {
  const budget = new TokenBudget(new EmbeddedCounters(), { perStream: 100, perDay: null });
  const reservation = await budget.reserve('a', 100);
  expect(await fits(budget, 'a', 10)).toBe(false);
  await reservation?.settle(40);
  expect(await fits(budget, 'a', 60)).toBe(true);
});

test('a further try is reserved too, and refused where a cap leaves no room', async () => {
  const budget = new TokenBudget(new EmbeddedCounters(), { perStream: 100, perDay: null });
  const reservation = await budget.reserve('a', 40);
  expect([await reservation?.more(40), await reservation?.more(40)]).toEqual([true, false]);
  await reservation?.settle(50);
  expect([await fits(budget, 'a', 51), await fits(budget, 'a', 50)]).toEqual([false, true]);
});

test('a stream’s cap is of an hour, the day’s of a day; what is settled late counts where it was reserved', async () => {
  let now = 0;
  const budget = new TokenBudget(
    new EmbeddedCounters({ now: () => now }),
    { perStream: 100, perDay: 150 },
    () => now,
  );
  const late = await budget.reserve('a', 100);
  expect(await fits(budget, 'a', 50)).toBe(false);
  now = 60 * 60_000 + 1;
  expect(await fits(budget, 'a', 50)).toBe(true);
  await late?.settle(0);
  expect([await fits(budget, 'a', 51), await fits(budget, 'a', 50)]).toEqual([false, true]);
  expect(await fits(budget, 'b', 60)).toBe(false);
  now = 24 * 60 * 60_000 + 1;
  expect(await fits(budget, 'b', 100)).toBe(true);
});
