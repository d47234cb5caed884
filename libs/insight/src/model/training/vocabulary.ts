import type { Rows } from './examples.ts';

/** Stands for an n-gram that is not learnt. */
export const UNLEARNT = -1;

/** The buckets that are learnt, ascending; a row's n-grams become places in this list. */
export interface Vocabulary {
  readonly buckets: Int32Array;
  /** The rows with places instead of buckets, UNLEARNT for others. */
  readonly rows: Rows;
}

/** The buckets that `least` rows or more hold. */
export function frequentBuckets(rows: Rows, bucketBits: number, least: number): Int32Array {
  const seenIn = new Int32Array(2 ** bucketBits).fill(-1);
  const texts = new Uint16Array(2 ** bucketBits);
  for (let row = 0; row < rows.count; row += 1)
    for (let at = rows.ngramStart[row]!; at < rows.ngramStart[row + 1]!; at += 1) {
      const bucket = rows.ngrams[at]!;
      if (seenIn[bucket] === row) continue;
      seenIn[bucket] = row;
      texts[bucket] = Math.min(0xffff, texts[bucket]! + 1);
    }
  const kept: number[] = [];
  for (let bucket = 0; bucket < texts.length; bucket += 1)
    if (texts[bucket]! >= least) kept.push(bucket);
  return Int32Array.from(kept);
}

export function vocabularyOf(rows: Rows, buckets: Int32Array, bucketBits: number): Vocabulary {
  const placeOf = new Int32Array(2 ** bucketBits).fill(UNLEARNT);
  for (let place = 0; place < buckets.length; place += 1) placeOf[buckets[place]!] = place;
  return { buckets, rows: { ...rows, ngrams: rows.ngrams.map((bucket) => placeOf[bucket]!) } };
}

/**
 * The `most` buckets that matter: those whose weights spread widest in any head, times how often they are met.
 * `spreads` holds for each place the widest spread.
 */
export function telling(vocabulary: Vocabulary, spreads: Float32Array, most: number): Int32Array {
  const { buckets, rows } = vocabulary;
  const met = new Float64Array(buckets.length);
  for (const place of rows.ngrams) if (place >= 0) met[place]! += 1;
  const worth = Float64Array.from(spreads, (spread, place) => spread * Math.sqrt(met[place]!));
  const places = Array.from(buckets.keys()).sort((a, b) => worth[b]! - worth[a]! || a - b);
  return Int32Array.from(places.slice(0, most), (place) => buckets[place]!).sort();
}
