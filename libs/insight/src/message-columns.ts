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
  readonly words: Int32Array | undefined;
}

const firstCapacity = 64;
type Column = Float64Array | Int32Array | Int16Array | Uint8Array;

/**
 * The messages kept of one stream, oldest first, in typed arrays: about 30 bytes each, and four
 * for a word. A message is named by its sequence number, which stays when older ones are dropped.
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
  /** The words of all messages, one after the other; those of a place end where the next begin. */
  words = new Int32Array(firstCapacity);
  wordStart = new Int32Array(firstCapacity + 1);
  /** Places in use: from `start` to before `end`. */
  start = 0;
  end = 0;
  /** Sequence number of place 0. */
  base = 0;
  private ordered = true;

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
    this.ordered &&= place === this.start || (this.slot[place - 1] ?? 0) <= row.slot;
    this.offset[place] = row.offset;
    this.slot[place] = row.slot;
    this.author[place] = row.author;
    this.milli[place] = row.milli;
    this.kind[place] = row.kind;
    this.gone[place] = 0;
    this.parent[place] = -1;
    this.pushWords(place, row.words);
    return this.base + place;
  }

  dropFirst(): void {
    this.start++;
  }

  /** The words of a place; a view that the next message makes invalid. */
  wordsOf(place: number): Int32Array {
    return this.words.subarray(this.wordStart[place], this.wordStart[place + 1]);
  }

  /** The place of the message at an offset, −1 if it is not kept. */
  placeOf(offset: number): number {
    const place = this.firstPlace(this.offset, offset);
    return place < this.end && this.offset[place] === offset ? place : -1;
  }

  /** The first place from which on a message can stand in a slot or a later one. */
  placeFrom(slot: number): number {
    return this.ordered ? this.firstPlace(this.slot, slot) : this.start;
  }

  /** The first place whose value, of an ascending column, is not below. */
  private firstPlace(column: Column, value: number): number {
    let [low, high] = [this.start, this.end];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((column[middle] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private pushWords(place: number, words: Int32Array | undefined): void {
    const start = this.wordStart[place] ?? 0;
    const end = start + (words?.length ?? 0);
    if (end > this.words.length) {
      const grown = new Int32Array(2 * end);
      grown.set(this.words);
      this.words = grown;
    }
    if (words) this.words.set(words, start);
    this.wordStart[place + 1] = end;
  }

  /** Moves everything to the front; doubles the arrays when that would not free half of them. */
  private makeRoom(): void {
    const { start, end } = this;
    const length = start < this.offset.length / 2 ? this.offset.length * 2 : this.offset.length;
    this.moveWords(length);
    this.offset = moved(this.offset, start, end, length);
    this.slot = moved(this.slot, start, end, length);
    this.author = moved(this.author, start, end, length);
    this.milli = moved(this.milli, start, end, length);
    this.kind = moved(this.kind, start, end, length);
    this.gone = moved(this.gone, start, end, length);
    this.parent = moved(this.parent, start, end, length);
    this.base += start;
    this.end -= start;
    this.start = 0;
  }

  private moveWords(length: number): void {
    const { start, end, wordStart } = this;
    const first = wordStart[start] ?? 0;
    this.words.copyWithin(0, first, wordStart[end]);
    this.wordStart = moved(wordStart, start, end + 1, length + 1);
    for (let place = 0; place <= end - start; place++) {
      this.wordStart[place] = (this.wordStart[place] ?? 0) - first;
    }
  }
}

/** A column with the given part at its front; the same one where the length is. */
function moved<A extends Column>(old: A, start: number, end: number, length: number): A {
  const make = old.constructor as new (length: number) => A;
  const target = length === old.length ? old : new make(length);
  target.set(old.subarray(start, end));
  return target;
}
