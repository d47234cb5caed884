import { describe, expect, it } from 'vitest';
import { committedLines } from './committed-lines.fixture.ts';
import { isHeldOut, linesOf } from './lines.ts';

const header = 'family\tlanguage\tsentiment\tcategory\ttoxic\ttags\ttext';
const table = (row: string): string => `${header}\n${row}\n`;

describe('linesOf', () => {
  it('reads the columns of a line', () => {
    expect(linesOf(table('f-1\ten\tnegative\tcriticism\t1\tinsult,caps\tYOU CLOWN'), 'x')).toEqual([
      {
        family: 'f-1',
        language: 'en',
        sentiment: 'negative',
        category: 'criticism',
        isToxic: true,
        tags: ['insult', 'caps'],
        text: 'YOU CLOWN',
      },
    ]);
  });

  it.each([
    ['f\ten\tgood\tpraise\t0\t\tnice', /x:2: "good" is none of positive/],
    ['f\ten\tpositive\thype\t0\t\tnice', /x:2: "hype" is none of praise/],
    ['f\tenglish\tpositive\tpraise\t0\t\tnice', /x:2: "english" is no language/],
    ['f\ten\tpositive\tpraise\tno\t\tnice', /x:2: toxic must be 0 or 1/],
    ['f\ten\tpositive\tpraise\t0\tnice', /x:2: seven columns/],
    ['\ten\tpositive\tpraise\t0\t\tnice', /x:2: seven columns/],
  ])('refuses "%s" with its place', (row, message) => {
    expect(() => linesOf(table(row), 'x')).toThrow(message);
  });

  it('refuses a table without the header', () => {
    expect(() => linesOf('a\tb\n', 'x')).toThrow(/x: the header must be/);
  });
});

describe('isHeldOut', () => {
  it('holds out about one family in five', () => {
    const families = Array.from({ length: 5_000 }, (_, at) => `en-praise-${at}`);
    const share = families.filter(isHeldOut).length / families.length;
    expect(share).toBeGreaterThan(0.18);
    expect(share).toBeLessThan(0.22);
  });
});

describe('the committed lines', () => {
  const lines = committedLines();

  it('are at least 1,500, of which 500 Korean, in twelve languages', () => {
    expect(lines.length).toBeGreaterThanOrEqual(1_500);
    const of = (language: string): number =>
      lines.filter((line) => line.language === language).length;
    expect(of('ko')).toBeGreaterThanOrEqual(500);
    for (const language of ['en', 'es', 'pt', 'de', 'fr', 'it', 'ar', 'hi', 'ja', 'zh', 'ru'])
      expect(of(language)).toBeGreaterThanOrEqual(20);
  });

  it('are each labelled once', () => {
    const labels = new Map<string, string>();
    const twice = lines.filter(({ text, sentiment, category }) => {
      const label = `${sentiment} ${category}`;
      const known = labels.get(text);
      labels.set(text, label);
      return known !== undefined && known !== label;
    });
    expect(twice.map((line) => line.text)).toEqual([]);
  });
});
