import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { decodeWeights } from '../weights-file.ts';
import type { Corpus } from './corpus.ts';
import type { Result } from './evaluation.ts';
import type { TrainingSettings } from './settings.ts';

interface HeldOut extends Omit<Result, 'interval'> {
  readonly low: number;
  readonly high: number;
}

/** What a model was made from and how good it was, beside its weights. */
export interface Manifest {
  readonly engine: string;
  readonly settings: TrainingSettings;
  readonly data: Corpus['hashes'];
  /** Of the weights, unpacked: packing may differ between versions of zlib. */
  readonly weightsSha256: string;
  readonly packedBytes: number;
  readonly buckets: number;
  /** Figures 0…1 with their 95 % intervals; `peer` is the `sentiment` package. */
  readonly heldOut: readonly HeldOut[];
}

export function manifestOf(
  corpus: Corpus,
  settings: TrainingSettings,
  file: Uint8Array,
  heldOut: readonly Result[],
): Manifest {
  const { engine, buckets } = decodeWeights(file);
  return {
    engine,
    settings,
    data: corpus.hashes,
    weightsSha256: createHash('sha256').update(gunzipSync(file)).digest('hex'),
    packedBytes: file.length,
    buckets: buckets.length,
    heldOut: heldOut.map(({ interval: [low, high], peer, ...result }) => ({
      ...result,
      value: rounded(result.value),
      low: rounded(low),
      high: rounded(high),
      ...(peer === undefined ? {} : { peer: rounded(peer) }),
    })),
  };
}

const rounded = (value: number): number => Math.round(value * 10_000) / 10_000;
