/** An upsert with the log it belongs to: its offsets are of this epoch. */
export type Placed<T> = T & { readonly epoch: number };

interface Kept<T> {
  readonly item: Placed<T>;
  /** Up to which offset the log had been looked at when this was said; −1 where nobody knows. */
  readonly upTo: number;
  /** The turn in which a frame told it. */
  readonly turn: number;
}

/** More are not kept: the longest unheard of go first. */
const most = 1_000;

/**
 * Things that come as upserts by id: a list that is read, and frames that change single ones, in any
 * order. A frame outdoes an older frame, and a list whose reading began before the frame came.
 */
export class Upserts<T extends { readonly id: string }> {
  private readonly kept = new Map<string, Kept<T>>();
  private turn = 0;
  private whole: readonly Placed<T>[] | undefined;

  /** All there are, the same array as long as nothing changed. */
  get items(): readonly Placed<T>[] {
    this.whole ??= [...this.kept.values()].map(({ item }) => item);
    return this.whole;
  }

  /** Up to where the log had been looked at when something was last said of one; −1: unknown. */
  upTo(id: string): number {
    return this.kept.get(id)?.upTo ?? -1;
  }

  /** What a frame says, which saw the log up to an offset. */
  take(items: readonly T[], { epoch, upTo }: { epoch: number; upTo: number }): void {
    for (const item of items) {
      const known = this.kept.get(item.id);
      if (known?.item.epoch !== epoch || known.upTo <= upTo) {
        this.keep({ item: { ...item, epoch }, upTo, turn: this.turn });
      }
    }
  }

  /** A list is about to be read; what is answered takes what was read. */
  reading(): (items: readonly T[], epoch: number) => void {
    const turn = ++this.turn;
    return (items, epoch) => {
      for (const item of items.toReversed()) {
        const known = this.kept.get(item.id);
        if (known?.item.epoch !== epoch || known.turn < turn) {
          this.keep({ item: { ...item, epoch }, upTo: -1, turn: 0 });
        }
      }
    };
  }

  private keep(kept: Kept<T>): void {
    const { id } = kept.item;
    this.kept.delete(id);
    this.kept.set(id, kept);
    this.whole = undefined;
    const [oldest] = this.kept.keys();
    if (this.kept.size > most && oldest !== undefined) this.kept.delete(oldest);
  }
}
