import type { Bucket, Windows } from '@livechat/contracts';
import { AuthorIndex } from './author-index.ts';
import { MessageColumns } from './message-columns.ts';
import { SlotTallies } from './slot-tallies.ts';
import { SimilarMessages } from './similar-messages.ts';
import type { Verdict } from './tally.ts';
import { BucketCounts, bucketMs, bucketOf } from './timeline.ts';
import { slotMs, slotOf, WindowFold, windowSlots } from './windows.ts';

/** A message as it counts; `at` is its event time, of a kept message in whole 5 s. */
export interface CountedMessage {
  readonly offset: number;
  readonly at: number;
  readonly authorId: string;
  readonly verdict: Verdict;
  /** See `wordsOf`. */
  readonly words: Int32Array | undefined;
}

const windowMs = windowSlots * slotMs;
/** The longest window and the rest of the 10 s piece at its far edge. */
export const recentMs = windowMs + bucketMs;

export interface RecentBounds {
  /** Messages kept of one stream. */
  readonly maxMessages: number;
  readonly onBoundHit: () => void;
  /** A 10 s piece has become too old to be kept; this was its last value. */
  readonly onBucketLeft?: (bucket: Bucket) => void;
}

/**
 * The messages of a stream's last 15 minutes of event time, from which windows and 10 s buckets
 * are made: a removed one leaves them as if it had never been, and comes back when restored.
 */
export class RecentMessages {
  private readonly columns = new MessageColumns();
  private readonly similar = new SimilarMessages(this.columns);
  private readonly authors = new AuthorIndex();
  private readonly tallies = new SlotTallies();
  private readonly fold = new WindowFold(this.columns, this.tallies);
  private readonly buckets = new Map<number, BucketCounts>();
  /** Event time from which on nothing was dropped to stay within the bound. */
  private boundedFrom = 0;
  private clock = 0;
  private keptFrom = 0;

  constructor(private readonly bounds: RecentBounds) {}

  /** Takes the newest message of the log; one too old for the windows is not kept. */
  add(message: CountedMessage): void {
    this.advance(message.at);
    if (message.at < this.keptFrom) return;
    const { offset, at, authorId, words } = message;
    const author = this.authors.take(authorId);
    const sequence = this.columns.push({
      ...message.verdict,
      offset,
      slot: slotOf(at),
      author,
      words,
    });
    this.similar.add(sequence);
    this.tallies.add(slotOf(at), message.verdict.kind, 1);
    this.bucketCounts(at).add(this.authors.id(author), message.verdict);
    if (this.columns.size > this.bounds.maxMessages) this.dropForBound();
  }

  /** The message at an offset as it was counted, if it is kept, removed or not. */
  find(offset: number): (CountedMessage & { readonly gone: boolean }) | undefined {
    const place = this.columns.placeOf(offset);
    if (place < 0) return undefined;
    const { slot, author, kind, milli, gone } = this.columns;
    const words = this.columns.wordsOf(place);
    return {
      offset,
      at: (slot[place] ?? 0) * slotMs,
      authorId: this.authors.id(author[place] ?? 0),
      verdict: { kind: kind[place] ?? 0, milli: milli[place] ?? 0 },
      words: words.length > 0 ? words.slice() : undefined,
      gone: gone[place] === 1,
    };
  }

  /** Takes a kept message out, or puts it back; nothing happens if that is so already. */
  setGone(offset: number, gone: boolean): void {
    const message = this.find(offset);
    if (!message || message.gone === gone) return;
    const place = this.columns.placeOf(offset);
    this.columns.gone[place] = gone ? 1 : 0;
    this.tallies.add(slotOf(message.at), message.verdict.kind, gone ? -1 : 1);
    this.similar[gone ? 'takeOut' : 'putBack'](this.columns.base + place);
    this.buckets
      .get(bucketOf(message.at))
      ?.[gone ? 'takeOff' : 'add'](message.authorId, message.verdict);
  }

  /** Event time from which on the kept messages are all there were, as far as it depends on them. */
  get wholeFrom(): number {
    return Math.max(this.boundedFrom, this.keptFrom);
  }

  windows(): Windows {
    return this.fold.windows(this.authors.end, slotOf(this.clock));
  }

  /** The 10 s piece that begins at a time, as the kept messages have it. */
  bucket(begin: number): Bucket {
    return (this.buckets.get(begin) ?? new BucketCounts()).bucket(begin);
  }

  /** Chatters of the 10 s piece that begins at a time. */
  chattersIn(begin: number): number {
    return this.buckets.get(begin)?.chattersNow ?? 0;
  }

  /** All kept messages in log order, and which of them are removed. */
  *messages(): Iterable<CountedMessage & { readonly gone: boolean }> {
    for (let place = this.columns.start; place < this.columns.end; place++) {
      const message = this.find(this.columns.offset[place] ?? -1);
      if (message) yield message;
    }
  }

  /** Moves the end of the windows; it never runs back. */
  advance(at: number): void {
    if (at <= this.clock) return;
    this.clock = at;
    const keptFrom = bucketOf(Math.max(0, at - windowMs));
    if (keptFrom === this.keptFrom) return;
    this.keptFrom = keptFrom;
    this.tallies.dropBefore(slotOf(keptFrom));
    while (this.columns.size > 0 && this.firstAt < keptFrom) this.dropFirst();
    for (const [begin, counts] of this.buckets) {
      if (begin >= keptFrom) continue;
      this.buckets.delete(begin);
      this.bounds.onBucketLeft?.(counts.bucket(begin));
    }
  }

  private get firstAt(): number {
    return (this.columns.slot[this.columns.start] ?? 0) * slotMs;
  }

  private dropFirst(): void {
    this.similar.dropFirst(this.columns.firstSequence);
    this.authors.release(this.columns.author[this.columns.start] ?? 0);
    this.columns.dropFirst();
  }

  private dropForBound(): void {
    this.bounds.onBoundHit();
    this.boundedFrom = Math.max(this.boundedFrom, bucketOf(this.firstAt) + bucketMs);
    const { start, slot, kind, gone } = this.columns;
    if (gone[start] === 0) this.tallies.add(slot[start] ?? 0, kind[start] ?? 0, -1);
    this.dropFirst();
  }

  private bucketCounts(at: number): BucketCounts {
    const begin = bucketOf(at);
    let counts = this.buckets.get(begin);
    if (!counts) this.buckets.set(begin, (counts = new BucketCounts()));
    return counts;
  }
}
