import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { examplesOf } from './tables.ts';
import type { Example } from './tables.ts';

export interface Corpus {
  readonly examples: readonly Example[];
  /** SHA-256 of every file that was learnt from, by name. */
  readonly hashes: Readonly<Record<string, string>>;
}

/**
 * Reads the labelled tables of both folders. A text that stands twice, in one file or in two, is kept once, held-out
 * parts first: no development score is won by memory. Throws for a missing folder, one without tables, a broken row.
 */
export function readCorpus(dataFolder: string, linesFolder: string): Corpus {
  const hashes: Record<string, string> = {};
  const examples = [linesFolder, dataFolder].flatMap((folder) =>
    tablesIn(folder).flatMap((name) => {
      const bytes = readFileSync(join(folder, name));
      const found = examplesOf(bytes.toString('utf8'), name);
      // What no head learns from, and parts made for tests alone, leave no trace in the weights.
      if (found.some((example) => !example.isHeldOut))
        hashes[name] = createHash('sha256').update(bytes).digest('hex');
      return found;
    }),
  );
  return { examples: withoutTwins(examples), hashes };
}

function tablesIn(folder: string): string[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.tsv'));
  if (names.length === 0) throw new Error(`${folder} holds no .tsv file.`);
  return names.sort();
}

function withoutTwins(examples: readonly Example[]): Example[] {
  const seen = new Set<string>();
  return [...examples.filter((e) => e.isHeldOut), ...examples.filter((e) => !e.isHeldOut)].filter(
    (example) => {
      const key = identity(example);
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    },
  );
}

/** Texts that differ in case and signs only are one; in authored lines they may be what matters. */
function identity({ text, line }: Example): string {
  return line === undefined ? text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ') : text;
}
