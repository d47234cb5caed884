import type { Bucket } from '@livechat/contracts';
import type { LogRecord } from '@livechat/backends';
import { recentMs, RecentMessages, type CountedMessage } from './recent-messages.ts';
import type { Start } from './saved-stream.ts';
import { bucketMs, bucketOf } from './timeline.ts';

export interface MemoryBounds {
  /** Messages of the windows kept of one stream. */
  readonly maxMessages: number;
  readonly onBoundHit: (bound: string) => void;
}

const windowFrom = (clock: number): number => bucketOf(Math.max(0, clock - recentMs + bucketMs));

/**
 * The windows of a stream, how far back they are whole, and the 10 s pieces that changed since
 * the last record: those memory has, and those to be made anew from the archive.
 */
export class StreamMemory {
  /** Old 10 s pieces to be made anew, each with the offset of one of its messages. */
  readonly stale = new Map<number, number>();
  /** Highest event time of a message, ms. */
  clock: number;
  imported: boolean;
  /** See `SavedStream`: a message that old at its place has none newer than that before it. */
  lateness: number;
  recent: RecentMessages;
  /** Event time from which on memory holds everything the log has; Infinity: nobody knows. */
  private knownFrom: number;
  private firstSeen = -1;
  private metPosted = false;
  private metNew = false;
  private readonly touched = new Set<number>();
  private readonly rebuilt = new Map<number, Bucket>();

  constructor(
    start: Start,
    private readonly bounds: MemoryBounds,
  ) {
    this.clock = start.clock;
    this.imported = start.imported;
    this.lateness = start.lateness;
    this.knownFrom = start.resumed ? Infinity : 0;
    this.recent = this.emptyRecent();
  }

  /** True while nothing may be said: windows or old pieces have to be looked up first. */
  get unsettled(): boolean {
    return this.stale.size > 0 || this.isShort;
  }

  /** The windows reach back further than memory. */
  get isShort(): boolean {
    return this.isShortAt(this.clock);
  }

  /** The same for windows that end with a message of a time. */
  isShortAt(at: number): boolean {
    return this.knownFrom > windowFrom(Math.max(at, this.clock));
  }

  /** Event time from which on memory holds all that still counts. */
  get wholeFrom(): number {
    return Math.max(this.knownFrom, this.recent.wholeFrom);
  }

  /** Begin of the longest window, with the whole piece at its edge. */
  get windowFrom(): number {
    return windowFrom(this.clock);
  }

  /** Offset of the first record that came since the state was loaded: memory has what came since. */
  get heldFrom(): number {
    return this.firstSeen;
  }

  /**
   * A record came: what that says of how far back memory is whole. `read` tells that all records
   * of the windows' length before the first new one have been read.
   */
  met(record: LogRecord<'raw-chats'>, read: boolean): void {
    if (this.firstSeen < 0) this.firstSeen = record.offset;
    if (this.knownFrom === 0) return;
    const { value, at } = record;
    if (record.replayed || this.metNew || !read || value.at !== undefined || this.imported) return;
    this.metNew = true;
    this.knownFrom = Math.min(this.knownFrom, at - recentMs);
  }

  /** `counts` tells that no checkpoint knows the message. */
  add(message: CountedMessage, counts: boolean): void {
    if (counts) this.lateness = Math.max(this.lateness, this.clock - message.at);
    if (!this.metPosted) {
      this.metPosted = true;
      this.knownFrom = Math.min(this.knownFrom, bucketOf(message.at + this.lateness) + bucketMs);
    }
    this.clock = Math.max(this.clock, message.at);
    this.recent.add(message);
  }

  /** The message's 10 s piece has changed. */
  touch({ at, offset }: CountedMessage): void {
    const begin = bucketOf(at);
    if (begin >= this.wholeFrom) {
      this.touched.add(begin);
    } else {
      this.touched.delete(begin);
      this.stale.set(begin, offset);
    }
  }

  /** A 10 s piece as the archive gives it. */
  rebuild(bucket: Bucket): void {
    this.stale.delete(bucket.at);
    this.rebuilt.set(bucket.at, bucket);
  }

  /** Puts another memory in the place of this one; it is whole from a time on. */
  replace(recent: RecentMessages, knownFrom: number): void {
    this.recent = recent;
    this.knownFrom = knownFrom;
  }

  /** The pieces that changed since the last call, with their values now. */
  takeBuckets(): Bucket[] {
    const buckets = [...this.touched].map((begin) => this.recent.bucket(begin));
    buckets.push(...this.rebuilt.values());
    this.touched.clear();
    this.rebuilt.clear();
    return buckets.sort((a, b) => a.at - b.at);
  }

  /** A memory that ends at the stream's clock. */
  emptyRecent(): RecentMessages {
    const recent = new RecentMessages({
      maxMessages: this.bounds.maxMessages,
      onBoundHit: () => this.bounds.onBoundHit('window_messages'),
      onBucketLeft: (bucket) => {
        if (this.touched.delete(bucket.at)) this.rebuilt.set(bucket.at, bucket);
      },
    });
    recent.advance(this.clock);
    return recent;
  }
}
