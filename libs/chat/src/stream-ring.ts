import type { RingBatch, RingEntry } from '@livechat/backends';

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

  /** Whether a batch follows on what is here; an empty ring takes any. */
  follows(batch: RingBatch): boolean {
    return this.last === -1 || batch.prev === this.last;
  }

  /** Adds what is above `last`; answers the entries added. */
  add(entries: readonly RingEntry[], prev: number | null): readonly RingEntry[] {
    const news = entries.filter((entry) => entry.offset > this.last);
    if (news.length === 0) return news;
    if (this.entries.length === 0) this.floor = prev;
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

  /** Events after an offset, oldest first, or undefined where the ring does not reach so far back. */
  after(offset: number): readonly RingEntry[] | undefined {
    if (offset === this.last) return [];
    const reaches = this.floor !== null && this.floor <= offset;
    if (!reaches && !this.entries.some((entry) => entry.offset === offset)) return undefined;
    return this.entries.filter((entry) => entry.offset > offset);
  }

  newest(count: number): readonly RingEntry[] {
    return this.entries.slice(-count);
  }

  /** Whether the ring holds the stream from its first event. */
  get isWhole(): boolean {
    return this.floor === -1;
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
