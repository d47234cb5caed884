import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stamped, stampOf } from './stamp.ts';

describe('a stamp in a text', () => {
  it('is read back from any text it was put on', () => {
    const numbers = fc.nat(999_999);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), numbers, numbers, (text, sender, seq) => {
        const stamp = { run: 'k3x9', sender, seq };
        expect(stampOf(stamped(text, stamp))).toEqual(stamp);
      }),
    );
  });

  it('is refused when a single character of the text was changed, lost or added', () => {
    const text = stamped('와 대박 👏', { run: 'k3x9', sender: 4, seq: 17 });
    for (let at = 0; at < text.length; at += 1) {
      expect(stampOf(text.slice(0, at) + 'Z' + text.slice(at + 1))).toBeUndefined();
      expect(stampOf(text.slice(0, at) + text.slice(at + 1))).toBeUndefined();
      expect(stampOf(`${text.slice(0, at)}Z${text.slice(at)}`)).toBeUndefined();
    }
  });

  it('is not seen in what people write', () => {
    for (const text of ['', 'gg', 'lol ~', 'a ~b.c', 'run ~k.1.2.abcd']) {
      expect(stampOf(text)).toBeUndefined();
    }
  });
});
