import { category, sentiment } from '@livechat/contracts';
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const folder = new URL('.', import.meta.url);
const tables = readdirSync(folder).filter((name) => name.endsWith('.tsv'));
const tableOf = (name: string) => readFileSync(new URL(name, folder), 'utf8');
const rows = tables.flatMap((name) => tableOf(name).trimEnd().split('\n').slice(1));
const lines = rows.map(lineOf);
type Line = ReturnType<typeof lineOf>;

function lineOf(row: string) {
  const [family = '', language = '', mood = '', kind = '', toxic = '', tags = '', text = ''] =
    row.split('\t');
  return {
    family,
    language,
    sentiment: mood,
    category: kind,
    isToxic: toxic === '1',
    tags: tags.split(','),
    text,
  };
}

const TAGS = new Set(
  [
    'praise criticism laughter question advice greeting compliment insult question-no-mark command score time fact',
    'number emote emoji slang profanity negation irony elongation caps look-alike typo spaced sadness mixed copypasta',
    'hype neutral-talk neutral reply spam',
  ].flatMap((row) => row.split(' ')),
);

const ROW = new RegExp(
  `^[a-z]+-[a-z0-9-]+\\t[a-z]{2}\\t(${sentiment.options.join('|')})\\t(${category.options.join('|')})\\t[01]\\t[^\\t]+\\t[^\\t]+$`,
);

/** Lines with any of these tags, in any language. */
const KINDS: readonly [count: number, ...tags: string[]][] = [
  [250, 'command', 'score', 'time', 'fact'],
  [150, 'emote', 'emoji'],
  [150, 'slang'],
  [120, 'laughter'],
  [100, 'question-no-mark'],
  [100, 'advice'],
  [100, 'insult'],
  [100, 'praise', 'compliment'],
  [80, 'greeting'],
  [80, 'negation'],
  [80, 'irony'],
  [80, 'elongation', 'caps'],
  [80, 'look-alike'],
  [50, 'typo', 'spaced'],
  [40, 'sadness'],
  [40, 'mixed'],
];

const LANGUAGES = {
  ...{ en: 900, ko: 500, es: 120, pt: 120, fr: 80, de: 80, it: 80 },
  ...{ ar: 40, hi: 40, ja: 40, zh: 20, ru: 20 },
};

const folded = (text: string) => text.normalize('NFC').toLowerCase().trim().replace(/\s+/g, ' ');
const stem = (text: string) =>
  folded(text)
    .replace(/(.)\1+/gu, '$1')
    .replace(/[.!~]+$/, '');
const countOf = (holds: (line: Line) => boolean) => lines.filter(holds).length;
const textsWhere = (holds: (line: Line) => boolean) => lines.filter(holds).map(({ text }) => text);

describe('the labelled lines', () => {
  it.each(tables)('%s is composed Unicode without stray blanks, one line a row', (name) => {
    const table = tableOf(name);
    expect(table).toBe(table.normalize('NFC'));
    expect(table.endsWith('\n')).toBe(true);
    expect(table).not.toMatch(/\r|\n\n|[ ]$|\t[ ]/m);
  });

  it.each(tables)('%s has a header and seven columns with known labels', (name) => {
    const [header, ...body] = tableOf(name).trimEnd().split('\n');
    expect(header).toBe('family\tlanguage\tsentiment\tcategory\ttoxic\ttags\ttext');
    expect(body.filter((row) => !ROW.test(row))).toEqual([]);
  });

  it('are told apart by more than capitals and blanks', () => {
    const seen = new Set<string>();
    const twice = textsWhere(({ text }) => seen.size === seen.add(folded(text)).size);
    expect(twice).toEqual([]);
  });

  it('are as short as chat is', () => {
    expect(textsWhere(({ text }) => text.length > 200)).toEqual([]);
    expect(countOf(({ text }) => text.split(' ').length <= 5)).toBeGreaterThan(lines.length * 0.7);
  });

  it('have known tags, at least one', () => {
    const isUnknown = ({ tags }: Line) => tags.some((tag) => !TAGS.has(tag));
    expect(textsWhere(isUnknown)).toEqual([]);
  });

  it('hold no praise or laughter that is not positive, no criticism or insult that is not negative', () => {
    const meanings = { praise: 'positive', laughter: 'positive', criticism: 'negative' };
    const isOdd = ({ sentiment, category, isToxic }: Line) =>
      (isToxic && sentiment !== 'negative') ||
      (category in meanings && sentiment !== meanings[category as keyof typeof meanings]);
    expect(textsWhere(isOdd)).toEqual([]);
  });

  it('hold no greeting or advice with a sentiment', () => {
    const isOdd = ({ sentiment, category }: Line) =>
      (category === 'greeting' || category === 'advice') && sentiment !== 'neutral';
    expect(textsWhere(isOdd)).toEqual([]);
  });

  it('keep lines that mean the same but for repeats, capitals and end marks in one family', () => {
    const families = new Map<string, string>();
    const strayed = lines.filter(({ text, family, language, sentiment, category }) => {
      const key = `${language} ${sentiment} ${category} ${stem(text)}`;
      const known = families.get(key) ?? family;
      families.set(key, known);
      return known !== family;
    });
    expect(strayed.map(({ family, text }) => `${family} ${text}`)).toEqual([]);
  });

  it.each(Object.entries(LANGUAGES))('hold enough of %s: %i', (language, least) => {
    expect(countOf((line) => line.language === language)).toBeGreaterThanOrEqual(least);
  });

  it.each(KINDS.map(([least, ...kind]) => ({ least, kind })))(
    'hold at least $least of the kind $kind',
    ({ least, kind }) => {
      const isOfKind = ({ tags }: Line) => tags.some((tag) => kind.includes(tag));
      expect(countOf(isOfKind)).toBeGreaterThanOrEqual(least);
    },
  );

  it('hold Korean and Portuguese profanity as it is typed', () => {
    const isRude = ({ language, tags, isToxic }: Line) =>
      (language === 'ko' || language === 'pt') && (isToxic || tags.includes('profanity'));
    expect(countOf(isRude)).toBeGreaterThanOrEqual(120);
  });

  it('are neutral talk as often in English as people’s labels say: two in five', () => {
    const english = lines.filter(({ language }) => language === 'en');
    const plain = english.filter(
      (line) => line.category === 'other' && line.sentiment === 'neutral',
    );
    expect(plain.length / english.length).toBeGreaterThan(0.36);
    expect(plain.length / english.length).toBeLessThan(0.5);
  });
});
