import { Tally } from './tally.ts';

/** Counts of messages per piece of time. */
export class SlotTallies {
  private readonly bySlot = new Map<number, Tally>();

  add(slot: number, kind: number, times: 1 | -1): void {
    let tally = this.bySlot.get(slot);
    if (!tally) this.bySlot.set(slot, (tally = new Tally()));
    tally.add(kind, times);
  }

  /** The counts of a stretch of pieces, both ends included. */
  sum(from: number, to: number): Tally {
    const sum = new Tally();
    for (let slot = from; slot <= to; slot++) {
      const tally = this.bySlot.get(slot);
      if (tally) sum.addAll(tally);
    }
    return sum;
  }

  /** Forgets the pieces before one. */
  dropBefore(first: number): void {
    for (const slot of this.bySlot.keys()) if (slot < first) this.bySlot.delete(slot);
  }
}
