import type { Result } from './evaluation.ts';

const METRICS = { macroF1: 'macro-F1', meanRecall: 'mean recall', accuracy: 'accuracy' } as const;

const hundred = (value: number): string => (value * 100).toFixed(1);

/** Results as the rows of a table, the head first; figures of 100. */
export function rowsOfResults(results: readonly Result[]): string[][] {
  const head = ['texts', 'field', 'measure', 'n', 'ours', '95 %', '`sentiment`'];
  return [
    head,
    ...results.map(({ what, field, metric, texts, value, interval: [low, high], peer }) => [
      what,
      field === 'sign' ? 'sign of the score' : field,
      METRICS[metric],
      String(texts),
      hundred(value),
      `${hundred(low)}–${hundred(high)}`,
      peer === undefined ? '' : hundred(peer),
    ]),
  ];
}

/** For a terminal: columns of one width. */
export function plainTable(rows: readonly (readonly string[])[]): string {
  return aligned(rows)
    .map((row) => `${row.join('  ').trimEnd()}\n`)
    .join('');
}

/** For a Markdown page, in the form that Prettier gives it. */
export function markdownTable(rows: readonly (readonly string[])[]): string {
  const [head = [], ...body] = aligned(rows);
  const rule = head.map(
    (cell, at) => '-'.repeat(cell.length - (isText(at) ? 0 : 1)) + (isText(at) ? '' : ':'),
  );
  return [head, rule, ...body].map((row) => `| ${row.join(' | ')} |\n`).join('');
}

function aligned(rows: readonly (readonly string[])[]): string[][] {
  const widths = (rows[0] ?? []).map((_, at) =>
    Math.max(3, ...rows.map((row) => row[at]?.length ?? 0)),
  );
  return rows.map((row) =>
    row.map((cell, at) => (isText(at) ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!))),
  );
}

/** The first three columns of all our tables are words, the rest figures. */
const isText = (column: number): boolean => column < 3;
