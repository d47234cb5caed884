import * as chars from './characters.ts';
import { CHECK_SEED, HASH_SEED, checkWith, hashWith } from './hashing.ts';
import * as tokens from './tokens.ts';
import type { Tokens } from './tokens.ts';

const { classOf, foldOf, isUpperOf, letterBitOf, scriptOf } = chars;
const APOSTROPHE = 0x27;
const ASTERISK = 0x2a;
const UNDERSCORE = 0x5f;
const ELISIONS = 'ldjcnsmtLDJCNSMT';

/** Reads words and numbers into token columns, hashing them while they are read. */
export class WordReading {
  private readonly out: Tokens;
  private text = '';
  private limit = 0;
  private spacedLetters = 0;
  private spacedStart = 0;
  private spacedHash = HASH_SEED;
  private spacedCheck = CHECK_SEED;
  private spacedMask = 0;

  constructor(out: Tokens) {
    this.out = out;
  }

  begin(text: string, limit: number): void {
    this.text = text;
    this.limit = limit;
    this.forgetSpacedLetters();
  }

  /** Reads the word that begins at `start`; returns the place behind it. */
  read(start: number): number {
    const { out } = this;
    const row = out.add(tokens.WORD, start, start);
    const end = this.wordEnd(row, start);
    out.end[row] = end;
    this.hashWord(row, start, end);
    if (end - start === 1 && out.kind[row] === tokens.WORD) this.noteSpacedLetter(start);
    else this.joinSpacedLetters();
    return end;
  }

  /** Finds where the word ends, and notes its marks and letters. */
  private wordEnd(row: number, start: number): number {
    const { text, out, limit } = this;
    let letters = 0;
    let lettersCount = 0;
    let marks = 0;
    let digits = 0;
    let at = start;
    for (; at < limit; at += 1) {
      const code = text.charCodeAt(at);
      const kind = classOf[code];
      if (kind === chars.LETTER) {
        letters |= 1 << (letterBitOf[foldOf[code] ?? code] ?? 31);
        marks |= isUpperOf[code] === 1 ? tokens.HAS_UPPER : tokens.HAS_LOWER;
        lettersCount += 1;
      } else if (kind === chars.DIGIT) digits += 1;
      else if (!this.isInside(start, at, kind, code)) break;
      else if (kind === chars.APOSTROPHE) marks |= tokens.HAS_APOSTROPHE;
    }
    out.scripts[scriptOf[text.charCodeAt(start)] ?? 0]! += lettersCount;
    out.letters[row] = letters;
    out.marks[row] = digits > 0 ? marks | tokens.HAS_DIGIT : marks;
    if (lettersCount === 0) out.kind[row] = tokens.NUMBER;
    return at;
  }

  private hashWord(row: number, start: number, end: number): void {
    const { text, out } = this;
    let hash = HASH_SEED;
    let check = CHECK_SEED;
    let squashedHash = HASH_SEED;
    let squashedCheck = CHECK_SEED;
    let squashedLength = 0;
    let repeats = 0;
    let previous = 0;
    for (let at = start; at < end; at += 1) {
      const code = text.charCodeAt(at);
      const kind = classOf[code];
      if (kind === chars.MARK) continue;
      const unit = kind === chars.APOSTROPHE ? APOSTROPHE : (foldOf[code] ?? code);
      hash = hashWith(hash, unit);
      check = checkWith(check, unit);
      repeats = unit === previous ? repeats + 1 : 1;
      previous = unit;
      if (repeats === 3) out.marks[row]! |= tokens.STRETCHED;
      if (repeats > 1 || unit === APOSTROPHE) continue;
      squashedHash = hashWith(squashedHash, unit);
      squashedCheck = checkWith(squashedCheck, unit);
      squashedLength += 1;
    }
    out.setHashes(row, hash, check);
    out.setSquashed(row, squashedHash, squashedCheck, squashedLength);
  }

  /** Adds "trash" behind the letters of "t r a s h"; one letter again and again is no word. */
  joinSpacedLetters(): void {
    const { out, spacedLetters, spacedMask, spacedHash, spacedCheck } = this;
    const isOneLetter = (spacedMask & (spacedMask - 1)) === 0;
    if (spacedLetters >= 3 && !isOneLetter) {
      const row = out.add(tokens.SPACED, this.spacedStart, this.spacedStart);
      out.setHashes(row, spacedHash, spacedCheck);
      out.setSquashed(row, spacedHash, spacedCheck, spacedLetters);
    }
    this.forgetSpacedLetters();
  }

  private noteSpacedLetter(start: number): void {
    const unit = foldOf[this.text.charCodeAt(start)] ?? 0;
    if (this.spacedLetters === 0) this.spacedStart = start;
    this.spacedLetters += 1;
    this.spacedHash = hashWith(this.spacedHash, unit);
    this.spacedCheck = checkWith(this.spacedCheck, unit);
    this.spacedMask |= 1 << (letterBitOf[unit] ?? 31);
  }

  private forgetSpacedLetters(): void {
    this.spacedLetters = 0;
    this.spacedHash = HASH_SEED;
    this.spacedCheck = CHECK_SEED;
    this.spacedMask = 0;
  }

  /** Marks, "_", a masking "*" and apostrophes belong to a word that goes on behind them. */
  private isInside(start: number, at: number, kind: number | undefined, code: number): boolean {
    if (kind === chars.MARK) return true;
    if (kind === chars.APOSTROPHE) return this.continues(at) && !this.elides(start, at);
    if (code === UNDERSCORE) return this.continues(at);
    return code === ASTERISK && (this.continues(at) || this.text.charCodeAt(at + 1) === ASTERISK);
  }

  private continues(at: number): boolean {
    const kind = classOf[this.text.charCodeAt(at + 1)];
    return kind === chars.LETTER || kind === chars.DIGIT;
  }

  /** A French or Italian article or pronoun, as in "c'est", is a word of its own. */
  private elides(start: number, at: number): boolean {
    const { text } = this;
    if (at - start === 1) return ELISIONS.includes(text[start] ?? ' ');
    return at - start === 2 && (text.startsWith('qu', start) || text.startsWith('Qu', start));
  }
}
