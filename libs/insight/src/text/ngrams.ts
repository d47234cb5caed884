import * as chars from './characters.ts';
import { HASH_SEED, hashWith } from './hashing.ts';
import type { Hits } from './hits.ts';
import type { Meanings } from './meanings.ts';
import { roleNumber } from './roles.ts';
import * as tokens from './tokens.ts';
import type { Tokens } from './tokens.ts';
import { casedHash } from './word-forms.ts';

/** Hashes fall into 2^22 buckets: few enough to index by bits, so many that strangers seldom meet. */
export const BUCKET_BITS = 22;

/** Kinds of features, so that equal hashes of different kinds fall apart. */
const WORD = 0x1f3a5b79;
const PAIR = 0x2e8c1d37;
const NEGATED = 0x3ab94e61;
const CASED = 0x4d17f283;
const FIRST = 0x5c63a9b5;
const LAST = 0x6f2d84c7;
const ROLES = 0x71e5b0d9;
const ROLE_TRIPLE = 0x7e4c29a3;
const ENDING = 0x0f1e2d3c;
const PART = 0x13579bdf;
/** What stands for tokens whose letters say nothing. */
const MENTION = 0x0badf00d;
const LINK = 0x0dabbad0;
const NUMBER = 0x0cafe000;
/** The edge of a word within its parts. */
const EDGE = 0x5e;
const NEGATION_REACH = 3;
const LONGEST_WORD = 40;

const NEGATOR = roleNumber('negator');
const FORBIDS = roleNumber('forbids');
const NO_ROLE = 0xff;

const { classOf, foldOf } = chars;

/** The hashed words, word pairs, parts of words and parts of syllable runs of a text; reused by the next text. */
export class Ngrams {
  count = 0;
  /** From 0 to 2^BUCKET_BITS - 1; repeated where the text repeats itself. */
  buckets = new Int32Array(4096);
  private readonly meanings: Meanings;
  private roleOfRow = new Uint8Array(256);
  /** Hashes of the last one, two and three syllables. */
  private one = 0;
  private two = 0;
  private three = 0;

  constructor(meanings: Meanings) {
    this.meanings = meanings;
  }

  of(read: Tokens, hits: Hits): void {
    this.count = 0;
    const most = 16 * read.count + 6 * Math.min(read.text.length, 0x4000) + 64;
    if (this.buckets.length < most) this.buckets = new Int32Array(most);
    this.noteRoles(read, hits);
    this.tokens(read);
    this.rolePairs(hits);
  }

  private emit(hash: number): void {
    const mixed = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    this.buckets[this.count] = (mixed ^ (mixed >>> 13)) >>> (32 - BUCKET_BITS);
    this.count += 1;
  }

  private noteRoles(read: Tokens, hits: Hits): void {
    if (this.roleOfRow.length < read.count) this.roleOfRow = new Uint8Array(read.count * 2);
    this.roleOfRow.fill(NO_ROLE, 0, read.count);
    for (let at = 0; at < hits.count; at += 1) {
      const meaning = hits.meaning[at] ?? -1;
      if (meaning >= 0) this.roleOfRow[hits.row[at] ?? 0] = this.meanings.role[meaning] ?? NO_ROLE;
    }
  }

  private tokens(read: Tokens): void {
    let previous = EDGE;
    let negated = 0;
    for (let row = 0; row < read.count; row += 1) {
      const kind = read.kind[row];
      const id = this.token(read, row, kind);
      this.emit(id ^ WORD);
      this.emit(hashWith(hashWith(previous, id), PAIR));
      if (previous === EDGE) this.emit(id ^ FIRST);
      previous = id;
      if (kind === tokens.CLAUSE_END) negated = 0;
      else if (negated > 0) {
        this.emit(id ^ NEGATED);
        negated -= 1;
      }
      const role = this.roleOfRow[row];
      if (role === NEGATOR || role === FORBIDS) negated = NEGATION_REACH;
    }
    this.emit(hashWith(previous, PAIR));
    this.emit(previous ^ LAST);
  }

