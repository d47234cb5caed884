import { createHash } from 'node:crypto';

/** Namespace of the ids of imported messages, drawn at random for this project. */
const namespace = Buffer.from('5d1f0c7e2b944c3a9e6847a0b1d3f582', 'hex');

/** UUID v5 (RFC 9562): always the same for the same parts, and no two lists of parts share one. */
export function uuid5(...parts: readonly string[]): string {
  const name = JSON.stringify(parts);
  const hash = createHash('sha1').update(namespace).update(name).digest();
  hash[6] = (hash[6]! & 0x0f) | 0x50;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  const hex = hash.toString('hex', 0, 16);
  return [8, 12, 16, 20, 32].map((end, n) => hex.slice([0, 8, 12, 16, 20][n], end)).join('-');
}
