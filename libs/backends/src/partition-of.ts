const M = 0x5bd1e995;

/** Kafka's murmur2 of the key's UTF-8 bytes (seed 0x9747b28c), as a signed 32-bit number. */
export function murmur2(key: string): number {
  const bytes = Buffer.from(key, 'utf8');
  const whole = bytes.length & ~3;
  let hash = 0x9747b28c ^ bytes.length;
  for (let i = 0; i < whole; i += 4) {
    let k = Math.imul(bytes.readInt32LE(i), M);
    k = Math.imul(k ^ (k >>> 24), M);
    hash = Math.imul(hash, M) ^ k;
  }
  for (let i = bytes.length - 1; i >= whole; i--) hash ^= (bytes[i] ?? 0) << (8 * (i - whole));
  if (bytes.length > whole) hash = Math.imul(hash, M);
  hash = Math.imul(hash ^ (hash >>> 13), M);
  return hash ^ (hash >>> 15);
}

/** The partition of a key, the one Kafka's own default partitioner chooses. */
export const partitionOf = (key: string, partitions: number): number =>
  (murmur2(key) & 0x7fffffff) % partitions;
