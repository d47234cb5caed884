import { AppError, type ErrorCode, type Topic } from '@livechat/contracts';
import type { DeadLetter } from './dead-letter.ts';
import type { LogHandler, LogRecord, OwnedPartition, TopicPartition } from './event-log.ts';
import {
  emptyLane,
  laneName,
  recordsOf,
  takeBatch,
  type Lane,
  type QueuedRecord,
} from './record-lane.ts';

/** What the work needs of the log it consumes. */
export interface WorkSource<T extends Topic> {
  /** Stores `next` as the group's offset of a partition. */
  commit(partition: TopicPartition, next: number): Promise<void>;
  /** Puts a record no handler could take into its topic's dead letters. */
  deadLetter(record: LogRecord<T>, letter: DeadLetter): Promise<void>;
  /** A partition's queue is full (true) or has room again (false). */
  full(partition: TopicPartition, isFull: boolean): void;
}

export interface WorkOptions {
  readonly commitEveryMs: number;
  /** Bound of one partition's queue, bytes of its values. */
  readonly maxQueueBytes?: number;
  readonly onError?: (error: unknown, what: string) => void;
}

const maxTries = 3;

/**
 * Everything between fetching records and committing them, alike for every log: queues per
 * partition, one worker per stream, waiting through outages, three tries, dead letters, and the
 * commit of the lowest unfinished offset after `beforeCommit`.
 */
export class RecordWork<T extends Topic> {
  readonly #lanes = new Map<string, Lane<T>>();
  /** What still runs per stream, also of partitions given up since. */
  readonly #running = new Map<string, Promise<void>>();
  #assigned: Promise<void> = Promise.resolve();
  #stopping = false;

  constructor(
    readonly handler: LogHandler<T>,
    readonly source: WorkSource<T>,
    readonly options: WorkOptions,
  ) {}

  /** Begins anew with these partitions: queues are dropped, results of old work no longer count. */
  assign(partitions: readonly OwnedPartition[]): Promise<void> {
    this.drop();
    for (const partition of partitions) {
      const timer = setInterval(() => void this.#commit(lane), this.options.commitEveryMs);
      const { committed } = partition;
      const lane: Lane<T> = { ...emptyLane<T>(), partition, timer, committed };
      this.#lanes.set(laneName(partition), lane);
    }
    const before = this.#assigned;
    this.#assigned = before.then(() => this.#persist(() => this.handler.assigned?.(partitions)));
    return this.#assigned;
  }

  /** Takes fetched records of one partition in order of offset; ignores partitions not assigned. */
  push(partition: TopicPartition, records: readonly QueuedRecord<T>[]): void {
    const lane = this.#lanes.get(laneName(partition));
    if (!lane || this.#stopping) return;
    for (const queued of records) {
      lane.unfinished.push(queued.record.offset);
      lane.next = queued.record.offset + 1;
      lane.bytes += queued.bytes;
      const waiting = lane.waiting.get(queued.record.key);
      if (waiting) waiting.push(queued);
      else lane.waiting.set(queued.record.key, [queued]);
      this.#work(lane, queued.record.key);
    }
    if (!lane.full && lane.bytes > this.#maxQueueBytes) this.#setFull(lane, true);
  }

  /** What this member owns, and how far each of it is committed. */
  get owned(): readonly OwnedPartition[] {
    return [...this.#lanes.values()].map(({ partition, committed }) => ({
      ...partition,
      committed,
    }));
  }

  /** Finishes what handlers have in hand, commits it, and forgets the rest. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.all(this.#running.values());
    await Promise.all([...this.#lanes.values()].map((lane) => this.#commitLast(lane)));
    this.drop();
  }

  get #maxQueueBytes(): number {
    return this.options.maxQueueBytes ?? 8 * 1024 * 1024;
  }

  /** Gives up every partition at once: queues are dropped, nothing of them is committed any more. */
  drop(): void {
    for (const lane of this.#lanes.values()) {
      lane.closed = true;
      clearInterval(lane.timer);
    }
    this.#lanes.clear();
  }

  /** Sees to it that one worker runs for the stream. */
  #work(lane: Lane<T>, key: string): void {
    if (lane.working.has(key)) return;
    lane.working.add(key);
    const name = `${laneName(lane.partition)}/${key}`;
    const before = Promise.all([this.#assigned, this.#running.get(name)]);
    const run = before.then(() => this.#drainKey(lane, key));
    this.#running.set(name, run);
    void run.finally(() => {
      if (this.#running.get(name) === run) this.#running.delete(name);
    });
  }

  async #drainKey(lane: Lane<T>, key: string): Promise<void> {
    for (;;) {
      const batch = takeBatch(lane, key);
      if (batch.length === 0 || this.#stopping) break;
      await this.#settle(lane, batch);
      if (lane.closed) break;
      this.#finish(lane, batch);
    }
    lane.working.delete(key);
  }

  async #settle(lane: Lane<T>, batch: readonly QueuedRecord<T>[]): Promise<void> {
    const [first] = batch;
    if (first?.unfit === undefined) return this.#handle(lane, recordsOf(batch));
    const letter = { text: first.unfit, error: 'does not fit the schema' };
    if (!first.record.replayed)
      await this.#bury(lane, first.record, { ...letter, reason: 'schema' });
  }

  #finish(lane: Lane<T>, batch: readonly QueuedRecord<T>[]): void {
    for (const { record, bytes } of batch) {
      lane.done.add(record.offset);
      lane.bytes -= bytes;
    }
    let finished = 0;
    while (lane.done.delete(lane.unfinished[finished] ?? -1)) finished++;
    if (finished > 0) lane.unfinished.splice(0, finished);
    if (lane.full && lane.bytes < this.#maxQueueBytes / 2) this.#setFull(lane, false);
  }

  #setFull(lane: Lane<T>, full: boolean): void {
    lane.full = full;
    this.source.full(lane.partition, full);
  }

  /** Tries until the effect is there, the record is a dead letter, or the partition is given up. */
  async #handle(lane: Lane<T>, records: readonly LogRecord<T>[]): Promise<void> {
    let tries = 0;
    for (let attempt = 0; !lane.closed; attempt++) {
      try {
        await this.handler.handle(records);
        return;
      } catch (error) {
        const isOver = isOutage(error) ? this.#stopping : ++tries === maxTries;
        if (isOver)
          return isOutage(error) ? this.#giveUp(lane) : this.#isolate(lane, records, error);
        this.options.onError?.(error, 'handle');
        await pause(attempt);
      }
    }
  }

  /** At a stop in an outage the records stay uncommitted. */
  #giveUp(lane: Lane<T>): void {
    lane.closed = true;
  }

