import { expect, it } from 'vitest';
import { roomLeft } from './room-left.ts';

it.each([
  ['nothing', '', 500],
  ['letters', 'a'.repeat(499), 1],
  ['one too many', 'a'.repeat(501), -1],
  ['Korean', '가'.repeat(500), 0],
  ['emoji of one mark', '😀'.repeat(400), 100],
  ['emoji of many marks, bounded by their bytes', '👨‍👩‍👧‍👦'.repeat(100), 2_048 - 2_500],
])('a message of %s has so much room left', (_what, text, left) => {
  expect(roomLeft(text)).toBe(left);
});
