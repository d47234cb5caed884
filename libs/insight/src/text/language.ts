import * as chars from './characters.ts';
import { LANGUAGES, languageNumber } from './languages.ts';
import type { Language } from './languages.ts';
import type { Hits } from './hits.ts';
import type { Lexicon } from './lexicon.ts';
import { NO_MEANING } from './meanings.ts';
import type { Tokens } from './tokens.ts';

/** Under that many letters a text has no language. */
const FEWEST_LETTERS = 3;
const GRAMMAR_VOTES = 3;
const WORD_VOTES = 2;
const LETTER_VOTES = 1;
const HINT_VOTES = 2;

const BY_SCRIPT: Readonly<Record<number, Language>> = {
  [chars.CYRILLIC]: 'ru',
  [chars.ARABIC]: 'ar',
  [chars.DEVANAGARI]: 'hi',
  [chars.THAI]: 'th',
  [chars.GREEK]: 'el',
  [chars.HEBREW]: 'he',
};
const HINTS: readonly (readonly [string, Language])[] = [
  ['ñ¿¡', 'es'],
  ['ãõ', 'pt'],
  ['ßäö', 'de'],
  ['êèœ', 'fr'],
  ['ğşı', 'tr'],
  ['ąęłżźćśń', 'pl'],
  ['đơưạảấầẩậắặếềểệịọốồộớờợụủứừựỳỹ', 'vi'],
];
const hintOf = new Uint8Array(0x2000);
for (const [letters, language] of HINTS)
  for (const letter of letters + letters.toUpperCase())
    hintOf[letter.charCodeAt(0)] = languageNumber(language);

/** Tells the language of a text: by its script, within Latin by its words. */
export class LanguageVote {
  private readonly lexicon: Lexicon;
  private readonly votes = new Int32Array(LANGUAGES.length);

  constructor(lexicon: Lexicon) {
    this.lexicon = lexicon;
  }

  /** The number of the language in LANGUAGES; 0 where there are too few letters to tell. */
  languageOf(read: Tokens, hits: Hits): number {
    const { scripts } = read;
    if (lettersIn(scripts) < FEWEST_LETTERS) return 0;
    const asian = eastAsian(scripts);
    if (asian > 0) return asian;
    const script = largest(scripts);
    return script === chars.LATIN ? this.elected(read, hits) : languageNumber(BY_SCRIPT[script]!);
  }

  /** English where no word votes: of the Latin languages the likeliest in a chat. */
  private elected(read: Tokens, hits: Hits): number {
    const { votes } = this;
    votes.fill(0);
    this.countWords(read, hits);
    countHints(read.text, votes);
    let best = languageNumber('en');
    for (let language = 0; language < votes.length; language += 1)
      if ((votes[language] ?? 0) > (votes[best] ?? 0)) best = language;
    return best;
  }

  private countWords(read: Tokens, hits: Hits): void {
    const { meanings } = this.lexicon;
    for (let at = 0; at < hits.count; at += 1) {
      const isLetter = isOneLetter(read, hits.row[at] ?? 0);
      let meaning = hits.head[at] ?? NO_MEANING;
      for (; meaning >= 0; meaning = meanings.next[meaning] ?? NO_MEANING) {
        const language = meanings.language[meaning] ?? 0;
        if (language === 0) continue;
        const votes = meanings.valence[meaning] === 0 ? GRAMMAR_VOTES : WORD_VOTES;
        this.votes[language]! += isLetter ? LETTER_VOTES : votes;
      }
    }
  }
}

/** A syllable weighs as much as three letters: lines mixed with English words stay Korean. */
function eastAsian(scripts: Int32Array): number {
  const hangul = scripts[chars.HANGUL] ?? 0;
  const kana = scripts[chars.KANA] ?? 0;
  const han = scripts[chars.HAN] ?? 0;
  const all = hangul + kana + han;
  if (all === 0 || all * 3 < (scripts[chars.LATIN] ?? 0)) return 0;
  if (hangul >= kana && hangul >= han) return languageNumber('ko');
  return languageNumber(kana > 0 ? 'ja' : 'zh');
}

function lettersIn(scripts: Int32Array): number {
  let all = 0;
  for (const letters of scripts) all += letters;
  return all;
}

function isOneLetter(read: Tokens, row: number): boolean {
  return (read.end[row] ?? 0) - (read.start[row] ?? 0) === 1;
}

function largest(scripts: Int32Array): number {
  let best = chars.LATIN;
  for (let script = 0; script < scripts.length; script += 1)
    if ((scripts[script] ?? 0) > (scripts[best] ?? 0)) best = script;
  return best;
}

function countHints(text: string, votes: Int32Array): void {
  const end = Math.min(text.length, 256);
  for (let at = 0; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 0xa0 || code >= hintOf.length) continue;
    const language = hintOf[code] ?? 0;
    if (language > 0) votes[language]! += HINT_VOTES;
  }
}
