import { SCRIPTS } from './characters.ts';
import { CHECK_SEED, HASH_SEED } from './hashing.ts';

/** What a token is. */
export const WORD = 1;
export const NUMBER = 2;
/** An emoji; equal ones in a row are one token. */
export const EMOJI = 3;
/** A face or heart of signs, ":)" or "<3". */
export const EMOTICON = 4;
/** A run of Hangul syllables, Kana or Han without a blank. */
export const SYLLABLES = 5;
/** A run of single Hangul consonants or vowels. */
export const JAMOS = 6;
/** Punctuation that ends a clause. */
export const CLAUSE_END = 7;
export const MENTION = 8;
export const LINK = 9;
/** Letters typed with blanks between them, joined to a word again. */
export const SPACED = 10;

/** Marks of a token. */
export const STRETCHED = 1;
export const HAS_UPPER = 2;
export const HAS_LOWER = 4;
export const HAS_DIGIT = 8;
export const HAS_APOSTROPHE = 16;

/**
 * The tokens of one text as parallel columns, in order; rows from 0 to `count - 1` hold.
 * The columns are reused by the next text, so that a token costs no object.
 */
export class Tokens {
  text = '';
  count = 0;
  questionMarks = 0;
  exclamations = 0;
  /** The text is an order to a bot, such as "!uptime". */
  isCommand = false;
  /** The text held decomposed Hangul, which is not tokenized. */
  isDecomposed = false;

  /** Letters and syllables of each writing system. */
  readonly scripts = new Int32Array(SCRIPTS);

  kind = new Uint8Array(0);
  marks = new Uint8Array(0);
  start = new Uint16Array(0);
  end = new Uint16Array(0);
  /** Letters without their repetitions: 4 for "haaahaaa". */
  squashedLength = new Uint16Array(0);
  /** Which of the letters a-z the token has; bit 31 for any other. */
  letters = new Int32Array(0);
  /** Of the folded form: lower case, no accents. */
  hash = new Int32Array(0);
  check = new Int32Array(0);
  /** Of the folded form without repeated letters and apostrophes. */
  squashedHash = new Int32Array(0);
  squashedCheck = new Int32Array(0);

  /** Empties the columns and makes room for a text of `units` UTF-16 units. */
  begin(text: string, units: number): void {
    this.text = text;
    this.count = 0;
    this.questionMarks = 0;
    this.exclamations = 0;
    this.isCommand = false;
    this.isDecomposed = false;
    this.scripts.fill(0);
    // Joined letters add at most one token to the three or more they are made of.
    if (this.kind.length < units * 2) this.reserve(units * 2);
  }

  /** Adds a token without letters; returns its row. */
  add(kind: number, start: number, end: number): number {
    const row = this.count;
    this.count = row + 1;
    this.kind[row] = kind;
    this.marks[row] = 0;
    this.start[row] = start;
    this.end[row] = end;
    this.letters[row] = 0;
    this.setHashes(row, HASH_SEED, CHECK_SEED);
    this.setSquashed(row, HASH_SEED, CHECK_SEED, 0);
    return row;
  }

  setHashes(row: number, hash: number, check: number): void {
    this.hash[row] = hash;
    this.check[row] = check;
  }

  setSquashed(row: number, hash: number, check: number, length: number): void {
    this.squashedHash[row] = hash;
    this.squashedCheck[row] = check;
    this.squashedLength[row] = length;
  }

  private reserve(rows: number): void {
    this.kind = new Uint8Array(rows);
    this.marks = new Uint8Array(rows);
    this.start = new Uint16Array(rows);
    this.end = new Uint16Array(rows);
    this.squashedLength = new Uint16Array(rows);
    this.letters = new Int32Array(rows);
    this.hash = new Int32Array(rows);
    this.check = new Int32Array(rows);
    this.squashedHash = new Int32Array(rows);
    this.squashedCheck = new Int32Array(rows);
  }
}
