import type { Language } from './languages.ts';
import type { Role } from './roles.ts';

/**
 * Words that do the same in a message. `words` are separated by commas; "suck|s|ed" stands for "suck,
 * sucks, sucked"; a blank joins a phrase. `valence` −5…5, `toxicity` 0…100.
 */
export interface WordSection {
  readonly role: Role;
  readonly valence?: number;
  readonly toxicity?: number;
  readonly words: string;
}

/**
 * The lists of one language. `cased` are emotes, read with their capitals. `syllables` are parts of Hangul, Kana or
 * Han text: "^" binds to the beginning of a word, "$" to its end, "_" allows a blank.
 */
export interface WordList {
  readonly language: Language;
  readonly words?: readonly WordSection[];
  readonly cased?: readonly WordSection[];
  readonly syllables?: readonly WordSection[];
}

/** The entries of a section, endings written out. */
export function entriesOf(section: WordSection): string[] {
  return section.words
    .split(',')
    .map((entry) => entry.trim().replace(/\s+/g, ' '))
    .filter((entry) => entry !== '')
    .flatMap(withEndings);
}

function withEndings(entry: string): string[] {
  const [stem = '', ...endings] = entry.split('|');
  return endings.length === 0 || stem === '' ? [entry] : [stem, ...endings.map((e) => stem + e)];
}
