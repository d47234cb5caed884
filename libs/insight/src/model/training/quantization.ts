import { createHash } from 'node:crypto';
import { BUCKET_BITS } from '../../text/ngrams.ts';
import { RULE_FEATURES } from '../../text/rule-features.ts';
import { OUTPUTS } from '../linear-model.ts';
import type { Weights } from '../linear-model.ts';
import type { Heads } from './trainer.ts';

/** Rises with every change of features or decisions that the weights alone do not show. */
const FEATURES_VERSION = 1;
const NGRAM_LIMIT = 127;
const RULE_LIMIT = 32_767;
/** Of the weights of an output, the share that is not cut at the limit. */
const UNCUT = 0.9995;

/** Turns trained weights into small integers: n-grams into 8 bits, rules into 16, one scale for each output. */
export function quantized(buckets: Int32Array, heads: Heads): Weights {
  // In the order of the outputs: SENTIMENT, CATEGORY, TOXICITY.
  const columns = [
    ...centred(heads.sentiment, 3),
    ...centred(heads.category, 7),
    ...difference(heads.toxicity),
  ];
  const ngrams = new Int8Array(buckets.length * OUTPUTS);
  const rules = new Int16Array(RULE_FEATURES * OUTPUTS);
  const ngramScales = columns.map(({ ngrams: weights }, output) =>
    fill(ngrams, output, weights, NGRAM_LIMIT),
  );
  const ruleScales = columns.map(({ rules: weights }, output) =>
    fill(rules, output, weights, RULE_LIMIT),
  );
  const engine = `linear-${FEATURES_VERSION}-${checksum([buckets, ngrams, rules], ngramScales)}`;
  return { engine, bucketBits: BUCKET_BITS, buckets, ngrams, rules, ngramScales, ruleScales };
}

interface Column {
  readonly ngrams: Float32Array;
  readonly rules: Float32Array;
}

/** What is common to all outputs of a head decides nothing: it is taken off. */
function centred(head: Column, classes: number): Column[] {
  const column = (weights: Float32Array, output: number): Float32Array =>
    Float32Array.from({ length: weights.length / classes }, (_, row) => {
      let mean = 0;
      for (let c = 0; c < classes; c += 1) mean += weights[row * classes + c]! / classes;
      return weights[row * classes + output]! - mean;
    });
  return Array.from({ length: classes }, (_, output) => ({
    ngrams: column(head.ngrams, output),
    rules: column(head.rules, output),
  }));
}

/** Toxic against harmless. */
function difference(head: Column): Column[] {
  const column = (weights: Float32Array): Float32Array =>
    Float32Array.from(
      { length: weights.length / 2 },
      (_, row) => weights[row * 2 + 1]! - weights[row * 2]!,
    );
  return [{ ngrams: column(head.ngrams), rules: column(head.rules) }];
}

/** Returns what one unit is worth. */
function fill(
  table: Int8Array | Int16Array,
  output: number,
  weights: Float32Array,
  limit: number,
): number {
  const sizes = weights.map(Math.abs).sort();
  const most = sizes[Math.min(sizes.length - 1, Math.floor(sizes.length * UNCUT))] ?? 0;
  const scale = Math.fround((limit === NGRAM_LIMIT ? most : (sizes.at(-1) ?? 0)) / limit) || 1;
  for (let row = 0; row < weights.length; row += 1)
    table[row * OUTPUTS + output] = Math.max(
      -limit,
      Math.min(limit, Math.round(weights[row]! / scale)),
    );
  return scale;
}

function checksum(parts: readonly NodeJS.ArrayBufferView[], scales: readonly number[]): string {
  const hash = createHash('sha256').update(JSON.stringify(scales));
  for (const part of parts) hash.update(part);
  return hash.digest('hex').slice(0, 8);
}
