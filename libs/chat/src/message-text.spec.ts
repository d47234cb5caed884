import { AppError } from '@livechat/contracts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanText } from './message-text.ts';

const bounds = { textBytes: 2_048, textGraphemes: 500 };
const clean = (text: string) => cleanText(text, bounds);
const code = (text: string): string | undefined => {
  try {
    clean(text);
    return undefined;
  } catch (error) {
    return error instanceof AppError ? error.code : 'not one of ours';
  }
};

describe('what stays as it is', () => {
  test.each([
    ['plain text', 'hello, world!'],
    ['Korean', '안녕하세요 ㅋㅋㅋ'],
    ['a family joined by ZWJ', '👨‍👩‍👧‍👦'],
    ['a heart with its selector', '❤️'],
    ['a skin tone', '👍🏽'],
    ['a keycap', '1️⃣'],
    ['Arabic and Hindi', 'مرحبا नमस्ते'],
  ])('%s', (_, text) => expect(clean(text)).toBe(text));
});

describe('what is changed', () => {
  test.each([
    ['line breaks become spaces', 'a\r\nb\tc', 'a b c'],
    ['ends are trimmed', '  x  ', 'x'],
    ['bidi controls go', 'a\u202Eb\u2066c\u2069', 'abc'],
    ['zero-width characters go', 'a\u200Bb\u2060c\uFEFF', 'abc'],
    ['tags go', 'a\u{E0041}b', 'ab'],
    ['a joiner between letters goes', 'a\u200Db', 'ab'],
    ['a selector after a letter goes', 'a\uFE0Fb', 'ab'],
    ['letters are composed', 'e\u0301', 'é'],
    ['at most four marks stay on a letter', `x${'\u0323'.repeat(20)}`, `x${'\u0323'.repeat(4)}`],
  ])('%s', (_, text, expected) => expect(clean(text)).toBe(expected));
});

describe('what is refused', () => {
  test.each([
    ['nothing', '', 'invalid'],
    ['blanks', ' \n ', 'invalid'],
    ['only invisible characters', '\u200B\u2060', 'invalid'],
    ['control characters', 'a\u0000b', 'invalid'],
    ['a lone surrogate', 'a\uD800', 'invalid'],
    ['501 characters', 'x'.repeat(501), 'too_large'],
    ['more than 2 KB', '가'.repeat(700), 'too_large'],
  ])('%s', (_, text, expected) => expect(code(text)).toBe(expected));

  test('500 characters of several code units each are allowed', () => {
    expect(cleanText('👍🏽'.repeat(250), { textBytes: 4_096, textGraphemes: 500 })).toHaveLength(
      1_000,
    );
  });
});

test('whatever comes in, cleaning it again changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      if (code(text) !== undefined) return;
      expect(clean(clean(text))).toBe(clean(text));
    }),
  );
});
