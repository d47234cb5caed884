import { SYLLABLE, classOf } from './characters.ts';
import { CHECK_SEED, HASH_SEED, checkWith, hashWith } from './hashing.ts';
import { UNKNOWN } from './hits.ts';
import type { Hits } from './hits.ts';
import { AT_WORD_END, AT_WORD_START, CROSSES_BLANKS } from './lexicon.ts';
import type { Lexicon } from './lexicon.ts';
import { NO_MEANING } from './meanings.ts';
import { SYLLABLES } from './tokens.ts';
import type { Tokens } from './tokens.ts';

/** Finds the patterns of the lists in runs of Hangul, Kana and Han; the longest at each place wins. */
export class SyllablePatterns {
  private readonly lexicon: Lexicon;
  private readonly hits: Hits;
  private head = NO_MEANING;
  /** Where the pattern found last ends. */
  private endRow = 0;
  private end = 0;

  constructor(lexicon: Lexicon, hits: Hits) {
    this.lexicon = lexicon;
    this.hits = hits;
  }

  /** Adds what the run at `row` says; returns the row behind it. A pattern may reach into the next runs. */
  match(read: Tokens, row: number): number {
    const { hits } = this;
    let current = row;
    let at = read.start[row] ?? 0;
    let found = 0;
    while (at < (read.end[current] ?? 0)) {
      if (!this.find(read, current, at)) {
        at += 1;
        continue;
      }
      hits.add(this.head, current);
      found += 1;
      current = this.endRow;
      at = this.end;
    }
    if (found === 0) hits.add(UNKNOWN, row);
    hits.words += 1 + current - row;
    return current + 1;
  }

  /** Whether a pattern begins at `at`; the longest is noted. */
  private find(read: Tokens, row: number, at: number): boolean {
    const { text } = read;
    const reach = this.lexicon.reach[text.charCodeAt(at)] ?? 0;
    const isStart = at === read.start[row];
    let hash = HASH_SEED;
    let check = CHECK_SEED;
    let current = row;
    let place = at;
    this.head = NO_MEANING;
    for (let length = 1; length <= reach; length += 1) {
      hash = hashWith(hash, text.charCodeAt(place));
      check = checkWith(check, text.charCodeAt(place));
      place = nextSyllable(text, place + 1, read.end[current] ?? 0);
      const isEnd = place === read.end[current];
      const head = this.lexicon.pattern(hash, check);
      if (head !== NO_MEANING && this.mayStand(head, isStart, isEnd, current !== row)) {
        this.head = head;
        this.endRow = current;
        this.end = place;
      }
      if (!isEnd) continue;
      if (read.kind[current + 1] !== SYLLABLES || current + 1 >= read.count) break;
      current += 1;
      place = read.start[current] ?? 0;
    }
    return this.head !== NO_MEANING;
  }

  private mayStand(head: number, isStart: boolean, isEnd: boolean, crosses: boolean): boolean {
    const bounds = this.lexicon.meanings.bounds[head] ?? 0;
    if (crosses && (bounds & CROSSES_BLANKS) === 0) return false;
    if (!isStart && (bounds & AT_WORD_START) !== 0) return false;
    return isEnd || (bounds & AT_WORD_END) === 0;
  }
}

/** The next syllable of a run, behind signs that disguise it; `end` where none follows. */
function nextSyllable(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && classOf[text.charCodeAt(at)] !== SYLLABLE) at += 1;
  return at;
}
