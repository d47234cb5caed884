import type { Hits } from './hits.ts';
import { LanguageVote } from './language.ts';
import { Lexicon } from './lexicon.ts';
import { chooseMeanings } from './meaning-choice.ts';
import type { Meanings } from './meanings.ts';
import { Resolution } from './resolution.ts';
import { Tokenizer } from './tokenizer.ts';
import type { Tokens } from './tokens.ts';
import { wordLists } from './word-lists.ts';

const lexicon = new Lexicon(wordLists);
const tokenizer = new Tokenizer();
const resolution = new Resolution(lexicon);
const languages = new LanguageVote(lexicon);

/** What the words of all lists mean. */
export const meanings: Meanings = lexicon.meanings;

/** A text cut into tokens and looked up. It holds until the next text is read. */
export interface TextReading {
  tokens: Tokens;
  hits: Hits;
  /** The number of the language in LANGUAGES, 0 unknown. */
  language: number;
}

/** Reads a text, in time linear in its length. */
export function readingOf(text: string): TextReading {
  const tokens = tokenizer.read(text);
  const hits = resolution.resolve(tokens);
  const language = languages.languageOf(tokens, hits);
  chooseMeanings(meanings, tokens, hits, language);
  return { tokens, hits, language };
}
