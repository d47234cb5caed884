/** Nothing is stored under a key. */
export const ABSENT = -1;

/** Open addressing over two 32-bit hashes: 64 bits name a word, no string is made to look one up. */
export class HashTable {
  private slots: Int32Array;
  private mask: number;
  private size = 0;

  constructor(expected: number) {
    const capacity = 2 ** Math.ceil(Math.log2(Math.max(16, expected * 3)));
    this.slots = new Int32Array(capacity * 3).fill(ABSENT);
    this.mask = capacity - 1;
  }

  /** The value stored under the key, or ABSENT. */
  find(hash: number, check: number): number {
    return this.slots[this.slotOf(hash, check) + 2] ?? ABSENT;
  }

  /** Stores a value of 0 or above; a second value under the same key replaces the first. */
  store(hash: number, check: number, value: number): void {
    if ((this.size + 1) * 2 > this.mask) this.grow();
    const slot = this.slotOf(hash, check);
    if (this.slots[slot + 2] === ABSENT) this.size += 1;
    this.slots[slot] = hash;
    this.slots[slot + 1] = check;
    this.slots[slot + 2] = value;
  }

  private slotOf(hash: number, check: number): number {
    const { slots, mask } = this;
    let at = (hash ^ (hash >>> 15)) & mask;
    for (;;) {
      const slot = at * 3;
      if (slots[slot + 2] === ABSENT) return slot;
      if (slots[slot] === hash && slots[slot + 1] === check) return slot;
      at = (at + 1) & mask;
    }
  }

  private grow(): void {
    const old = this.slots;
    const capacity = (this.mask + 1) * 2;
    this.slots = new Int32Array(capacity * 3).fill(ABSENT);
    this.mask = capacity - 1;
    for (let slot = 0; slot < old.length; slot += 3) {
      const [hash = 0, check = 0, value = ABSENT] = old.subarray(slot, slot + 3);
      if (value === ABSENT) continue;
      this.slots.set([hash, check, value], this.slotOf(hash, check));
    }
  }
}
