import { expect, test } from 'vitest';
import { ChatterCounts } from './chatter-counts.ts';

test('a chatter counts until his last message is taken off', () => {
  const chatters = new ChatterCounts(10);
  for (const id of ['a', 'a', 'b']) chatters.add(id);
  chatters.takeOff('a');
  expect(chatters.size).toBe(2);
  chatters.takeOff('a');
  expect(chatters.size).toBe(1);
});

test('20,000 are counted exactly; beyond, the number is a lower bound and says so for good', () => {
  let hits = 0;
  const chatters = new ChatterCounts(20_000, undefined, () => hits++);
  for (let i = 0; i < 20_000; i++) chatters.add(`u${i}`);
  expect([chatters.size, chatters.atLeast, hits]).toEqual([20_000, false, 0]);
  chatters.add('one more');
  chatters.takeOff('one more');
  chatters.takeOff('u0');
  expect([chatters.size, chatters.atLeast, hits]).toEqual([19_999, true, 1]);
});

test('a kept count goes on where it was', () => {
  const chatters = new ChatterCounts(2);
  for (const id of ['a', 'b', 'c', 'a']) chatters.add(id);
  const again = new ChatterCounts(2, JSON.parse(JSON.stringify(chatters)) as never);
  again.takeOff('a');
  expect([again.size, again.atLeast]).toEqual([2, true]);
});
