import { AppError } from '@livechat/contracts';
import type { Appended } from './event-log.ts';
import { partitionOf } from './partition-of.ts';

/** A record ready to be written: everything is text. */
export interface OutgoingRecord {
  readonly key: string;
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Records for one partition, in order. */
export interface PartitionBatch {
  readonly topic: string;
  readonly partition: number;
  readonly records: readonly OutgoingRecord[];
}

/** Where a whole batch came to stand: record i at `baseOffset + i`. */
export interface StoredBatch {
  readonly baseOffset: number;
  readonly at: number;
}

/**
 * Writes batches, at most one per partition. Answers per batch where it stands, or undefined
 * where that is not known (it is then written again: copies are expected, readers void them).
 * Rejects when nothing is known of any of them; with `unavailable` when certainly none was sent.
 */
export type WriteBatches = (
  batches: readonly PartitionBatch[],
) => Promise<readonly (StoredBatch | undefined)[]>;

export interface BatcherOptions {
  readonly partitions: number;
  /** Least time between two flushes, ms. */
  readonly spacingMs?: number;
  /** Most records of one partition in one flush. */
  readonly maxBatch?: number;
  /** Most bytes of one partition in one flush; a record above it goes alone. */
  readonly maxBatchBytes?: number;
  /** Bound of what may wait, bytes; above it appends are refused with `unavailable`. */
  readonly maxBytes?: number;
  /** After this long without an answer the caller gets one: `unavailable` if unsent, else `internal`. */
  readonly horizonMs?: number;
  /** A write that is `unavailable` answers its records so at once, not only at the horizon. */
  readonly refuseUnsent?: boolean;
  readonly onBoundHit?: () => void;
}

interface Waiting extends OutgoingRecord {
  readonly bytes: number;
  readonly takenAt: number;
  readonly resolve: (answer: Appended) => void;
  readonly reject: (error: AppError) => void;
  /** It was sent and not answered: it may be stored, whatever became of later tries. */
  unsure: boolean;
  settled: boolean;
}

interface Lane {
  readonly topic: string;
  readonly partition: number;
  queue: Waiting[];
  /** The batch under way; the next one waits for it. */
  flight: Waiting[];
}

const defaults = {
  spacingMs: 5,
  maxBatch: 500,
  maxBatchBytes: 900_000,
  maxBytes: 64 * 1024 * 1024,
  horizonMs: 10_000,
  refuseUnsent: false,
};

/**
 * Gathers appends into batches: the first at once, then at least `spacingMs` apart, one batch in
 * flight per partition, so that records of one key keep the order of their calls.
 */
export class AppendBatcher {
  readonly #options;
  readonly #lanes = new Map<string, Lane>();
  #bytes = 0;
  #lastFlush = -Infinity;
  #timer: NodeJS.Timeout | undefined;
  #sweep: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(
    readonly write: WriteBatches,
    options: BatcherOptions,
  ) {
    this.#options = { ...defaults, ...options };
  }

