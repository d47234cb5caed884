const least = 256;

/** A set of bits per pair of whole numbers; emptied and used again without garbage. */
export class PairTable {
  private first = new Int32Array(least);
  private second = new Int32Array(least);
  private bits = new Uint8Array(least);
  private size = 0;

  clear(): void {
    this.bits.fill(0);
    this.size = 0;
  }

  /** Adds bits, at least one, to a pair; answers those it did not have. */
  add(first: number, second: number, bits: number): number {
    if (2 * this.size >= this.bits.length) this.grow();
    const place = this.placeOf(first, second);
    const had = this.bits[place] ?? 0;
    if (had === 0) this.size++;
    this.first[place] = first;
    this.second[place] = second;
    this.bits[place] = had | bits;
    return bits & ~had;
  }

  /** The place of a pair, or the free one where it belongs. */
  private placeOf(first: number, second: number): number {
    const mask = this.bits.length - 1;
    let hash = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b);
    hash ^= hash >>> 15;
    let place = hash & mask;
    while (
      this.bits[place] !== 0 &&
      (this.first[place] !== first || this.second[place] !== second)
    ) {
      place = (place + 1) & mask;
    }
    return place;
  }

  private grow(): void {
    const { first, second, bits } = this;
    this.first = new Int32Array(2 * bits.length);
    this.second = new Int32Array(2 * bits.length);
    this.bits = new Uint8Array(2 * bits.length);
    this.size = 0;
    bits.forEach((had, place) => {
      if (had !== 0) this.add(first[place] ?? 0, second[place] ?? 0, had);
    });
  }
}
