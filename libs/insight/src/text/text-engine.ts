import type { TextAnalysis } from '@livechat/contracts';
import { LinearModel } from '../model/linear-model.ts';
import type { Weights } from '../model/linear-model.ts';
import { decision, silence } from './decision.ts';
import { TextFeatures } from './text-features.ts';

/**
 * Reads texts in one pass into tokens, looks them up in the word lists, and lets a trained linear model weigh their
 * hashed n-grams together with what the rules make of the lists' words.
 */
export class TextEngine {
  private readonly features = new TextFeatures();
  private readonly model: LinearModel;

  constructor(weights: Weights) {
    this.model = new LinearModel(weights);
  }

  analyze(text: string): TextAnalysis {
    const { features, model } = this;
    const { tokens, language } = features.of(text);
    if (tokens.isCommand || tokens.count === 0) return silence(language);
    model.read(features.ngrams, features.rules);
    return decision(model.logits, features.signals, language);
  }
}
