/** In place of a meaning: a word that is on no list. */
export const UNKNOWN = -1;
/** In place of a meaning: a clause ends. */
export const CLAUSE = -2;

/** What a text says, in order: words and what they may mean, as columns that the next text reuses. */
export class Hits {
  count = 0;
  /** Words, numbers and emotes; several parts of one Hangul word share theirs. */
  words = 0;
  /** A chain of meanings, UNKNOWN or CLAUSE. */
  head = new Int32Array(0);
  /** The token. */
  row = new Uint16Array(0);
  /** The meaning chosen once the language is known, or what `head` says. */
  meaning = new Int32Array(0);
  /** The place among the words, from 0. */
  word = new Uint16Array(0);

  begin(rows: number): void {
    this.count = 0;
    this.words = 0;
    if (this.head.length >= rows) return;
    this.head = new Int32Array(rows);
    this.meaning = new Int32Array(rows);
    this.row = new Uint16Array(rows);
    this.word = new Uint16Array(rows);
  }

  /** Adds what the current word means. */
  add(head: number, row: number): void {
    const at = this.count;
    this.count = at + 1;
    this.head[at] = head;
    this.row[at] = row;
    this.word[at] = this.words;
  }

  /** Adds a word of its own. */
  addWord(head: number, row: number): void {
    this.add(head, row);
    this.words += 1;
  }
}
