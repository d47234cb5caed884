import { EmbeddedCounters } from '@livechat/backends';
import { expect, test } from 'vitest';
import { TokenBudget } from './token-budget.ts';

test('no burst passes a cap: tokens are reserved before they are spent', async () => {
  const budget = new TokenBudget(new EmbeddedCounters(), { perStream: 100, perDay: 250 });
  const asked = ['a', 'a', 'a', 'b', 'b'].map((streamId) => budget.reserve(streamId, 50));
  const [first, second, third, ...others] = await Promise.all(asked);
  expect([first, second, third]).toEqual([true, true, false]);
  expect(others.filter(Boolean).length).toBeLessThanOrEqual(3);
  const rest = [await budget.reserve('c', 50), await budget.reserve('d', 100)];
  expect(rest).toEqual([true, false]);
});

test('what was not used may be used by others', async () => {
  const budget = new TokenBudget(new EmbeddedCounters(), { perStream: 100, perDay: null });
  expect(await budget.reserve('a', 100)).toBe(true);
  expect(await budget.reserve('a', 10)).toBe(false);
  await budget.settle('a', 100, 40);
  expect(await budget.reserve('a', 60)).toBe(true);
});

test('a stream’s cap ends after an hour, the day’s after a day', async () => {
  let now = 0;
  const counters = new EmbeddedCounters({ now: () => now });
  const budget = new TokenBudget(counters, { perStream: 100, perDay: 150 });
  expect(await budget.reserve('a', 100)).toBe(true);
  expect(await budget.reserve('a', 50)).toBe(false);
  now = 60 * 60_000 + 1;
  expect(await budget.reserve('a', 50)).toBe(true);
  expect(await budget.reserve('b', 50)).toBe(false);
  now = 24 * 60 * 60_000 + 1;
  expect(await budget.reserve('b', 50)).toBe(true);
});
