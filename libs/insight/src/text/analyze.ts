import type { TextAnalysis } from '@livechat/contracts';
import { committedWeights } from '../model/weights.ts';
import { TextEngine } from './text-engine.ts';

const weights = committedWeights();
const engine = new TextEngine(weights);

/** Names the trained model and the features it reads; another whenever it may answer anything differently. */
export const TEXT_ENGINE = weights.engine;

/**
 * What a text says: sentiment, `score` −1…1, category, `toxicity` 0…1 (toxic from 0.5) and language.
 * A pure function: the same text gives the same answer on every machine. Never throws, also for broken UTF-16;
 * takes time linear in the text and judges a text longer than 16,384 UTF-16 units by its beginning.
 */
export function analyze(text: string): TextAnalysis {
  return engine.analyze(text);
}
