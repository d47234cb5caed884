import { describe, expect, it } from 'vitest';
import { OUTPUTS } from './linear-model.ts';
import type { Weights } from './linear-model.ts';
import { decodeWeights, encodeWeights } from './weights-file.ts';

const weights: Weights = {
  engine: 'linear-test',
  bucketBits: 22,
  buckets: Int32Array.from([0, 1, 129, 70_000, 4_194_303]),
  ngrams: Int8Array.from({ length: 5 * OUTPUTS }, (_, at) => ((at * 37) % 255) - 127),
  rules: Int16Array.from({ length: 3 * OUTPUTS }, (_, at) => at * 1_985 - 32_767),
  ngramScales: Array.from({ length: OUTPUTS }, (_, at) => at / 7),
  ruleScales: Array.from({ length: OUTPUTS }, (_, at) => at / 1_000),
};

describe('the file of weights', () => {
  it('gives back what it was made of', () => {
    expect(decodeWeights(encodeWeights(weights))).toMatchObject({ ...weights });
  });

  it('has the same bytes each time', () => {
    expect(encodeWeights(weights).equals(encodeWeights(weights))).toBe(true);
  });

  it('is refused when it is no such file', () => {
    expect(() => decodeWeights(Buffer.from('nothing'))).toThrow();
  });
});
