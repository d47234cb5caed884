/**
 * Gathers writes of an embedded store into one transaction every few ms, at most `maxItems` in
 * one, so that many small writes share one trip to the disk and none holds the event loop long.
 */
export class WriteGroup<T> {
  #waiting: T[] = [];
  #taken = 0;
  #done = 0;
  #failed: unknown;
  #timer: NodeJS.Timeout | undefined;
  readonly #waiters: { upTo: number; resolve: () => void; reject: (error: unknown) => void }[] = [];

  constructor(
    readonly writeAll: (items: readonly T[]) => void,
    readonly everyMs = 10,
    readonly maxItems = 500,
  ) {}

  /** Resolves when the items are on the disk. */
  write(items: readonly T[]): Promise<void> {
    if (items.length === 0) return Promise.resolve();
    this.#waiting.push(...items);
    this.#taken += items.length;
    const upTo = this.#taken;
    this.#timer ??= setTimeout(() => this.#flush(), this.everyMs);
    return new Promise((resolve, reject) => this.#waiters.push({ upTo, resolve, reject }));
  }

  /** Writes everything that waits, now. */
  close(): void {
    while (this.#waiting.length > 0) this.#flush();
    clearTimeout(this.#timer);
  }

  #flush(): void {
    const items = this.#waiting.splice(0, this.maxItems);
    this.#failed = undefined;
    try {
      this.writeAll(items);
    } catch (error) {
      this.#failed = error;
    }
    this.#done += items.length;
    this.#answer();
    clearTimeout(this.#timer);
    this.#timer = this.#waiting.length > 0 ? setTimeout(() => this.#flush(), 1) : undefined;
  }

  /** A failed group fails every write that had a part in it; their callers write again. */
  #answer(): void {
    if (this.#failed !== undefined) {
      for (const waiter of this.#waiters.splice(0)) waiter.reject(this.#failed);
      this.#done += this.#waiting.splice(0).length;
      return;
    }
    while ((this.#waiters[0]?.upTo ?? Infinity) <= this.#done) this.#waiters.shift()?.resolve();
  }
}
