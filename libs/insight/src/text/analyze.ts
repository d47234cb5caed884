import type { TextAnalysis } from '@livechat/contracts';
import { SentenceShape } from './sentence-shape.ts';
import { Signals } from './signals.ts';
import { meanings, readingOf } from './text-reading.ts';
import { Valence } from './valence.ts';
import { verdict } from './verdict.ts';

/** Names this engine and its lists; rises with every change of what it answers. */
export const TEXT_ENGINE = 'lexicon-1';

const valence = new Valence(meanings);
const shape = new SentenceShape(meanings);
const signals = new Signals();

/**
 * What a text says: sentiment, `score` −1…1, category, `toxicity` 0…1 (toxic from 0.5) and language.
 * A pure function: the same text gives the same answer on every machine. Never throws, also for broken UTF-16;
 * takes time linear in the text and judges a text longer than 16,384 UTF-16 units by its beginning.
 */
export function analyze(text: string): TextAnalysis {
  const { tokens, hits, language } = readingOf(text);
  signals.reset();
  if (!tokens.isCommand) {
    valence.addTo(signals, hits);
    shape.addTo(signals, tokens, hits);
  }
  return verdict(signals, language);
}
