/** Four tables, so that four bytes are taken in one step (slicing by four). */
const tables = [0, 1, 2, 3].map(() => new Int32Array(256));
const [t0, t1, t2, t3] = tables as [Int32Array, Int32Array, Int32Array, Int32Array];
for (let i = 0; i < 256; i++) {
  let value = i;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  t0[i] = value;
}
for (let i = 0; i < 256; i++) {
  const next = (value: number): number => (value >>> 8) ^ (t0[value & 255] as number);
  t1[i] = next(t0[i] as number);
  t2[i] = next(t1[i] as number);
  t3[i] = next(t2[i] as number);
}

/** CRC-32C (Castagnoli) of `bytes` from `start` up to `end`, as an unsigned number. */
export function crc32c(bytes: Uint8Array, start = 0, end = bytes.length): number {
  let crc = -1;
  let i = start;
  for (; i + 4 <= end; i += 4) {
    crc =
      (t3[(crc ^ (bytes[i] as number)) & 255] as number) ^
      (t2[((crc >>> 8) ^ (bytes[i + 1] as number)) & 255] as number) ^
      (t1[((crc >>> 16) ^ (bytes[i + 2] as number)) & 255] as number) ^
      (t0[(crc >>> 24) ^ (bytes[i + 3] as number)] as number);
  }
  for (; i < end; i++) crc = (crc >>> 8) ^ (t0[(crc ^ (bytes[i] as number)) & 255] as number);
  return ~crc >>> 0;
}
