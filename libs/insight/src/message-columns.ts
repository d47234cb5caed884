/** A message as the windows see it. */
export interface MessageRow {
  readonly offset: number;
  /** Number of the 5 s piece of event time it stands in. */
  readonly slot: number;
  /** Number of its author. */
  readonly author: number;
  readonly kind: number;
  readonly milli: number;
  /** Sorted, distinct hashes of its words, where it is long enough to be compared. */
  readonly words: Uint32Array | undefined;
}

const firstCapacity = 64;

/**
 * The messages kept of one stream, oldest first, in typed arrays: about 30 bytes each. A message
 * is named by its sequence number, which stays when older ones are dropped.
 */
export class MessageColumns {
  offset = new Float64Array(firstCapacity);
  slot = new Int32Array(firstCapacity);
  author = new Int32Array(firstCapacity);
  milli = new Int16Array(firstCapacity);
  kind = new Uint8Array(firstCapacity);
  /** 1 for a removed message. */
  gone = new Uint8Array(firstCapacity);
  /** Sequence number of the latest earlier message that is much alike, −1 for none. */
  parent = new Int32Array(firstCapacity);
  words: (Uint32Array | undefined)[] = [];
  /** Places in use: from `start` to before `end`. */
  start = 0;
  end = 0;
  /** Sequence number of place 0. */
  base = 0;

  get size(): number {
    return this.end - this.start;
  }

  get firstSequence(): number {
    return this.base + this.start;
  }

  /** Appends a message; answers its sequence number. */
  push(row: MessageRow): number {
    if (this.end === this.offset.length) this.makeRoom();
    const place = this.end++;
    this.offset[place] = row.offset;
    this.slot[place] = row.slot;
    this.author[place] = row.author;
    this.milli[place] = row.milli;
    this.kind[place] = row.kind;
    this.gone[place] = 0;
    this.parent[place] = -1;
    this.words[place] = row.words;
    return this.base + place;
  }

  dropFirst(): void {
    this.words[this.start] = undefined;
    this.start++;
  }

  /** The place of the message at an offset, −1 if it is not kept. */
  placeOf(offset: number): number {
    let [low, high] = [this.start, this.end];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.offset[middle] ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return low < this.end && this.offset[low] === offset ? low : -1;
  }

  /** Moves everything to the front; doubles the arrays when that would not free half of them. */
  private makeRoom(): void {
    const grow = this.start < this.offset.length / 2;
    const moved = <A extends Float64Array | Int32Array | Int16Array | Uint8Array>(old: A): A => {
      const make = old.constructor as new (length: number) => A;
      const target = grow ? new make(old.length * 2) : old;
      target.set(old.subarray(this.start, this.end));
      return target;
    };
    this.offset = moved(this.offset);
    this.slot = moved(this.slot);
    this.author = moved(this.author);
    this.milli = moved(this.milli);
    this.kind = moved(this.kind);
    this.gone = moved(this.gone);
    this.parent = moved(this.parent);
    this.words = this.words.slice(this.start, this.end);
    this.base += this.start;
    this.end -= this.start;
    this.start = 0;
  }
}
