import { LATIN } from './characters.ts';
import { Hits, CLAUSE, UNKNOWN } from './hits.ts';
import { laughs } from './laughter.ts';
import { NO_MEANING } from './meanings.ts';
import type { Lexicon } from './lexicon.ts';
import { SyllablePatterns } from './syllable-patterns.ts';
import * as tokens from './tokens.ts';
import type { Tokens } from './tokens.ts';
import { casedHash, doubledHash, foldedHash, leetHash } from './word-forms.ts';

/** Finds what the tokens of a text may mean. Its hits hold until the next text. */
export class Resolution {
  private readonly lexicon: Lexicon;
  private readonly hits = new Hits();
  private readonly patterns: SyllablePatterns;
  private readonly laughter: number;

  constructor(lexicon: Lexicon) {
    this.lexicon = lexicon;
    this.patterns = new SyllablePatterns(lexicon, this.hits);
    this.laughter = lexicon.word(foldedHash('haha'));
  }

  resolve(read: Tokens): Hits {
    const { hits } = this;
    hits.begin(read.text.length + read.count);
    let row = 0;
    while (row < read.count) row = this.step(read, row);
    return hits;
  }

  /** Resolves what begins at `row`; returns the row behind it. */
  private step(read: Tokens, row: number): number {
    const { hits, lexicon } = this;
    switch (read.kind[row]) {
      case tokens.WORD:
        return this.words(read, row);
      case tokens.NUMBER:
        return this.number(read, row);
      case tokens.SYLLABLES:
        return this.patterns.match(read, row);
      case tokens.CLAUSE_END:
        hits.add(CLAUSE, row);
        return row + 1;
      case tokens.SPACED:
      case tokens.JAMOS:
      case tokens.EMOJI:
      case tokens.EMOTICON:
        hits.addWord(lexicon.wordAt(read, row), row);
        return row + 1;
      default:
        return row + 1;
    }
  }

  private words(read: Tokens, row: number): number {
    const phrase = this.lexicon.phraseAt(read, row);
    const isPhrase = phrase !== NO_MEANING;
    this.hits.addWord(isPhrase ? phrase : this.word(read, row), row);
    return row + (isPhrase ? this.lexicon.phraseLength : 1);
  }

  private word(read: Tokens, row: number): number {
    const { lexicon } = this;
    const marks = read.marks[row] ?? 0;
    const start = read.start[row] ?? 0;
    const end = read.end[row] ?? 0;
    if ((marks & tokens.HAS_UPPER) !== 0) {
      const emote = lexicon.emote(casedHash(read.text, start, end));
      if (emote !== NO_MEANING) return emote;
    }
    if (laughs(read, row)) return this.laughter;
    const plain = lexicon.wordAt(read, row);
    if (plain !== NO_MEANING) return plain;
    if ((marks & tokens.STRETCHED) !== 0) return this.stretched(read, row);
    if ((marks & tokens.HAS_DIGIT) !== 0) return lexicon.word(leetHash(read.text, start, end));
    return UNKNOWN;
  }

  private stretched(read: Tokens, row: number): number {
    const { lexicon } = this;
    const start = read.start[row] ?? 0;
    const doubled = lexicon.word(doubledHash(read.text, start, read.end[row] ?? 0));
    return doubled === NO_MEANING ? lexicon.stretchedAt(read, row) : doubled;
  }

  private number(read: Tokens, row: number): number {
    const phrase = this.lexicon.phraseAt(read, row);
    const isPhrase = phrase !== NO_MEANING;
    const alone = this.mayReact(read) ? this.reaction(read, row) : UNKNOWN;
    this.hits.addWord(isPhrase ? phrase : alone, row);
    return row + (isPhrase ? this.lexicon.phraseLength : 1);
  }

  private reaction(read: Tokens, row: number): number {
    const isRun = ((read.marks[row] ?? 0) & tokens.STRETCHED) !== 0;
    return isRun ? this.lexicon.stretchedAt(read, row) : UNKNOWN;
  }

  /** Only where it is the whole message, or stands beside another script: 555 laughs in Thai, 888 claps in Japanese. */
  private mayReact(read: Tokens): boolean {
    if (read.count === 1) return true;
    return read.scripts[LATIN] === 0 && read.scripts.some((letters) => letters > 0);
  }
}
