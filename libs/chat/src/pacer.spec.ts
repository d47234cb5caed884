import { expect, test } from 'vitest';
import { Pacer } from './pacer.ts';

/** Flushes for `share` of the time during `ms`, in steps of 10 ms. */
function busy(pacer: Pacer, clock: { now: number }, share: number, ms: number): void {
  for (let passed = 0; passed < ms; passed += 10) {
    pacer.timed(() => (clock.now += 10 * share));
    clock.now += 10 * (1 - share);
  }
}

test('the tick is 0 while flushing is cheap, rises when it is not, and comes back', () => {
  const clock = { now: 0 };
  const pacer = new Pacer(100, () => clock.now);
  busy(pacer, clock, 0.1, 5_000);
  expect(pacer.tickMs).toBe(0);
  busy(pacer, clock, 0.9, 2_200);
  expect(pacer.tickMs).toBe(20);
  busy(pacer, clock, 0.4, 5_000);
  expect(pacer.tickMs).toBe(20);
  busy(pacer, clock, 0.9, 10_000);
  expect(pacer.tickMs).toBe(100);
  busy(pacer, clock, 0.01, 10_000);
  expect(pacer.tickMs).toBe(0);
});

test('the tick never passes its bound', () => {
  const clock = { now: 0 };
  const pacer = new Pacer(20, () => clock.now);
  busy(pacer, clock, 1, 10_000);
  expect(pacer.tickMs).toBe(20);
});
