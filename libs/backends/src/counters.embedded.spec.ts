import { expect, test } from 'vitest';
import { countersContract } from './counters.contract.ts';
import { EmbeddedCounters } from './counters.embedded.ts';

countersContract('embedded', () => {
  const counters = new EmbeddedCounters();
  return Promise.resolve({ counters, dispose: () => counters.close() });
});

test('above its bound the entry longest there goes first, and the bound shows', async () => {
  let hits = 0;
  const counters = new EmbeddedCounters({ maxEntries: 3, onBoundHit: () => hits++ });
  for (const key of ['a', 'b', 'c', 'd']) await counters.put(key, key, 60_000);
  expect(await counters.get('a')).toBeUndefined();
  expect(await counters.get('d')).toBe('d');
  expect(hits).toBe(1);
});

test('values that are over do not pile up behind one that lives long', async () => {
  let now = 0;
  let hits = 0;
  const options = { maxEntries: 5_000, now: () => now, onBoundHit: () => hits++ };
  const counters = new EmbeddedCounters(options);
  await counters.put('long', 'kept', 1e9);
  for (let i = 0; i < 50_000; i++) {
    now += 1;
    await counters.put(`short ${i}`, 'x', 1_000);
  }
  expect(hits).toBe(0);
  expect(await counters.get('long')).toBe('kept');
  expect(await counters.get('short 49999')).toBe('x');
});
