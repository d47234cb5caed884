import { CATEGORIES, SENTIMENTS } from '../../text/ruling.ts';
import { hashOf, isHeldOut, isLineTable, linesOf } from '../lines.ts';
import type { Line } from '../lines.ts';
import { labelsOf, readingOfLabels } from './labels.ts';
import type { Labels } from './labels.ts';

/** A text with what is known of it. */
export interface Example extends Labels {
  readonly text: string;
  /** The file it comes from, without its ending; `lines` for authored ones. */
  readonly source: string;
  /** Never learnt from. */
  readonly isHeldOut: boolean;
  /** What the line tests, where the table says so. */
  readonly tags: readonly string[];
  readonly language: string;
  readonly line?: Line;
}

const HELD_OUT_PERCENT = 10;
/** Parts that are never learnt from, whatever the file. */
const HELD_PARTS = new Set(['val', 'dev', 'test']);

/**
 * The examples of a table: authored lines, `split label text`, or with the columns `capability language category`
 * behind them. Labels that say nothing to the model give no examples. Throws with the place of a row that is broken.
 */
export function examplesOf(table: string, name: string): Example[] {
  if (isLineTable(table)) return linesOf(table, name).map(lineExample);
  const rows = table
    .trimEnd()
    .split('\n')
    .map((row) => row.split('\t'));
  for (const [at, columns] of rows.entries())
    if (columns.length !== 3 && columns.length !== 6)
      throw new Error(
        `${name}:${at + 1}: split, label and text are needed, parted by tabs; or the header of authored lines.`,
      );
  const read = readingOfLabels(new Set(rows.map((columns) => columns[1] ?? '')));
  if (read === undefined) return [];
  const hasPart = rows.some(([split]) => HELD_PARTS.has(split ?? ''));
  return rows.map((columns) => rowExample(columns, name.replace(/\.tsv$/, ''), read, hasPart));
}

function lineExample(line: Line): Example {
  return {
    ...labelsOf(line.sentiment, line.category, line.isToxic),
    text: line.text,
    source: 'lines',
    isHeldOut: isHeldOut(line.family),
    tags: line.tags,
    language: line.language,
    line,
  };
}

function rowExample(
  columns: readonly string[],
  source: string,
  read: (label: string) => Labels,
  hasPart: boolean,
): Example {
  const [split = '', label = '', text = '', capability, language = 'und', named] = columns;
  const category = CATEGORIES.find((each) => each === named);
  const sentiment = SENTIMENTS.find((each) => each === label);
  const isFull = category !== undefined && sentiment !== undefined;
  return {
    ...(isFull ? withoutToxicity(labelsOf(sentiment, category, false)) : read(label)),
    text,
    source,
    isHeldOut: hasPart ? HELD_PARTS.has(split) : hashOf(text) % 100 < HELD_OUT_PERCENT,
    tags: capability === undefined ? [] : [capability],
    language,
  };
}

function withoutToxicity({ sentiment, category }: Required<Labels>): Labels {
  return { sentiment, category };
}
