import { JsonScanner, type Found } from './json-scanner.ts';

/** A record of a file: where it stands, and its JSON value, or why it has none. */
export interface Row {
  /** `line 12`, or `comment 7 (line 12)`. */
  readonly where: string;
  /** Name of a member beside the list, as `video` in a TwitchDownloader file. */
  readonly member?: string;
  readonly value?: unknown;
  readonly problem?: 'not_json' | 'cut_off' | 'too_large';
}

const longestLine = 4 * 1_024 * 1_024;

/** The rows of a file with one JSON value a line; empty lines are none. */
export async function* lineRows(chunks: AsyncIterable<string>): AsyncGenerator<Row> {
  let [rest, number] = ['', 0];
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop()!;
    for (const line of lines) yield* lineRow(line, (number += 1));
    // A line beyond all bounds is not kept; its end will not parse and counts as one bad line.
    if (rest.length > 2 * longestLine) rest = ' '.repeat(longestLine + 1);
  }
  yield* lineRow(rest, number + 1, 'cut_off');
}

function* lineRow(
  line: string,
  number: number,
  fault: 'not_json' | 'cut_off' = 'not_json',
): Generator<Row> {
  const where = `line ${number}`;
  if (line.length > longestLine) yield { where, problem: 'too_large' };
  else if (line.trim() !== '') yield row(where, line, fault);
}

function row(where: string, text: string, problem: 'not_json' | 'cut_off'): Row {
  try {
    return { where, value: JSON.parse(text) as unknown };
  } catch {
    return { where, problem };
  }
}

/** The rows of a file that is one JSON array, or one object with a list in it. */
export async function* listRows(
  chunks: AsyncIterable<string>,
  noun: string,
  parts: { readonly list?: string; readonly unread?: readonly string[] } = {},
): AsyncGenerator<Row> {
  const scanner = new JsonScanner(parts.list, parts.unread);
  for await (const chunk of chunks) {
    for (const found of scanner.push(chunk)) yield foundRow(found, noun);
  }
  for (const found of scanner.end()) yield foundRow(found, noun);
}

function foundRow({ member, number, line, text, fault }: Found, noun: string): Row {
  const where = member === undefined ? `${noun} ${number} (line ${line})` : `"${member}"`;
  if (fault !== undefined) return { where, problem: fault };
  const parsed = row(where, text, 'not_json');
  return member === undefined ? parsed : { ...parsed, member };
}
