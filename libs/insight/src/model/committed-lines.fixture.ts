import { readFileSync, readdirSync } from 'node:fs';
import { linesOf } from './lines.ts';
import type { Line } from './lines.ts';

const folder = new URL('lines/', import.meta.url);

/** All lines that this repository holds. */
export function committedLines(): Line[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.tsv'))
    .sort()
    .flatMap((name) => linesOf(readFileSync(new URL(name, folder), 'utf8'), name));
}
