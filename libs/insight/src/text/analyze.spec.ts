import { textAnalysis } from '@livechat/contracts';
import type { Category, Sentiment } from '@livechat/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyze } from './analyze.ts';
import { committedLines } from '../model/committed-lines.fixture.ts';
import { isHeldOut } from '../model/lines.ts';
import type { Line } from '../model/lines.ts';

const heldOut = committedLines().filter((line) => isHeldOut(line.family));
/** Shares of right sentiments and categories that no new model may fall below. */
const floors: Readonly<Record<string, readonly [sentiment: number, category: number]>> = {
  advice: [0.8, 0.5],
  command: [0.9, 0.9],
  compliment: [0.65, 0.6],
  criticism: [0.62, 0.58],
  elongation: [0.8, 0.85],
  emote: [0.85, 0.85],
  fact: [0.9, 0.88],
  greeting: [0.8, 0.6],
  hype: [0.35, 0.65],
  insult: [0.67, 0.6],
  irony: [0.3, 0.25],
  laughter: [0.65, 0.6],
  'look-alike': [0.68, 0.6],
  negation: [0.6, 0.53],
  'neutral-talk': [0.85, 0.82],
  number: [0.82, 0.8],
  praise: [0.65, 0.6],
  question: [0.85, 0.7],
  'question-no-mark': [0.85, 0.66],
  sadness: [0.5, 0.75],
  score: [0.9, 0.9],
  slang: [0.7, 0.67],
};

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
  it.each(Object.entries(floors))(
    'keeps its floor on held-out lines of "%s"',
    (tag, [sentiment, category]) => {
      const own = heldOut.filter((line) => line.tags.includes(tag));
      expect(own.length).toBeGreaterThan(10);
      expect(
        shareOf(own, (line) => analyze(line.text).sentiment === line.sentiment),
      ).toBeGreaterThan(sentiment);
      expect(shareOf(own, (line) => analyze(line.text).category === line.category)).toBeGreaterThan(
        category,
      );
    },
  );

  it('keeps its floors over all held-out lines', () => {
    const right = (is: (line: Line) => boolean): number => shareOf(heldOut, is);
    expect(right((line) => analyze(line.text).sentiment === line.sentiment)).toBeGreaterThan(0.78);
    expect(right((line) => analyze(line.text).category === line.category)).toBeGreaterThan(0.72);
  });

  it('calls few neutral held-out lines negative or toxic', () => {
    const neutral = heldOut.filter((line) => line.sentiment === 'neutral' && !line.isToxic);
    const wronged = shareOf(neutral, (line) => {
      const { sentiment, toxicity } = analyze(line.text);
      return sentiment === 'negative' || toxicity >= 0.5;
    });
    expect(wronged).toBeLessThan(0.06);
  });

  it('tells toxic held-out lines from harmless ones', () => {
    const toxic = heldOut.filter((line) => line.isToxic);
    const harmless = heldOut.filter((line) => !line.isToxic);
    expect(shareOf(toxic, (line) => analyze(line.text).toxicity >= 0.5)).toBeGreaterThan(0.6);
    expect(shareOf(harmless, (line) => analyze(line.text).toxicity < 0.5)).toBeGreaterThan(0.95);
  });

  it('tells the language of nearly all lines that have three letters', () => {
    const long = heldOut.filter((line) => (line.text.match(/\p{L}/gu) ?? []).length >= 3);
    const share = shareOf(long, (line) => analyze(line.text).language === line.language);
    expect(share).toBeGreaterThan(0.85);
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

function shareOf(lines: readonly Line[], isRight: (line: Line) => boolean): number {
  return lines.filter(isRight).length / lines.length;
}

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
