import { textAnalysis } from '@livechat/contracts';
import type { Category, Sentiment } from '@livechat/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyze } from './analyze.ts';
import { developmentLines } from './development-lines.fixture.ts';

const lines = developmentLines();
const capabilities = [...new Set(lines.map((line) => line.capability))];
/** Every UTF-16 string, lone surrogates included, and strings of what the tokenizer has rules for. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
  fc
    .array(
      fc.constantFrom(
        ...[
          'not',
          'good',
          'KEKW',
          '안',
          '재미',
          '없어',
          'ㅋㅋ',
          '?',
          '!',
          '@',
          ':)',
          '😂',
          "'",
          '_',
        ],
        ...['*', ' ', '1', 'aaaa', '草', '\u0301', '\u1100', '\ud83d', 'http://', 'u', 'r', '但'],
      ),
    )
    .map((parts) => parts.join('')),
);

describe('analyze', () => {
  it.each(capabilities)('keeps its floor on the development lines of "%s"', (capability) => {
    const own = lines.filter((line) => line.capability === capability);
    const right = (is: (line: (typeof own)[number]) => boolean): number =>
      own.filter(is).length / own.length;
    expect(right((line) => analyze(line.text).sentiment === line.sentiment)).toBeGreaterThan(0.94);
    expect(right((line) => analyze(line.text).category === line.category)).toBeGreaterThan(0.94);
    expect(right((line) => analyze(line.text).toxicity >= 0.5 === line.isToxic)).toBeGreaterThan(
      0.94,
    );
  });

  it('has at least 400 development lines, each once, most in English and Korean', () => {
    expect(lines.length).toBeGreaterThanOrEqual(400);
    expect(new Set(lines.map((line) => line.text)).size).toBe(lines.length);
    const main = lines.filter((line) => ['en', 'ko'].includes(line.language));
    expect(main.length / lines.length).toBeGreaterThan(0.8);
  });

  it('tells the language of nearly all development lines that have three letters', () => {
    const long = lines.filter((line) => (line.text.match(/\p{L}/gu) ?? []).length >= 3);
    const right = long.filter((line) => analyze(line.text).language === line.language);
    expect(right.length / long.length).toBeGreaterThan(0.97);
  });

  it.each<[string, Sentiment, Category]>([
    ['', 'neutral', 'other'],
    ['   ', 'neutral', 'other'],
    ['???', 'neutral', 'other'],
    ['!rank best worst', 'neutral', 'other'],
    ['/timeout somebody', 'neutral', 'other'],
    ['/me waves, hello all', 'neutral', 'greeting'],
    ['lol what map is this', 'neutral', 'question'],
    ['haha well played', 'positive', 'praise'],
    ['you idiot lol', 'negative', 'criticism'],
    ['that was not, i repeat, good', 'positive', 'praise'],
    ['good but so boring', 'negative', 'criticism'],
    ['@someone thanks', 'positive', 'praise'],
    ['https://example.org/terrible', 'neutral', 'other'],
    ['ｈａｈａｈａ', 'positive', 'laughter'],
    ['재미 있 다', 'positive', 'praise'],
  ])('reads "%s" as %s, %s', (text, sentiment, category) => {
    expect(analyze(text)).toMatchObject({ sentiment, category });
  });

  it.each(['1', 'gg', ':)', '👍', 'ㅇㅇ', '草', '12:30', ''])(
    'names no language for "%s", which has under three letters',
    (text) => {
      expect(analyze(text).language).toBe('und');
    },
  );

  it('leans by the sign of the score where the sentiment is neutral', () => {
    const { sentiment, score } = analyze('could you share the link?  thanks');
    expect(sentiment).toBe('neutral');
    expect(score).toBeGreaterThan(0);
  });

  it('reads decomposed Hangul like composed', () => {
    expect(analyze('정말 재미있어요'.normalize('NFD'))).toEqual(analyze('정말 재미있어요'));
  });

  it('answers within the contract for any string, and never throws', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const analysis = analyze(text);
        expect(textAnalysis.parse(analysis)).toEqual(analysis);
        expect(analysis.language).toMatch(/^(?:[a-z]{2}|und)$/);
        expect(Math.round(analysis.score * 1000) / 1000).toBe(analysis.score);
        expect(Object.is(analysis.score, -0)).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('answers the same whatever was read before', () => {
    fc.assert(
      fc.property(anyText, anyText, (text, other) => {
        const first = analyze(text);
        analyze(other);
        expect(analyze(text)).toEqual(first);
      }),
      { numRuns: 300 },
    );
  });

  it.each(
    [
      'a',
      '가',
      'ㅋ',
      '😂',
      ':',
      '(',
      "'",
      '*',
      'no ',
      'a*',
      '못 ',
      '지 않',
      ' ',
      '@',
      '_',
      'x)',
      '가1',
    ]
      .concat(['\u1100', '\u0301', 'é', 'www.', '?', '\ud83d', 'a b ', '草', 'ههه', 'not bad '])
      .map((part) => [JSON.stringify(part), part] as const),
  )('takes time linear in a text of %s again and again', (_, part) => {
    const long = part.repeat(Math.ceil(16_000 / part.length));
    const short = long.slice(0, 1_000);
    // A quadratic reading would take 256 times as long for 16 times the text.
    expect(cpuMs(long)).toBeLessThan(20 + 64 * cpuMs(short));
  });

  it('judges a text of a megabyte by its beginning', () => {
    const long = 'good '.repeat(200_000);
    expect(cpuMs(long)).toBeLessThan(100);
    expect(analyze(long).sentiment).toBe('positive');
  });
});

/** The least CPU time of three readings, so that a pause of the machine does not count. */
function cpuMs(text: string): number {
  const times = [1, 2, 3].map(() => {
    const begin = process.cpuUsage();
    analyze(text);
    const { user, system } = process.cpuUsage(begin);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}
