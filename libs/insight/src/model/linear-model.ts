import type { Ngrams } from '../text/ngrams.ts';
import type { RuleFeatures } from '../text/rule-features.ts';

/** Outputs of the model: three sentiments, seven categories, toxicity; in the order of SENTIMENTS and CATEGORIES. */
export const SENTIMENT = 0;
export const CATEGORY = 3;
export const TOXICITY = 10;
export const OUTPUTS = 11;

/** A trained model as it stands in its file. */
export interface Weights {
  /** Names the model: what it answers changes only with the name. */
  readonly engine: string;
  readonly bucketBits: number;
  /** The buckets that have weights, ascending. */
  readonly buckets: Int32Array;
  /** OUTPUTS weights for each of `buckets`. */
  readonly ngrams: Int8Array;
  /** OUTPUTS weights for each feature of the rules. */
  readonly rules: Int16Array;
  /** What one unit of a weight is worth, for each output. */
  readonly ngramScales: readonly number[];
  readonly ruleScales: readonly number[];
}

/**
 * A linear model over the n-grams and the rules of a text: sums of integers, each output scaled once. An n-gram
 * counts by the square root of their number, so that long texts are not surer than short ones by their length.
 */
export class LinearModel {
  readonly logits = new Float64Array(OUTPUTS);
  private readonly weights: Weights;
  /** For each 32 buckets, which of them have weights, and how many have before them. */
  private readonly present: Int32Array;
  private readonly sums = new Int32Array(OUTPUTS);
  /** A row of zeros, and the rows of the n-grams behind it. */
  private readonly table: Int8Array;
  private rows = new Int32Array(4096);

  constructor(weights: Weights) {
    this.weights = weights;
    this.table = new Int8Array(weights.ngrams.length + OUTPUTS);
    this.table.set(weights.ngrams, OUTPUTS);
    this.present = presence(weights.buckets, weights.bucketBits);
  }

  /** Fills `logits` with what the features of a text amount to. */
  read(ngrams: Ngrams, rules: RuleFeatures): void {
    const { logits, sums, weights } = this;
    this.sumNgrams(ngrams);
    const length = Math.sqrt(Math.max(1, ngrams.count));
    for (let output = 0; output < OUTPUTS; output += 1)
      logits[output] = ((sums[output] ?? 0) * (weights.ngramScales[output] ?? 0)) / length;
    this.sumRules(rules);
    for (let output = 0; output < OUTPUTS; output += 1)
      logits[output]! += (sums[output] ?? 0) * (weights.ruleScales[output] ?? 0);
  }

  /** One variable for each of OUTPUTS: an array in their place halves the speed of the whole engine. */
  private sumNgrams({ buckets, count }: Ngrams): void {
    const rows = this.rowsOf(buckets, count);
    const { table } = this;
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    let s4 = 0;
    let s5 = 0;
    let s6 = 0;
    let s7 = 0;
    let s8 = 0;
    let s9 = 0;
    let s10 = 0;
    for (let at = 0; at < count; at += 1) {
      const row = rows[at]!;
      s0 += table[row]!;
      s1 += table[row + 1]!;
      s2 += table[row + 2]!;
      s3 += table[row + 3]!;
      s4 += table[row + 4]!;
      s5 += table[row + 5]!;
      s6 += table[row + 6]!;
      s7 += table[row + 7]!;
      s8 += table[row + 8]!;
      s9 += table[row + 9]!;
      s10 += table[row + 10]!;
    }
    this.sums.set([s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, s10]);
  }

  /**
   * Where the weights of each bucket begin, 0 for the zeros of those without. Without a branch, and apart from the
   * summing: so the processor waits for many of the scattered lookups at once.
   */
  private rowsOf(buckets: Int32Array, count: number): Int32Array {
    if (this.rows.length < count) this.rows = new Int32Array(count * 2);
    const { present, rows } = this;
    for (let at = 0; at < count; at += 1) {
      const bucket = buckets[at]!;
      const place = (bucket >>> 5) << 1;
      const bits = present[place]!;
      const row = present[place + 1]! + ones(bits & ((2 << (bucket & 31)) - 1));
      rows[at] = -((bits >>> (bucket & 31)) & 1) & Math.imul(row, OUTPUTS);
    }
    return rows;
  }

  private sumRules({ active, count }: RuleFeatures): void {
    const { sums } = this;
    const { rules } = this.weights;
    sums.fill(0);
    for (let at = 0; at < count; at += 1) {
      const row = active[at]! * OUTPUTS;
      for (let output = 0; output < OUTPUTS; output += 1) sums[output]! += rules[row + output]!;
    }
  }
}

function presence(buckets: Int32Array, bucketBits: number): Int32Array {
  const present = new Int32Array(2 ** (bucketBits - 4));
  for (const bucket of buckets) present[(bucket >>> 5) << 1]! |= 1 << (bucket & 31);
  let before = 0;
  for (let place = 0; place < present.length; place += 2) {
    present[place + 1] = before;
    before += ones(present[place]!);
  }
  return present;
}

/** How many bits are set. Warren, Hacker's Delight, figure 5-2. */
function ones(bits: number): number {
  let x = bits - ((bits >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
