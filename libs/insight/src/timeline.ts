import type { Bucket } from '@livechat/contracts';
import { ChatterCounts } from './chatter-counts.ts';
import { Tally, type Verdict } from './tally.ts';

export const bucketMs = 10_000;

/** The begin of the 10 s piece that a time stands in. */
export const bucketOf = (at: number): number => at - (at % bucketMs);

/** Counts of one 10 s piece; what was added can be taken off again. */
export class BucketCounts {
  private readonly tally = new Tally();
  private readonly chatters = new ChatterCounts(Infinity);
  private milli = 0;

  add(authorId: string, { kind, milli }: Verdict): void {
    this.tally.add(kind);
    this.milli += milli;
    this.chatters.add(authorId);
  }

  takeOff(authorId: string, { kind, milli }: Verdict): void {
    this.tally.add(kind, -1);
    this.milli -= milli;
    this.chatters.takeOff(authorId);
  }

  get chattersNow(): number {
    return this.chatters.size;
  }

  /** The piece as records carry it. */
  bucket(at: number): Bucket {
    const { size: chatters } = this.chatters;
    return { at, ...this.tally.counts(), chatters, score: this.milli / 1_000 };
  }
}
