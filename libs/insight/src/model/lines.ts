import type { Category, Sentiment } from '@livechat/contracts';
import { CATEGORIES, SENTIMENTS } from '../text/ruling.ts';
import { HASH_SEED, hashWith } from '../text/hashing.ts';

/** A line of chat written for this project and labelled by what the chat means. */
export interface Line {
  /** Variants of one line share it; they are never parted. */
  readonly family: string;
  readonly language: string;
  readonly sentiment: Sentiment;
  readonly category: Category;
  readonly isToxic: boolean;
  readonly tags: readonly string[];
  readonly text: string;
}

const HEADER = 'family\tlanguage\tsentiment\tcategory\ttoxic\ttags\ttext';
const HELD_OUT_PERCENT = 20;

/** Whether a table holds authored lines. */
export function isLineTable(table: string): boolean {
  return table.startsWith(HEADER);
}

/** The lines of a table. Throws with the name of the table and the number of the row for one that is wrong. */
export function linesOf(table: string, name: string): Line[] {
  const [header, ...rows] = table.trimEnd().split('\n');
  if (header !== HEADER) throw new Error(`${name}: the header must be "${HEADER}".`);
  return rows.map((row, at) => lineOf(row, `${name}:${at + 2}`));
}

function lineOf(row: string, place: string): Line {
  const columns = row.split('\t');
  const [family = '', language = '', sentiment, category, toxic, tags = '', text = ''] = columns;
  if (columns.length !== 7 || family === '' || text.trim() === '')
    throw new Error(`${place}: seven columns, a family and a text are needed.`);
  if (!/^(?:[a-z]{2}|und)$/.test(language))
    throw new Error(`${place}: "${language}" is no language.`);
  if (toxic !== '0' && toxic !== '1') throw new Error(`${place}: toxic must be 0 or 1.`);
  return {
    family,
    language,
    sentiment: oneOf(SENTIMENTS, sentiment, place),
    category: oneOf(CATEGORIES, category, place),
    isToxic: toxic === '1',
    tags: tags.split(',').filter((tag) => tag !== ''),
    text,
  };
}

function oneOf<T extends string>(known: readonly T[], label: string | undefined, place: string): T {
  const found = known.find((each) => each === label);
  if (found === undefined) throw new Error(`${place}: "${label}" is none of ${known.join(', ')}.`);
  return found;
}

/** Whether a family is held out: one in five, by its hash alone, so that new lines move no old ones. */
export function isHeldOut(family: string): boolean {
  return hashOf(family) % 100 < HELD_OUT_PERCENT;
}

/** A number from 0 to 2^32 - 1 for a text, the same everywhere. */
export function hashOf(text: string): number {
  let hash = HASH_SEED;
  for (let at = 0; at < text.length; at += 1) hash = hashWith(hash, text.charCodeAt(at));
  return (hash ^ (hash >>> 15)) >>> 0;
}
