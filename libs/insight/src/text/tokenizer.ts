import * as chars from './characters.ts';
import { emoticonEnd, plainEmoticon } from './emoticons.ts';
import { CHECK_SEED, HASH_SEED, checkWith, hashWith } from './hashing.ts';
import * as tokens from './tokens.ts';
import { Tokens } from './tokens.ts';
import { WordReading } from './word-reading.ts';

/** Longer texts are judged by their beginning of that many UTF-16 units. */
export const LONGEST_TEXT = 16_384;

const { classOf, scriptOf } = chars;

/** Cuts texts into tokens in one pass; its columns hold until the next text. Not to be shared by two readers at once. */
export class Tokenizer {
  private readonly out = new Tokens();
  private readonly words = new WordReading(this.out);
  private text = '';
  private end = 0;

  /** The tokens of a text, in time linear in its length. Any string is welcome, lone surrogates included. */
  read(text: string): Tokens {
    this.pass(text);
    if (this.out.isDecomposed) this.pass(text.slice(0, LONGEST_TEXT).normalize('NFC'));
    return this.out;
  }

  private pass(text: string): void {
    this.text = text;
    this.end = Math.min(text.length, LONGEST_TEXT);
    this.out.begin(text, this.end);
    this.words.begin(text, this.end);
    let at = this.opening();
    while (at < this.end) at = this.step(at);
    this.words.joinSpacedLetters();
  }

  /** Skips leading blanks and "/me", and notes an order to a bot. */
  private opening(): number {
    let at = 0;
    while (at < this.end && classOf[this.text.charCodeAt(at)] === chars.BLANK) at += 1;
    const sign = this.text[at];
    if (sign !== '!' && sign !== '/') return at;
    if (this.text.startsWith('/me ', at)) return at + 4;
    this.out.isCommand = classOf[this.text.charCodeAt(at + 1)] === chars.LETTER;
    return at;
  }

  /** Reads what stands at `at`; returns the place behind it. */
  private step(at: number): number {
    const code = this.text.charCodeAt(at);
    switch (classOf[code]) {
      case chars.LETTER:
      case chars.DIGIT:
        return this.startsLink(at) ? this.link(at) : this.words.read(at);
      case chars.SYLLABLE:
        return this.syllables(at);
      case chars.JAMO:
        return this.jamos(at);
      case chars.PICTURE:
        return this.emoji(at, code, 1);
      case chars.SURROGATE:
        return this.surrogate(at);
      case chars.BLANK:
      case chars.MARK:
      case chars.APOSTROPHE:
        return at + 1;
      case chars.CONJOINING:
        this.out.isDecomposed = true;
        return at + 1;
      default:
        return this.sign(at, code);
    }
  }

  private startsLink(at: number): boolean {
    const { text } = this;
    const code = text.charCodeAt(at) | 0x20;
    if (code === 0x68) return /^https?:\/\//i.test(text.slice(at, at + 8));
    return code === 0x77 && /^www\.[a-z0-9]/i.test(text.slice(at, at + 5));
  }

  private link(at: number): number {
    return this.rest(tokens.LINK, at, (kind) => kind !== chars.BLANK);
  }

  private mention(at: number): number {
    return this.rest(tokens.MENTION, at, (kind) => kind !== chars.BLANK && kind !== chars.STOP);
  }

  private rest(kind: number, at: number, belongs: (kind: number) => boolean): number {
    let end = at + 1;
    while (end < this.end && belongs(classOf[this.text.charCodeAt(end)] ?? 0)) end += 1;
    this.out.add(kind, at, end);
    return end;
  }

  private sign(at: number, code: number): number {
    const end = Math.min(emoticonEnd(this.text, at), this.end);
    if (end > at) return this.emoticon(at, end);
    if (code === 0x40 && classOf[this.text.charCodeAt(at + 1)] === chars.LETTER) {
      return this.mention(at);
    }
    if (classOf[code] === chars.STOP) this.clauseEnd(at, code);
    return at + 1;
  }

  private emoticon(at: number, end: number): number {
    const row = this.out.add(tokens.EMOTICON, at, end);
    this.hashUnits(row, plainEmoticon(this.text, at, end));
    return end;
  }

