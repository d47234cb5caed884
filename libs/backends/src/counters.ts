/** Small values with a time to live: limits, the door's cache, LLM caps, the newest summary. Never the truth. */
export abstract class Counters {
  abstract get(key: string): Promise<string | undefined>;

  abstract put(key: string, value: string, ttlMs: number): Promise<void>;

  /** Adds to a counter that begins at 0 and ends `ttlMs` after its first addition. */
  abstract add(key: string, amount: number, ttlMs: number): Promise<Count>;

  abstract close(): Promise<void>;
}

/** A counter after an addition, and how long it still lives (ms). */
export interface Count {
  readonly value: number;
  readonly ttlMs: number;
}
