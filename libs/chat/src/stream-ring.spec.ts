import type { RingEntry } from '@livechat/backends';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { StreamRing } from './stream-ring.ts';

const limits = { ringEvents: 10, ringBytes: 10_000 };
const entry = (offset: number, body = '{}'): RingEntry => ({ offset, at: 0, body });
const entries = (...offsets: number[]) => offsets.map((offset) => entry(offset));
const offsets = (found: readonly RingEntry[] | undefined) => found?.map((e) => e.offset);

test('what is not above the last offset is not added', () => {
  const ring = new StreamRing(limits);
  ring.add(entries(1, 3), -1);
  expect(offsets(ring.add(entries(2, 3, 5), 1))).toEqual([5]);
  expect(ring.last).toBe(5);
});

test('events after a position come back only where nothing between is missing', () => {
  const ring = new StreamRing(limits);
  ring.add(entries(4, 6, 9), 2);
  expect(offsets(ring.after(9))).toEqual([]);
  expect(offsets(ring.after(4))).toEqual([6, 9]);
  expect(offsets(ring.after(5))).toEqual([6, 9]);
  expect(offsets(ring.after(2))).toEqual([4, 6, 9]);
  expect(ring.after(1)).toBeUndefined();
  const unknown = new StreamRing(limits);
  unknown.add(entries(4, 6), null);
  expect(unknown.after(2)).toBeUndefined();
  expect(offsets(unknown.after(4))).toEqual([6]);
});

test('a skipped hole gives up the past; an advance over nothing keeps it', () => {
  const ring = new StreamRing(limits);
  ring.add(entries(1, 2), -1);
  ring.advance(4);
  expect(offsets(ring.after(1))).toEqual([2]);
  ring.skip(8);
  ring.add(entries(9), 8);
  expect(ring.after(2)).toBeUndefined();
  expect(offsets(ring.after(8))).toEqual([9]);
});

test('bounds of count and bytes hold, and what is left is the newest', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 2_000 }), { maxLength: 80 }), (sizes) => {
      const ring = new StreamRing(limits);
      sizes.forEach((size, i) => ring.add([entry(i, 'x'.repeat(size))], i - 1));
      const held = ring.newest(1_000);
      const bytes = held.reduce((sum, e) => sum + e.body.length, 0);
      expect(held.length).toBeLessThanOrEqual(limits.ringEvents * 1.1);
      expect(bytes).toBeLessThanOrEqual(limits.ringBytes * 1.1);
      expect(offsets(held)).toEqual(
        Array.from({ length: held.length }, (_, i) => sizes.length - held.length + i),
      );
      if (held[0]) expect(offsets(ring.after(held[0].offset - 1))).toEqual(offsets(held));
    }),
  );
});
