import { expect, test } from 'vitest';
import { placeRefreshMs, RowLifetime } from './row-lifetime.ts';

const dayMs = 86_400_000;

test('a place outlives every row that is written before it is refreshed', () => {
  const lifetime = new RowLifetime(30 * dayMs);
  expect(lifetime.content).toBe(30 * 86_400);
  expect(lifetime.place).toBeGreaterThan(placeRefreshMs / 1_000 + lifetime.content);
});

test('without a retention, or with one beyond January 2038, rows stay', () => {
  expect(new RowLifetime(null).content).toBe(0);
  const now = () => Date.UTC(2037, 11, 31);
  expect(new RowLifetime(10 * dayMs, now).content).toBe(864_000);
  expect(new RowLifetime(30 * dayMs, now).content).toBe(0);
});
