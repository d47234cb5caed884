import type { TextAnalysis } from '@livechat/contracts';
import { LanguageVote } from './language.ts';
import { Lexicon } from './lexicon.ts';
import { chooseMeanings } from './meaning-choice.ts';
import { Resolution } from './resolution.ts';
import { SentenceShape } from './sentence-shape.ts';
import { Signals } from './signals.ts';
import { Tokenizer } from './tokenizer.ts';
import { Valence } from './valence.ts';
import { verdict } from './verdict.ts';
import { wordLists } from './word-lists.ts';

/** Names this engine and its lists; rises with every change of what it answers. */
export const TEXT_ENGINE = 'lexicon-1';

const lexicon = new Lexicon(wordLists);
const tokenizer = new Tokenizer();
const resolution = new Resolution(lexicon);
const languages = new LanguageVote(lexicon);
const valence = new Valence(lexicon.meanings);
const shape = new SentenceShape(lexicon.meanings);
const signals = new Signals();

/**
 * What a text says: sentiment, `score` −1…1, category, `toxicity` 0…1 (toxic from 0.5) and language.
 * A pure function: the same text gives the same answer on every machine. Never throws, also for broken UTF-16;
 * takes time linear in the text and judges a text longer than 16,384 UTF-16 units by its beginning.
 */
export function analyze(text: string): TextAnalysis {
  const read = tokenizer.read(text);
  const hits = resolution.resolve(read);
  const language = languages.languageOf(read, hits);
  signals.reset();
  if (!read.isCommand) {
    chooseMeanings(lexicon.meanings, read, hits, language);
    valence.addTo(signals, hits);
    shape.addTo(signals, read, hits);
  }
  return verdict(signals, language);
}
