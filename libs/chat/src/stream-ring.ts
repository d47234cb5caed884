import type { RingBatch, RingEntry } from '@livechat/backends';
import type { Stretch } from './stream-past.ts';

export interface RingLimits {
  readonly ringEvents: number;
  readonly ringBytes: number;
}

const slack = 1.1;

/**
 * The newest events of one stream in this process: contiguous, bounded by count and bytes. What
 * viewers have been given ends at `last`.
 */
export class StreamRing {
  private entries: RingEntry[] = [];
  private bytes = 0;
  /** Offset of the newest event, −1 before the first. */
  last = -1;
  /** The offset below the oldest entry: everything above it is here. Null where unknown. */
  private floor: number | null = null;

  constructor(private readonly limits: RingLimits) {}

  get size(): number {
    return this.entries.length;
  }

  /** The newest event that was given, −1 before the first; null where unknown. */
  get newestOffset(): number | null {
    return this.entries.at(-1)?.offset ?? this.floor;
  }

  /** Begins with a stretch of the past; without events, `prev` −1 says that there are none yet. */
  start({ entries, prev }: Stretch): void {
    this.add(entries, prev);
    if (entries.length === 0) this.floor = prev;
  }

  /**
   * Whether nothing can be missing between what is here and a batch: it begins at or below
   * `last`. Without `prev` only the very next offset is sure. A ring that knows nothing takes any.
   */
  follows({ prev, entries }: RingBatch): boolean {
    const before = prev ?? (entries[0]?.offset ?? 0) - 1;
    return before <= this.last || (this.last === -1 && this.floor === null);
  }

  /** Adds what is above `last`; answers the entries added. */
  add(entries: readonly RingEntry[], prev: number | null): readonly RingEntry[] {
    const news = entries.filter((entry) => entry.offset > this.last);
    if (news.length === 0) return news;
    if (this.entries.length === 0) this.floor = this.last === -1 ? prev : this.last;
    for (const entry of news) this.bytes += entry.body.length;
    this.entries.push(...news);
    this.last = news.at(-1)?.offset ?? this.last;
    this.trim();
    return news;
  }

  /** Nothing visible stands between `last` and this offset. */
  advance(offset: number): void {
    this.last = Math.max(this.last, offset);
  }

  /** What stands up to this offset will not come: the past is given up, the rest follows on. */
  skip(offset: number): void {
    this.entries = [];
    this.bytes = 0;
    this.floor = offset;
    this.advance(offset);
  }

  /** Events after an offset up to another, oldest first, or undefined where the ring does not reach so far back. */
  after(offset: number, upTo = this.last): readonly RingEntry[] | undefined {
    if (offset === this.last) return [];
    const reaches = this.floor !== null && this.floor <= offset;
    if (!reaches && !this.entries.some((entry) => entry.offset === offset)) return undefined;
    return this.entries.filter((entry) => entry.offset > offset && entry.offset <= upTo);
  }

  /** The newest events up to an offset. */
  newest(count: number, upTo = this.last): readonly RingEntry[] {
    const above = this.entries.findIndex((entry) => entry.offset > upTo);
    const end = above === -1 ? this.entries.length : above;
    return this.entries.slice(Math.max(0, end - count), end);
  }

  /** Cuts a tenth at a time, so that a full ring is not copied for each event. */
  private trim(): void {
    const { ringEvents, ringBytes } = this.limits;
    if (this.entries.length <= ringEvents * slack && this.bytes <= ringBytes * slack) return;
    let drop = 0;
    while (this.entries.length - drop > ringEvents || this.bytes > ringBytes) {
      const entry = this.entries[drop];
      if (!entry || this.entries.length - drop === 1) break;
      this.bytes -= entry.body.length;
      this.floor = entry.offset;
      drop++;
    }
    this.entries = this.entries.slice(drop);
  }
}
