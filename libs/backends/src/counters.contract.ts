import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Counters } from './counters.ts';

export interface CountersUnderTest {
  readonly counters: Counters;
  dispose(): Promise<void>;
}

/** The promises of Counters, run unchanged on every adapter. */
export function countersContract(name: string, make: () => Promise<CountersUnderTest>): void {
  describe(`counters: ${name}`, () => {
    let under: CountersUnderTest | undefined;
    const open = async () => (under = await make()).counters;
    afterEach(async () => {
      await under?.dispose();
      under = undefined;
    });

    test('a value is there until its time is over, and the newest of a key counts', async () => {
      const counters = await open();
      const key = randomUUID();
      expect(await counters.get(key)).toBeUndefined();
      await counters.put(key, 'one', 60_000);
      await counters.put(key, 'two', 1_500);
      expect(await counters.get(key)).toBe('two');
      await vi.waitFor(async () => expect(await counters.get(key)).toBeUndefined(), 10_000);
    });

    test('additions add up, also at once, and answer how long the counter lives', async () => {
      const counters = await open();
      const key = randomUUID();
      await Promise.all(Array.from({ length: 50 }, () => counters.add(key, 2, 60_000)));
      const { value, ttlMs } = await counters.add(key, 1, 60_000);
      expect(value).toBe(101);
      expect(ttlMs).toBeGreaterThan(50_000);
      expect(ttlMs).toBeLessThanOrEqual(60_000);
    });

    test('a counter ends its time after the first addition, whatever is added meanwhile', async () => {
      const counters = await open();
      const key = randomUUID();
      await counters.add(key, 1, 1_500);
      await counters.add(key, 1, 60_000);
      await vi.waitFor(async () => expect(await counters.get(key)).toBeUndefined(), 10_000);
      expect((await counters.add(key, 1, 1_000)).value).toBe(1);
    });
  });
}
