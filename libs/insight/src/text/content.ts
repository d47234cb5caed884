import { APOSTROPHE, DIGIT, HANGUL, MARK, classOf, foldOf, scriptOf } from './characters.ts';
import { UNKNOWN } from './hits.ts';
import type { Hits } from './hits.ts';
import { languageNumber } from './languages.ts';
import { ROLES } from './roles.ts';
import type { Role } from './roles.ts';
import { meanings, readingOf } from './text-reading.ts';
import * as tokens from './tokens.ts';
import type { Tokens } from './tokens.ts';
import { termKey } from './term-key.ts';

/** A word that tells what a message is about: `key` is one for all its forms, `surface` as typed. */
export interface Term {
  readonly key: string;
  readonly surface: string;
}

/** What a message holds beside its mood. */
export interface Content {
  /** An order to a bot, such as "!uptime". */
  readonly isCommand: boolean;
  readonly hasLink: boolean;
  /** Its words in the form in which messages are compared, joined by blanks; "" where it has no words. */
  readonly canonical: string;
  /** How many words it has, emotes and laughter not counted. */
  readonly words: number;
  readonly terms: readonly Term[];
}

/** Roles of words that say what a message is about; words of no list do too. */
const UNSEEN = -3;
const TELLING: ReadonlySet<Role> = new Set(['plain', 'trouble']);

const ANY = languageNumber('any');

/** Folds case, accents, repeated letters, punctuation, emotes and laughter away, and picks the telling words. */
export function contentOf(text: string): Content {
  const { tokens: read, hits } = readingOf(text);
  const meaningOf = meaningsOfRows(read, hits);
  const words: string[] = [];
  const terms: Term[] = [];
  for (let row = 0; row < read.count; row += 1) {
    const meaning = meaningOf[row] ?? UNKNOWN;
    if (!isWord(read, row) || isReaction(meaning)) continue;
    const word = folded(read, row);
    words.push(word);
    const key = isTelling(meaning) ? termKey(word) : '';
    if (key !== '') terms.push({ key, surface: surfaceOf(read, row, key) });
  }
  return {
    isCommand: read.isCommand,
    hasLink: read.kind.subarray(0, read.count).includes(tokens.LINK),
    canonical: words.join(' '),
    words: words.length,
    terms,
  };
}

/** The form in which messages are compared; "" for emotes and laughter only. */
export function canonicalForm(text: string): string {
  return contentOf(text).canonical;
}

/** For each token its meaning; the words of a phrase share theirs, and in a run of syllables what is not telling wins. */
function meaningsOfRows(read: Tokens, hits: Hits): Int32Array {
  const rows = new Int32Array(read.count).fill(UNSEEN);
  for (let at = 0; at < hits.count; at += 1) {
    const row = hits.row[at] ?? 0;
    const known = rows[row] ?? UNSEEN;
    if (known === UNSEEN || isTelling(known)) rows[row] = hits.meaning[at] ?? UNKNOWN;
  }
  for (let row = 1; row < rows.length; row += 1)
    if (rows[row] === UNSEEN) rows[row] = rows[row - 1] ?? UNKNOWN;
  return rows;
}

/** Emotes, laughter in any spelling, and the reactions that all chats share. */
function isReaction(meaning: number): boolean {
  return meanings.language[meaning] === ANY || ROLES[meanings.role[meaning] ?? 0] === 'laughter';
}

function isTelling(meaning: number): boolean {
  if (meaning < 0) return true;
  const role = ROLES[meanings.role[meaning] ?? 0];
  return role !== undefined && TELLING.has(role);
}

function isWord(read: Tokens, row: number): boolean {
  const kind = read.kind[row];
  return kind === tokens.WORD || kind === tokens.NUMBER || kind === tokens.SYLLABLES;
}

/** Lower case without accents, apostrophes and repeated letters; digits keep their repetitions. */
function folded(read: Tokens, row: number): string {
  let word = '';
  let previous = 0;
  for (let at = read.start[row] ?? 0; at < (read.end[row] ?? 0); at += 1) {
    const code = read.text.charCodeAt(at);
    const kind = classOf[code];
    if (kind === MARK || kind === APOSTROPHE) continue;
    const unit = foldOf[code] ?? code;
    if (unit !== previous || kind === DIGIT) word += String.fromCharCode(unit);
    previous = unit;
  }
  return word;
}

/** As typed; a Korean word without the particles that its key has lost. */
function surfaceOf(read: Tokens, row: number, key: string): string {
  const start = read.start[row] ?? 0;
  const isHangul = scriptOf[read.text.charCodeAt(start)] === HANGUL;
  return isHangul ? key : read.text.slice(start, read.end[row]);
}
