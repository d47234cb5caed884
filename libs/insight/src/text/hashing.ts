/** The start of a word's first hash. */
export const HASH_SEED = 0x811c9dc5 | 0;
/** The start of a word's second hash, which tells apart words that share the first. */
export const CHECK_SEED = 0x2545f491 | 0;

/** FNV-1a over 16-bit units. */
export function hashWith(hash: number, unit: number): number {
  return Math.imul(hash ^ unit, 0x01000193);
}

/** A rotation and a multiplication by the golden ratio: independent of `hashWith`. */
export function checkWith(check: number, unit: number): number {
  return Math.imul(((check << 5) | (check >>> 27)) ^ unit, 0x9e3779b1);
}
