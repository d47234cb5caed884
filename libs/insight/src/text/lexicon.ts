import { ABSENT, HashTable } from './hash-table.ts';
import { CHECK_SEED, HASH_SEED, checkWith, hashWith } from './hashing.ts';
import { Meanings, NO_MEANING } from './meanings.ts';
import * as tokens from './tokens.ts';
import type { Tokens } from './tokens.ts';
import { Tokenizer } from './tokenizer.ts';
import { entriesOf } from './word-list.ts';
import type { WordList, WordSection } from './word-list.ts';
import { casedHash, foldedHash } from './word-forms.ts';
import type { WordForm } from './word-forms.ts';

/** Phrases are at most that many words. */
const LONGEST_PHRASE = 6;
/** The number of a key that only begins a phrase. */
const BEGINNING = 0;

/** Where a pattern of syllables may stand. */
export const CROSSES_BLANKS = 1;
export const AT_WORD_START = 2;
export const AT_WORD_END = 4;

/** All word lists as tables over hashes: words, emotes with their capitals, phrases, and patterns of syllables. */
export class Lexicon {
  readonly meanings = new Meanings();
  /** For each first syllable, how long its longest pattern is. */
  readonly reach = new Uint8Array(0x10000);
  /** How many words the phrase found last has. */
  phraseLength = 0;
  private readonly words = new HashTable(8192);
  private readonly squashed = new HashTable(8192);
  private readonly cased = new HashTable(512);
  private readonly phrases = new HashTable(2048);
  private readonly patterns = new HashTable(2048);

  /** Throws for an entry that the tokenizer would never find. */
  constructor(lists: readonly WordList[]) {
    this.meanings.with(NO_MEANING, 'any', { role: 'plain', words: '' });
    const tokenizer = new Tokenizer();
    for (const list of lists) {
      each(list.words, (entry, section) => this.addWords(tokenizer.read(entry), list, section));
      each(list.cased, (entry, section) => this.addCased(entry, list, section));
      each(list.syllables, (entry, section) => this.addPattern(entry, list, section));
    }
  }

  /** The chain of meanings of a form of a word, or NO_MEANING. */
  word(form: WordForm): number {
    return this.words.find(form.hash, form.check);
  }

  wordAt(read: Tokens, row: number): number {
    return this.words.find(read.hash[row] ?? 0, read.check[row] ?? 0);
  }

  /** The chain of a word spelt with its letters repeated anyhow. */
  stretchedAt(read: Tokens, row: number): number {
    return this.squashed.find(read.squashedHash[row] ?? 0, read.squashedCheck[row] ?? 0);
  }

  /** The chain of an emote, by its exact capitals. */
  emote(form: WordForm): number {
    return this.cased.find(form.hash, form.check);
  }

  pattern(hash: number, check: number): number {
    return this.patterns.find(hash, check);
  }

  /** The chain of the longest phrase of two words or more that begins at `row`; its length is in `phraseLength`. */
  phraseAt(read: Tokens, row: number): number {
    let found = NO_MEANING;
    let hash = HASH_SEED;
    let check = CHECK_SEED;
    const end = Math.min(row + LONGEST_PHRASE, read.count);
    for (let at = row; at < end; at += 1) {
      const kind = read.kind[at];
      if (kind !== tokens.WORD && kind !== tokens.NUMBER) break;
      hash = hashWith(hash, read.squashedHash[at] ?? 0);
      check = checkWith(check, read.squashedCheck[at] ?? 0);
      const head = this.phrases.find(hash, check);
      if (head === ABSENT) break;
      if (head === BEGINNING) continue;
      found = head;
      this.phraseLength = at - row + 1;
    }
    return found;
  }

  private addWords(read: Tokens, list: WordList, section: WordSection): void {
    if (read.count === 1) this.addWord(read, list, section);
    else this.addPhrase(read, list, section);
  }

  private addWord(read: Tokens, list: WordList, section: WordSection): void {
    const kind = read.kind[0] ?? 0;
    const isFound = kind !== tokens.CLAUSE_END && kind !== tokens.SYLLABLES;
    if (!isFound) throw new Error(`Not a word: "${read.text}"`);
    this.add(this.words, { hash: read.hash[0] ?? 0, check: read.check[0] ?? 0 }, list, section);
    if (kind !== tokens.WORD && kind !== tokens.NUMBER) return;
    this.add(
      this.squashed,
      { hash: read.squashedHash[0] ?? 0, check: read.squashedCheck[0] ?? 0 },
      list,
      section,
    );
    if (((read.marks[0] ?? 0) & tokens.HAS_APOSTROPHE) === 0) return;
    const bare = foldedHash(read.text.replace(/['’]/g, ''));
    if (this.word(bare) === ABSENT) this.add(this.words, bare, list, section);
  }

  private addPhrase(read: Tokens, list: WordList, section: WordSection): void {
    let hash = HASH_SEED;
    let check = CHECK_SEED;
    if (read.count === 0 || read.count > LONGEST_PHRASE)
      throw new Error(`Not a phrase: "${read.text}"`);
    for (let row = 0; row < read.count; row += 1) {
      const kind = read.kind[row];
      if (kind !== tokens.WORD && kind !== tokens.NUMBER)
        throw new Error(`Not a phrase: "${read.text}"`);
      hash = hashWith(hash, read.squashedHash[row] ?? 0);
      check = checkWith(check, read.squashedCheck[row] ?? 0);
      const isBeginning = row < read.count - 1;
      const known = this.phrases.find(hash, check);
      if (isBeginning && known === ABSENT) this.phrases.store(hash, check, BEGINNING);
    }
    this.add(this.phrases, { hash, check }, list, section);
  }

  private addCased(entry: string, list: WordList, section: WordSection): void {
    const form = casedHash(entry, 0, entry.length);
    this.add(this.cased, form, list, section);
  }

  private addPattern(entry: string, list: WordList, section: WordSection): void {
    const units = entry.replace(/[\^$_]/g, '');
    const bounds =
      (entry.includes('_') ? CROSSES_BLANKS : 0) |
      (entry.startsWith('^') ? AT_WORD_START : 0) |
      (entry.endsWith('$') ? AT_WORD_END : 0);
    const { hash, check } = casedHash(units, 0, units.length);
    const first = units.charCodeAt(0);
    this.reach[first] = Math.max(this.reach[first] ?? 0, units.length);
    this.add(this.patterns, { hash, check }, list, section, bounds);
  }

  private add(
    table: HashTable,
    { hash, check }: { readonly hash: number; readonly check: number },
    list: WordList,
    section: WordSection,
    bounds = 0,
  ): void {
    const known = table.find(hash, check);
    const head = known === BEGINNING ? NO_MEANING : known;
    table.store(hash, check, this.meanings.with(head, list.language, section, bounds));
  }
}

function each(
  sections: readonly WordSection[] | undefined,
  add: (entry: string, section: WordSection) => void,
): void {
  for (const section of sections ?? []) for (const entry of entriesOf(section)) add(entry, section);
}
