import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clean } from './clean.ts';

describe('the cleaning of replayed texts', () => {
  it.each([
    ['  two\tlines\r\nof text ', 'two lines of text'],
    ['bell\u0007 and escape\u001b', 'bell and escape'],
    ['turned \u202earound\u202c', 'turned around'],
    ['half \ud83d of a pair', 'half  of a pair'],
    ['e\u0301', '\u00e9'],
    ['family 👨‍👩‍👧 stays', 'family 👨‍👩‍👧 stays'],
    ['a\u200db', 'ab'],
    ['\u200b\ufeff', ''],
  ])('makes %j to %j', (given, expected) => {
    expect(clean(given)).toBe(expected);
  });

  it('leaves what is clean as it is, and never more than the service takes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 3_000 }), (text) => {
        const once = clean(text);
        expect(clean(once)).toBe(once);
        expect(Buffer.byteLength(once)).toBeLessThanOrEqual(2_048);
        expect([...once].length).toBeLessThanOrEqual(500);
      }),
    );
  });
});
