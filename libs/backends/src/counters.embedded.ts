import { Counters, type Count } from './counters.ts';

interface Entry {
  value: string | number;
  readonly until: number;
}

export interface EmbeddedCountersOptions {
  readonly maxEntries?: number;
  /** A clock in ms. */
  readonly now?: () => number;
  readonly onBoundHit?: () => void;
}

/** Values in the memory of the one process there is; the ones longest there go first above the bound. */
export class EmbeddedCounters extends Counters {
  readonly #entries = new Map<string, Entry>();
  #round = this.#entries.entries();
  readonly now: () => number;

  constructor(readonly options: EmbeddedCountersOptions = {}) {
    super();
    this.now = options.now ?? (() => performance.now());
  }

  get(key: string): Promise<string | undefined> {
    const value = this.#live(key)?.value;
    return Promise.resolve(value === undefined ? undefined : String(value));
  }

  put(key: string, value: string, ttlMs: number): Promise<void> {
    this.#set(key, { value, until: this.now() + ttlMs });
    return Promise.resolve();
  }

  add(key: string, amount: number, ttlMs: number): Promise<Count> {
    const entry = this.#live(key);
    if (entry) {
      entry.value = Number(entry.value) + amount;
      return Promise.resolve({ value: entry.value, ttlMs: entry.until - this.now() });
    }
    this.#set(key, { value: amount, until: this.now() + ttlMs });
    return Promise.resolve({ value: amount, ttlMs });
  }

  close(): Promise<void> {
    this.#entries.clear();
    return Promise.resolve();
  }

  #live(key: string): Entry | undefined {
    const entry = this.#entries.get(key);
    if (!entry || entry.until > this.now()) return entry;
    this.#entries.delete(key);
    return undefined;
  }

  /** A new entry stands last, and whoever comes in looks after two others. */
  #set(key: string, entry: Entry): void {
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    this.#sweep();
    this.#sweep();
    if (this.#entries.size <= (this.options.maxEntries ?? 500_000)) return;
    this.options.onBoundHit?.();
    const oldest = this.#entries.keys().next().value;
    if (oldest !== undefined) this.#entries.delete(oldest);
  }

  /** Goes round all entries, one a call, so that none that is over stays for long behind a long-lived one. */
  #sweep(): void {
    const { value, done } = this.#round.next();
    if (done) this.#round = this.#entries.entries();
    else if (value[1].until <= this.now()) this.#entries.delete(value[0]);
  }
}
