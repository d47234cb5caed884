import { CATEGORIES, SENTIMENTS } from '../../text/ruling.ts';
import { BUCKET_BITS } from '../../text/ngrams.ts';
import { RULE_FEATURES } from '../../text/rule-features.ts';
import type { Weights } from '../linear-model.ts';
import { rowsOf } from './examples.ts';
import type { Rows } from './examples.ts';
import type { Example } from './tables.ts';
import { trainedHead } from './head.ts';
import type { Head } from './head.ts';
import { lessonsOf } from './lessons.ts';
import type { HeadName } from './lessons.ts';
import { quantized } from './quantization.ts';
import { randomOf } from './random.ts';
import type { TrainingSettings } from './settings.ts';
import { variantsOf } from './variants.ts';
import { frequentBuckets, telling, vocabularyOf } from './vocabulary.ts';
import type { Vocabulary } from './vocabulary.ts';

export const HEADS: Readonly<Record<HeadName, number>> = {
  sentiment: SENTIMENTS.length,
  category: CATEGORIES.length,
  toxicity: 2,
};
export type Heads = Readonly<Record<HeadName, Head>>;

/**
 * Trains on the examples that are not held out: once on all frequent n-grams to see which ones tell, once more on those.
 * The same examples and settings give the same weights, bit for bit. `say` hears of each step.
 */
export function trainedWeights(
  examples: readonly Example[],
  settings: TrainingSettings,
  say: (step: string) => void,
): Weights {
  const learnt = examples.filter((example) => !example.isHeldOut);
  const all = [...learnt, ...variantsOf(learnt)];
  const rows = rowsOf(all.map((example) => example.text));
  const frequent = frequentBuckets(rows, BUCKET_BITS, settings.fewestTexts);
  say(`${all.length} texts, ${rows.ngrams.length} n-grams, ${frequent.length} frequent`);
  const wide = vocabularyOf(rows, frequent, BUCKET_BITS);
  const scouts = trainedHeads(all, wide, hasty(settings), say);
  const buckets = telling(wide, spreadsOf(scouts, frequent.length), settings.keptBuckets);
  say(`${buckets.length} n-grams kept`);
  const kept = vocabularyOf(rows, buckets, BUCKET_BITS);
  return quantized(buckets, trainedHeads(all, kept, settings, say));
}

function hasty(settings: TrainingSettings): TrainingSettings {
  const epochs = settings.scoutEpochs;
  return {
    ...settings,
    sentiment: { ...settings.sentiment, epochs },
    category: { ...settings.category, epochs },
    toxicity: { ...settings.toxicity, epochs },
  };
}

function trainedHeads(
  examples: readonly Example[],
  { buckets, rows }: Vocabulary,
  settings: TrainingSettings,
  say: (step: string) => void,
): Heads {
  const train = (name: HeadName): Head => {
    const lessons = lessonsOf(examples, name, settings);
    const features = { ngrams: buckets.length, rules: RULE_FEATURES };
    const head = trainedHead(
      rows satisfies Rows,
      features,
      lessons,
      { ...settings[name], classes: HEADS[name] },
      randomOf(settings.seed),
    );
    say(`${name}: ${lessons.length} lessons`);
    return head;
  };
  return {
    sentiment: train('sentiment'),
    category: train('category'),
    toxicity: train('toxicity'),
  };
}

/** For each n-gram, how far its weights differ in the head where they differ most. */
function spreadsOf(heads: Heads, count: number): Float32Array {
  const spreads = new Float32Array(count);
  for (const [name, { ngrams }] of Object.entries(heads)) {
    const classes = HEADS[name as HeadName];
    for (let place = 0; place < count; place += 1) {
      const weights = ngrams.subarray(place * classes, (place + 1) * classes);
      spreads[place] = Math.max(spreads[place]!, Math.max(...weights) - Math.min(...weights));
    }
  }
  return spreads;
}
