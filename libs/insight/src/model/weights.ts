import { readFileSync } from 'node:fs';
import type { Weights } from './linear-model.ts';
import { decodeWeights } from './weights-file.ts';

/** Beside `src` and `dist`, so that sources and built files find the same one. */
export const WEIGHTS_FILE = new URL('../../weights/text.bin.gz', import.meta.url);

/** The trained model of this checkout. Throws where its file is missing or broken. */
export function committedWeights(): Weights {
  return decodeWeights(readFileSync(WEIGHTS_FILE));
}
