import type { MessageColumns } from './message-columns.ts';

/** How many messages that share a word are looked at, newest first. */
const reach = 64;

/**
 * Joins each message to the latest earlier one that is much alike: at least half of the words of
 * both together are common (Jaccard ≥ 0.5). What a message is joined to depends only on the
 * messages since that one, so a memory refilled from the log finds the same groups.
 *
 * Two sets that share half of their words share one within the first ⌊n/2⌋+1 of each, sorted: only
 * those words are looked up (prefix filter; Bayardo, Ma, Srikant 2007).
 */
export class SimilarMessages {
  private readonly byWord = new Map<number, Postings>();

  constructor(private readonly columns: MessageColumns) {}

  /** Joins the newest message. */
  add(sequence: number): void {
    const words = this.wordsOf(sequence);
    if (!words) return;
    this.join(sequence);
    for (let i = 0; i < prefix(words); i++) this.postings(words[i] ?? 0).push(sequence);
  }

  /** The oldest message is dropped. */
  dropFirst(sequence: number): void {
    const words = this.wordsOf(sequence);
    if (!words) return;
    for (let i = 0; i < prefix(words); i++) {
      this.forget(words[i] ?? 0, (postings) => postings.dropFirst(sequence));
    }
  }

  /** A message in the midst is taken out: those that may have been joined to it are joined anew. */
  takeOut(sequence: number): void {
    const words = this.wordsOf(sequence);
    if (!words) return;
    for (let i = 0; i < prefix(words); i++) this.forget(words[i] ?? 0, (p) => p.takeOut(sequence));
    for (const later of this.followers(sequence, words)) this.join(later);
  }

  /** A message taken out comes back to its place. */
  putBack(sequence: number): void {
    const words = this.wordsOf(sequence);
    if (!words) return;
    for (let i = 0; i < prefix(words); i++) this.postings(words[i] ?? 0).insert(sequence);
    this.join(sequence);
    for (const later of this.followers(sequence, words)) this.join(later);
  }

  private join(sequence: number): void {
    const words = this.wordsOf(sequence);
    if (!words) return;
    let best = -1;
    for (let i = 0; i < prefix(words); i++) {
      const postings = this.byWord.get(words[i] ?? 0);
      if (postings) best = this.latestAlike(postings, sequence, words, best);
    }
    this.columns.parent[sequence - this.columns.base] = best;
  }

  private latestAlike(postings: Postings, before: number, words: Int32Array, best: number) {
    const { items } = postings;
    const last = postings.countBelow(before) - 1;
    const stop = Math.max(postings.start, last - reach + 1);
    for (let i = last; i >= stop; i--) {
      const candidate = items[i] ?? -1;
      if (candidate <= best) break;
      const theirs = this.wordsOf(candidate);
      if (theirs && alike(words, theirs)) return candidate;
    }
    return best;
  }

  private followers(sequence: number, words: Int32Array): Set<number> {
    const later = new Set<number>();
    for (let i = 0; i < prefix(words); i++) {
      const postings = this.byWord.get(words[i] ?? 0);
      if (!postings) continue;
      for (let j = postings.countBelow(sequence + 1); j < postings.items.length; j++) {
        later.add(postings.items[j] ?? 0);
      }
    }
    return later;
  }

  private forget(word: number, take: (postings: Postings) => void): void {
    const postings = this.byWord.get(word);
    if (!postings) return;
    take(postings);
    if (postings.size === 0) this.byWord.delete(word);
  }

  /** Undefined for a message that is not compared. */
  private wordsOf(sequence: number): Int32Array | undefined {
    const words = this.columns.wordsOf(sequence - this.columns.base);
    return words.length > 0 ? words : undefined;
  }

  private postings(word: number): Postings {
    let postings = this.byWord.get(word);
    if (!postings) this.byWord.set(word, (postings = new Postings()));
    return postings;
  }
}

const prefix = (words: Int32Array): number => (words.length >> 1) + 1;

/** Whether two sorted sets share at least half of the words of both together. */
export function alike(a: Int32Array, b: Int32Array): boolean {
  let [i, j, common] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    const [x, y] = [a[i] ?? 0, b[j] ?? 0];
    if (x === y) common++;
    if (x <= y) i++;
    if (y <= x) j++;
  }
  return 3 * common >= a.length + b.length;
}

/** Sequence numbers of the messages that hold a word, ascending from `start` on. */
class Postings {
  items: number[] = [];
  start = 0;

  get size(): number {
    return this.items.length - this.start;
  }

  push(sequence: number): void {
    this.items.push(sequence);
  }

  dropFirst(sequence: number): void {
    if (this.items[this.start] !== sequence) return;
    this.start++;
    if (this.start < 32 || this.start < this.items.length / 2) return;
    this.items = this.items.slice(this.start);
    this.start = 0;
  }

  insert(sequence: number): void {
    this.items.splice(this.countBelow(sequence), 0, sequence);
  }

  takeOut(sequence: number): void {
    const place = this.countBelow(sequence);
    if (this.items[place] === sequence) this.items.splice(place, 1);
  }

  /** The place of the first item that is not below. */
  countBelow(sequence: number): number {
    let [low, high] = [this.start, this.items.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.items[middle] ?? 0) < sequence) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
