import { Ngrams } from './ngrams.ts';
import { RuleFeatures } from './rule-features.ts';
import { Ruling } from './ruling.ts';
import { SentenceShape } from './sentence-shape.ts';
import { Signals } from './signals.ts';
import { meanings, readingOf } from './text-reading.ts';
import type { TextReading } from './text-reading.ts';
import { Valence } from './valence.ts';

/** Everything the model sees of a text: its n-grams, and what the word lists and rules say of it. */
export class TextFeatures {
  readonly ngrams = new Ngrams(meanings);
  readonly rules = new RuleFeatures(meanings);
  readonly signals = new Signals();
  readonly ruling = new Ruling();
  private readonly valence = new Valence(meanings);
  private readonly shape = new SentenceShape(meanings);

  /** Reads a text, in time linear in its length; what it says holds until the next. */
  of(text: string): TextReading {
    const reading = readingOf(text);
    const { tokens, hits, language } = reading;
    const { signals, ruling } = this;
    signals.reset();
    this.valence.addTo(signals, hits);
    this.shape.addTo(signals, tokens, hits);
    ruling.judge(signals);
    this.rules.read(tokens, hits, signals, ruling, language);
    this.ngrams.of(tokens, hits);
    return reading;
  }
}