  /** What names the token in words and pairs; parts of it are emitted beside. */
  private token(read: Tokens, row: number, kind: number | undefined): number {
    if (kind === tokens.SYLLABLES) return this.syllables(read, row);
    switch (kind) {
      case tokens.WORD:
        return this.word(read, row);
      case tokens.NUMBER:
        return this.number(read, row);
      case tokens.MENTION:
        return MENTION;
      case tokens.LINK:
        return LINK;
      case tokens.CLAUSE_END:
        return this.stop(read, row);
      default:
        return read.hash[row] ?? 0;
    }
  }

  private word(read: Tokens, row: number): number {
    const marks = read.marks[row] ?? 0;
    const start = read.start[row] ?? 0;
    const end = Math.min(read.end[row] ?? 0, start + LONGEST_WORD);
    if ((marks & tokens.HAS_UPPER) !== 0) this.emit(casedHash(read.text, start, end).hash ^ CASED);
    const isStretched = (marks & tokens.STRETCHED) !== 0;
    this.parts(read.text, start, end, isStretched);
    return (isStretched ? read.squashedHash[row] : read.hash[row]) ?? 0;
  }

  /** Each four letters that follow each other, the word's edges among them: shorter and longer ones add nothing. */
  private parts(text: string, start: number, end: number, isStretched: boolean): void {
    let one = hashWith(PART, EDGE);
    let two = 0;
    let three = 0;
    let before = 0;
    let length = 1;
    for (let at = start; at <= end; at += 1) {
      const code = at < end ? text.charCodeAt(at) : EDGE;
      if (at < end && classOf[code] === chars.MARK) continue;
      const unit = at < end ? (foldOf[code] ?? code) : EDGE;
      if (isStretched && unit === before) continue;
      before = unit;
      length += 1;
      if (length >= 4) this.emit(hashWith(three, unit));
      three = hashWith(two, unit);
      two = hashWith(one, unit);
      one = hashWith(PART, unit);
    }
  }

  private number(read: Tokens, row: number): number {
    const length = (read.end[row] ?? 0) - (read.start[row] ?? 0);
    if (length <= 3) this.emit((read.hash[row] ?? 0) ^ CASED);
    return NUMBER + Math.min(5, length);
  }

  private stop(read: Tokens, row: number): number {
    const start = read.start[row] ?? 0;
    const length = Math.min(3, (read.end[row] ?? 0) - start);
    return hashWith(read.text.charCodeAt(start) + 0x10000, length);
  }

  /** One to four syllables that follow each other, also across blanks: spacing is unreliable. */
  private syllables(read: Tokens, row: number): number {
    const start = read.start[row] ?? 0;
    const end = read.end[row] ?? 0;
    if (row === 0 || read.kind[row - 1] !== tokens.SYLLABLES) this.beginSyllables();
    let run = HASH_SEED;
    let before = 0;
    for (let at = start; at < end; at += 1) {
      const unit = read.text.charCodeAt(at);
      const isStretched = unit === before && unit === read.text.charCodeAt(at - 2);
      before = unit;
      if (isStretched) continue;
      run = hashWith(run, unit);
      const { one, two, three } = this;
      this.emit(hashWith(three, unit));
      this.emit((this.three = hashWith(two, unit)));
      this.emit((this.two = hashWith(one, unit)));
      this.emit((this.one = hashWith(PART, unit)));
    }
    this.emit(this.two ^ ENDING);
    return run;
  }

  private beginSyllables(): void {
    this.one = hashWith(PART, EDGE);
    this.two = hashWith(this.one, EDGE);
    this.three = hashWith(this.two, EDGE);
  }

  /** Which roles follow each other by two and three: the same in every language. */
  private rolePairs(hits: Hits): void {
    let previous = NO_ROLE;
    let beforeIt = NO_ROLE;
    for (let at = 0; at < hits.count; at += 1) {
      const meaning = hits.meaning[at] ?? -1;
      const role = meaning < 0 ? NO_ROLE - meaning : (this.meanings.role[meaning] ?? NO_ROLE);
      this.emit(hashWith(hashWith(ROLES, previous), role));
      this.emit(hashWith(hashWith(hashWith(ROLE_TRIPLE, beforeIt), previous), role));
      beforeIt = previous;
      previous = role;
    }
    this.emit(hashWith(hashWith(ROLES, previous), EDGE));
  }
}
