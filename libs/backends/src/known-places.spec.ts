import { expect, test } from 'vitest';
import { KnownPlaces } from './known-places.ts';

test('a place is known for its time, and no longer', () => {
  let now = 0;
  const places = new KnownPlaces<number>(100, () => now);
  places.set('a', 1);
  now = 99;
  expect(places.get('a')).toBe(1);
  now = 100;
  expect(places.get('a')).toBeUndefined();
});

test('the oldest is let go of when there are too many', () => {
  const places = new KnownPlaces<number>(100, () => 0);
  for (let i = 0; i <= 100_000; i++) places.set(`${i}`, i);
  expect(places.get('0')).toBeUndefined();
  expect(places.get('1')).toBe(1);
  places.forget('1');
  expect(places.get('1')).toBeUndefined();
});
