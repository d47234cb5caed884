import { TextFeatures } from '../../text/text-features.ts';

/** Features of many texts in rows, as they were read. */
export interface Rows {
  readonly count: number;
  /** Where the n-grams and the rules of a row begin; one more than rows. */
  readonly ngramStart: Int32Array;
  readonly ruleStart: Int32Array;
  readonly ngrams: Int32Array;
  readonly rules: Uint16Array;
}

/** Reads the features of texts. */
export function rowsOf(texts: readonly string[]): Rows {
  const features = new TextFeatures();
  const ngramStart = new Int32Array(texts.length + 1);
  const ruleStart = new Int32Array(texts.length + 1);
  const ngrams = new Growing();
  const rules = new Growing();
  for (const [row, text] of texts.entries()) {
    features.of(text);
    ngrams.add(features.ngrams.buckets, features.ngrams.count);
    rules.add(features.rules.active, features.rules.count);
    ngramStart[row + 1] = ngrams.length;
    ruleStart[row + 1] = rules.length;
  }
  return {
    count: texts.length,
    ngramStart,
    ruleStart,
    ngrams: ngrams.values.slice(0, ngrams.length),
    rules: Uint16Array.from(rules.values.subarray(0, rules.length)),
  };
}

class Growing {
  length = 0;
  values = new Int32Array(1 << 16);

  add(more: ArrayLike<number>, count: number): void {
    while (this.length + count > this.values.length) {
      const wider = new Int32Array(this.values.length * 2);
      wider.set(this.values);
      this.values = wider;
    }
    for (let at = 0; at < count; at += 1) this.values[this.length + at] = more[at]!;
    this.length += count;
  }
}