  /** One bad record among many: each is tried alone, and what fails alone is a dead letter. */
  async #isolate(lane: Lane<T>, records: readonly LogRecord<T>[], error: unknown): Promise<void> {
    const [only] = records;
    if (only && records.length === 1) {
      return this.#bury(lane, only, {
        text: JSON.stringify(only.value),
        reason: 'handler_failed',
        error: error instanceof Error ? error.message : String(error),
      });
    }
    for (const record of records) await this.#handle(lane, [record]);
  }

  #bury(lane: Lane<T>, record: LogRecord<T>, letter: DeadLetter): Promise<void> {
    return this.#persist(() => this.source.deadLetter(record, letter), lane);
  }

  /** A commit under way may name an offset that has been passed since. */
  async #commitLast(lane: Lane<T>): Promise<void> {
    await lane.committing;
    await this.#commit(lane);
  }

  async #commit(lane: Lane<T>): Promise<void> {
    const next = lane.unfinished[0] ?? lane.next;
    if (lane.closed || next === undefined || next <= lane.committed) return;
    if (lane.committing) return lane.committing;
    lane.committing = this.#commitTo(lane, next).finally(() => (lane.committing = undefined));
    await lane.committing;
  }

  async #commitTo(lane: Lane<T>, next: number): Promise<void> {
    try {
      await this.handler.beforeCommit?.(lane.partition, next);
      if (lane.closed) return;
      await this.source.commit(lane.partition, next);
      lane.committed = next;
    } catch (error) {
      this.options.onError?.(error, 'commit');
    }
  }

  /** Repeats until it succeeds: losing this would lose a record or leave memory stale. */
  async #persist(work: () => Promise<void> | void, lane?: Lane<T>): Promise<void> {
    for (let attempt = 0; !lane?.closed && !(this.#stopping && attempt > 3); attempt++) {
      try {
        return await work();
      } catch (error) {
        this.options.onError?.(error, 'persist');
        await pause(attempt);
      }
    }
    // Not there: nothing behind it may be committed.
    if (lane) this.#giveUp(lane);
  }
}

const outages: readonly ErrorCode[] = ['unavailable', 'draining', 'internal'];

/**
 * A dependency is away, or did not answer (`internal`: an append that may or may not stand): to be
 * waited out, not counted. Faults of a handler are no AppErrors.
 */
const isOutage = (error: unknown): boolean =>
  error instanceof AppError && outages.includes(error.code);

/** Full jitter between 100 ms and 10 s (reliability.md §2). */
const pause = (attempt: number): Promise<void> =>
  new Promise((resolve) =>
    setTimeout(resolve, 100 + Math.random() * Math.min(9_900, 100 * 2 ** attempt)),
  );
