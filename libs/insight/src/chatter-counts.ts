/** The form in which a checkpoint keeps the counts. */
export interface SavedChatters {
  readonly ids: readonly string[];
  readonly counts: readonly number[];
  readonly atLeast: boolean;
}

/**
 * Messages per chatter, so that a chatter whose last message is removed no longer counts. Exact up
 * to `max` chatters; those who come later are not followed, and the number is then a lower bound.
 */
export class ChatterCounts {
  private readonly byId: Map<string, number>;
  private overflown: boolean;

  constructor(
    private readonly max: number,
    saved?: SavedChatters,
    private readonly onBoundHit?: () => void,
  ) {
    this.byId = new Map(saved?.ids.map((id, i) => [id, saved.counts[i] ?? 0]));
    this.overflown = saved?.atLeast ?? false;
  }

  get size(): number {
    return this.byId.size;
  }

  /** True once there were more chatters than could be followed. */
  get atLeast(): boolean {
    return this.overflown;
  }

  add(id: string): void {
    const count = this.byId.get(id);
    if (count === undefined && this.byId.size >= this.max) {
      this.overflown = true;
      this.onBoundHit?.();
    } else {
      this.byId.set(id, (count ?? 0) + 1);
    }
  }

  takeOff(id: string): void {
    const count = this.byId.get(id);
    if (count === undefined) return;
    if (count > 1) this.byId.set(id, count - 1);
    else this.byId.delete(id);
  }

  toJSON(): SavedChatters {
    return { ids: [...this.byId.keys()], counts: [...this.byId.values()], atLeast: this.overflown };
  }
}
