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
