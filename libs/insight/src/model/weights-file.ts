import { gunzipSync, gzipSync } from 'node:zlib';
import { OUTPUTS } from './linear-model.ts';
import type { Weights } from './linear-model.ts';

/** What stands at the beginning of the file, as a line of JSON; the columns follow it. */
interface Header {
  readonly engine: string;
  readonly bucketBits: number;
  readonly rows: number;
  readonly ruleRows: number;
  readonly ngramScales: readonly number[];
  readonly ruleScales: readonly number[];
}

const LINE_FEED = 10;

/** A model as the bytes of its file, the same for the same model. Columns of one output lie together: they pack better. */
export function encodeWeights(weights: Weights): Buffer {
  const { engine, bucketBits, buckets, ngrams, rules, ngramScales, ruleScales } = weights;
  const rows = buckets.length;
  const header: Header = {
    engine,
    bucketBits,
    rows,
    ruleRows: rules.length / OUTPUTS,
    ngramScales,
    ruleScales,
  };
  const body = Buffer.alloc(rows * OUTPUTS + rules.length * 2);
  for (let row = 0; row < rows; row += 1)
    for (let output = 0; output < OUTPUTS; output += 1)
      body.writeInt8(ngrams[row * OUTPUTS + output] ?? 0, output * rows + row);
  for (const [at, weight] of rules.entries()) body.writeInt16LE(weight, rows * OUTPUTS + at * 2);
  const line = Buffer.from(`${JSON.stringify(header)}\n`);
  return gzipSync(Buffer.concat([line, gapsOf(buckets), body]), { level: 9 });
}

/** The model in a file's bytes. Throws where they are no such file. */
export function decodeWeights(file: Uint8Array): Weights {
  const bytes = gunzipSync(file);
  const end = bytes.indexOf(LINE_FEED);
  const header = JSON.parse(bytes.toString('utf8', 0, end)) as Header;
  const { rows, ruleRows } = header;
  const buckets = new Int32Array(rows);
  const begin = readGaps(bytes, end + 1, buckets);
  const ngrams = new Int8Array(rows * OUTPUTS);
  for (let output = 0; output < OUTPUTS; output += 1)
    for (let row = 0, at = begin + output * rows; row < rows; row += 1, at += 1)
      ngrams[row * OUTPUTS + output] = bytes[at]!;
  const rules = new Int16Array(ruleRows * OUTPUTS);
  for (let at = 0; at < rules.length; at += 1)
    rules[at] = bytes.readInt16LE(begin + rows * OUTPUTS + at * 2);
  return { ...header, buckets, ngrams, rules };
}

/** Seven bits a byte, lowest first; the eighth says that more follow. */
function gapsOf(buckets: Int32Array): Buffer {
  const bytes: number[] = [];
  let before = 0;
  for (const bucket of buckets) {
    let gap = bucket - before;
    before = bucket;
    for (; gap > 0x7f; gap >>>= 7) bytes.push((gap & 0x7f) | 0x80);
    bytes.push(gap);
  }
  return Buffer.from(bytes);
}

/** Returns where the gaps end. */
function readGaps(bytes: Uint8Array, from: number, buckets: Int32Array): number {
  let at = from;
  let bucket = 0;
  for (let row = 0; row < buckets.length; row += 1) {
    let shift = 0;
    for (; bytes[at]! > 0x7f; at += 1, shift += 7) bucket += (bytes[at]! & 0x7f) << shift;
    bucket += bytes[at]! << shift;
    at += 1;
    buckets[row] = bucket;
  }
  return at;
}