  private clauseEnd(at: number, code: number): void {
    if (code === 0x3f || code === 0xff1f || code === 0x61f) this.out.questionMarks += 1;
    if (code === 0x21 || code === 0xff01) this.out.exclamations += 1;
    const last = this.out.count - 1;
    if (last >= 0 && this.out.kind[last] === tokens.CLAUSE_END) this.out.end[last] = at + 1;
    else this.out.add(tokens.CLAUSE_END, at, at + 1);
  }

  /** One digit or sign between two syllables is a disguise ("시1발") and stays in the run. */
  private syllables(at: number): number {
    const { scripts } = this.out;
    let end = at;
    for (; end < this.end; end += 1) {
      const code = this.text.charCodeAt(end);
      const kind = classOf[code];
      if (kind === chars.SYLLABLE) {
        scripts[scriptOf[code] ?? 0]! += 1;
        continue;
      }
      if (kind === chars.JAMO && isStretchingVowel(code)) continue;
      if (kind === chars.BLANK || kind === chars.STOP || kind === chars.JAMO) break;
      if (classOf[this.text.charCodeAt(end + 1)] !== chars.SYLLABLE) break;
      if (kind === chars.LETTER || kind === chars.PICTURE || kind === chars.SURROGATE) break;
    }
    this.out.add(tokens.SYLLABLES, at, Math.min(end, this.end));
    return end;
  }

  /** Consonants and vowels are runs of their own, and so is laughter: "ㅋㅋㅠㅠ" laughs and cries. */
  private jamos(at: number): number {
    const isVowel = this.text.charCodeAt(at) >= 0x314f;
    const laughs = this.laughsAt(at);
    let end = at;
    const row = this.out.add(tokens.JAMOS, at, at);
    let previous = 0;
    for (; end < this.end; end += 1) {
      const code = this.text.charCodeAt(end);
      if (classOf[code] !== chars.JAMO || code >= 0x314f !== isVowel) break;
      if (end > at && this.laughsAt(end) !== laughs) break;
      if (code !== previous) this.extend(row, code);
      previous = code;
    }
    this.out.end[row] = end;
    this.out.scripts[chars.HANGUL]! += end - at;
    return end;
  }

  /** Whether a ㅋ or ㅎ stands beside an equal one at this place. */
  private laughsAt(at: number): boolean {
    const unit = this.text[at];
    if (unit !== 'ㅋ' && unit !== 'ㅎ') return false;
    return this.text[at + 1] === unit || (at > 0 && this.text[at - 1] === unit);
  }

  private surrogate(at: number): number {
    const point = this.text.codePointAt(at) ?? 0;
    if (point < 0x10000) return at + 1;
    const isSkinTone = point >= 0x1f3fb && point <= 0x1f3ff;
    if (isSkinTone || point < 0x1f000 || point > 0x1faff) return at + 2;
    return this.emoji(at, point, 2);
  }

  private emoji(at: number, point: number, units: number): number {
    const { out } = this;
    const hash = hashWith(HASH_SEED, point);
    const last = out.count - 1;
    if (last >= 0 && out.kind[last] === tokens.EMOJI && out.hash[last] === hash) {
      out.marks[last] = tokens.STRETCHED;
      out.end[last] = at + units;
    } else {
      out.setHashes(out.add(tokens.EMOJI, at, at + units), hash, checkWith(CHECK_SEED, point));
    }
    return at + units;
  }

  private hashUnits(row: number, units: string): void {
    for (let i = 0; i < units.length; i += 1) this.extend(row, units.charCodeAt(i));
  }

  private extend(row: number, unit: number): void {
    const { out } = this;
    out.hash[row] = hashWith(out.hash[row] ?? 0, unit);
    out.check[row] = checkWith(out.check[row] ?? 0, unit);
  }
}

/** A vowel that draws out the syllable before it ("가즈아ㅏㅏ"); ㅠ and ㅜ cry instead. */
function isStretchingVowel(code: number): boolean {
  return code >= 0x314f && code <= 0x3163 && code !== 0x3160 && code !== 0x315c;
}