  append(topic: string, record: OutgoingRecord): Promise<Appended> {
    const bytes = Buffer.byteLength(record.value) + record.key.length + 64;
    if (this.#closed || this.#bytes + bytes > this.#options.maxBytes) {
      if (!this.#closed) this.#options.onBoundHit?.();
      return Promise.reject(new AppError('unavailable'));
    }
    return new Promise((resolve, reject) => {
      this.#bytes += bytes;
      // Written out, not spread: this runs once a message (infra/bench).
      this.#lane(topic, record.key).queue.push({
        key: record.key,
        value: record.value,
        headers: record.headers,
        bytes,
        takenAt: performance.now(),
        resolve,
        reject,
        unsure: false,
        settled: false,
      });
      this.#schedule();
    });
  }

  /** Answers `unavailable` to all that was never sent; for a store known to be away. */
  dropUnsent(): void {
    for (const lane of this.#lanes.values()) {
      const unsent = lane.queue.filter((record) => !record.unsure);
      lane.queue = lane.queue.filter((record) => record.unsure);
      for (const record of unsent) this.#answer(record, new AppError('unavailable'));
    }
  }

  /** Flushes what waits and resolves when every append has its answer. */
  async close(): Promise<void> {
    this.#closed = true;
    while (this.#bytes > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    clearTimeout(this.#timer);
    clearInterval(this.#sweep);
  }

  #lane(topic: string, key: string): Lane {
    const partition = partitionOf(key, this.#options.partitions);
    const name = `${topic}/${partition}`;
    let lane = this.#lanes.get(name);
    if (!lane) this.#lanes.set(name, (lane = { topic, partition, queue: [], flight: [] }));
    return lane;
  }

  #schedule(): void {
    this.#sweep ??= setInterval(() => this.#expire(), 250).unref();
    if (this.#timer) return;
    const wait = Math.max(0, this.#lastFlush + this.#options.spacingMs - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#flush();
    }, wait);
  }

  async #flush(): Promise<void> {
    const lanes = [...this.#lanes.values()].filter(hasNext);
    if (lanes.length === 0) return;
    this.#lastFlush = performance.now();
    for (const lane of lanes) this.#take(lane);
    const answers = await this.#written(lanes);
    lanes.forEach((lane, i) => this.#settle(lane, answers[i]));
    if ([...this.#lanes.values()].some(hasNext)) this.#schedule();
  }

  #take(lane: Lane): void {
    const { maxBatch, maxBatchBytes } = this.#options;
    let bytes = 0;
    let length = 0;
    for (const record of lane.queue) {
      bytes += record.bytes;
      if (length === maxBatch || (length > 0 && bytes > maxBatchBytes)) break;
      length++;
    }
    lane.flight = lane.queue.splice(0, length);
  }

  async #written(lanes: readonly Lane[]): Promise<readonly (StoredBatch | undefined)[]> {
    try {
      const answers = await this.write(
        lanes.map(({ topic, partition, flight }) => ({ topic, partition, records: flight })),
      );
      markUnsure(lanes.filter((_, i) => !answers[i]));
      return answers;
    } catch (error) {
      const unsent = error instanceof AppError && error.code === 'unavailable';
      if (!unsent) markUnsure(lanes);
      else if (this.#options.refuseUnsent) this.#refuse(lanes);
      await new Promise((resolve) => setTimeout(resolve, 100 + Math.random() * 200));
      return [];
    }
  }

  #refuse(lanes: readonly Lane[]): void {
    for (const record of lanes.flatMap((lane) => lane.flight)) {
      if (!record.unsure) this.#answer(record, new AppError('unavailable'));
    }
  }

  /** Without an answer the records go back to the head of their queue, those still awaited. */
  #settle(lane: Lane, stored: StoredBatch | undefined): void {
    const taken = lane.flight;
    lane.flight = [];
    if (!stored) lane.queue = [...taken.filter((r) => !r.settled), ...lane.queue];
    else {
      const { baseOffset, at } = stored;
      taken.forEach((record, i) =>
        this.#answer(record, { partition: lane.partition, offset: baseOffset + i, at }),
      );
    }
  }

  #answer(record: Waiting, answer: Appended | AppError): void {
    if (record.settled) return;
    record.settled = true;
    this.#bytes -= record.bytes;
    if (answer instanceof AppError) record.reject(answer);
    else record.resolve(answer);
  }

  /** An unsent record leaves its queue; a sent one may still be stored, so its caller learns nothing. */
  #expire(): void {
    const since = performance.now() - this.#options.horizonMs;
    for (const lane of this.#lanes.values()) {
      for (const record of lane.flight) {
        if (record.takenAt < since) this.#answer(record, new AppError('internal'));
      }
      const expired = lane.queue.filter((r) => r.takenAt < since);
      if (expired.length === 0) continue;
      lane.queue = lane.queue.filter((r) => r.takenAt >= since);
      for (const record of expired) {
        this.#answer(record, new AppError(record.unsure ? 'internal' : 'unavailable'));
      }
    }
    if (this.#bytes > 0) return;
    clearInterval(this.#sweep);
    this.#sweep = undefined;
  }
}

function markUnsure(lanes: readonly Lane[]): void {
  for (const record of lanes.flatMap((lane) => lane.flight)) record.unsure = true;
}

const hasNext = (lane: Lane): boolean => lane.flight.length === 0 && lane.queue.length > 0;
