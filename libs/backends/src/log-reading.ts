import { StartError } from '@livechat/runtime';
import type { Consumption, EventLog, LogHandler, LogRecord, OwnedPartition } from './event-log.ts';
import { fingerprint, targetOf, type LoggedEvent } from './logged-event.ts';
import { VoidFilter, voidWindowMs } from './void-filter.ts';

/** A stream as the log has it, oldest event first; grows while the log is read on. */
export interface LoggedStream {
  readonly partition: number;
  readonly events: readonly LoggedEvent[];
}

interface ReadStream extends LoggedStream {
  readonly events: LoggedEvent[];
  /** One filter a stream: streams read ahead of each other, whose clocks must not mix. */
  readonly filter: VoidFilter;
}

const pollMs = 20;
const stallMs = 30_000;

/** All of raw-chats from the oldest record on, by stream, read as a passing group. */
export class LogReading implements LogHandler<'raw-chats'> {
  readonly #streams = new Map<string, ReadStream>();
  /** Offset in each stream of an author's erasure. */
  readonly #erasures = new Map<string, Map<string, number>>();
  readonly #first = new Map<number, number>();
  readonly #next = new Map<number, number>();
  #consumption: Consumption | undefined;
  #joins = 0;

  private constructor(readonly log: EventLog) {}

  static async start(log: EventLog): Promise<LogReading> {
    const reading = new LogReading(log);
    const options = { group: 'reconcile', topics: ['raw-chats'] as const, passing: true };
    reading.#consumption = await log.consume({ ...options, commitEveryMs: 50 }, reading);
    return reading;
  }

  get streams(): ReadonlyMap<string, LoggedStream> {
    return this.#streams;
  }

  assigned(partitions: readonly OwnedPartition[]): void {
    this.#joins++;
    this.#streams.clear();
    this.#erasures.clear();
    for (const { partition, committed } of partitions) {
      this.#first.set(partition, committed);
      this.#next.set(partition, committed);
    }
  }

  handle(records: readonly LogRecord<'raw-chats'>[]): Promise<void> {
    for (const record of records) this.#take(record);
    return Promise.resolve();
  }

  beforeCommit({ partition }: { readonly partition: number }, next: number): Promise<void> {
    this.#next.set(partition, next);
    return Promise.resolve();
  }

  /** Resolves once everything below these ends is read; StartError when the log gives no more. */
  async upTo(ends: readonly number[]): Promise<void> {
    let [before, movedAt] = [-1, performance.now()];
    for (;;) {
      this.assertWhole();
      const missing = ends.map((end, partition) => end - (this.#next.get(partition) ?? 0));
      const behind = missing.filter((count) => count > 0).reduce((sum, count) => sum + count, 0);
      if (behind === 0) return;
      if (behind !== before) [before, movedAt] = [behind, performance.now()];
      if (performance.now() - movedAt > stallMs) {
        throw new StartError(`The log gives no more: ${behind} records could not be read`);
      }
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
  }

  /** Resolves once everything is read that is in the log now. */
  async catchUp(): Promise<void> {
    await this.upTo(await this.log.ends('raw-chats'));
  }

  /** Resolves once a partition is read below an offset. */
  below(partition: number, offset: number): Promise<void> {
    return this.upTo(
      Array.from({ length: partition + 1 }, (_, i) => (i === partition ? offset : 0)),
    );
  }

  /** Throws StartError where the log had to be read anew: what was compared is void. */
  assertWhole(): void {
    if (this.#joins > 1) throw new StartError('The reading of the log was broken off; try again');
  }

  /**
   * The offset from which a partition can be judged: 0, or where old records are gone, the first
   * whose bans and copies all lie in what is left.
   */
  judgedFrom(partition: number, since: number): number {
    const first = this.#first.get(partition) ?? 0;
    const here = [...this.#streams.values()].filter((s) => s.partition === partition);
    const oldest = here.reduce((at, s) => Math.min(at, s.events[0]?.appendedAt ?? at), Infinity);
    const from = Math.max(since, first === 0 ? 0 : oldest + voidWindowMs);
    if (from === 0) return 0;
    const offsets = here.map(({ events }) => events.find((e) => e.appendedAt >= from)?.offset);
    const end = this.#next.get(partition) ?? 0;
    return offsets.reduce<number>((least, offset = end) => Math.min(least, offset), end);
  }

  /** The streams in which an author was erased, each with the offset of that. */
  erasuresOf(author: string): ReadonlyMap<string, number> {
    return this.#erasures.get(author) ?? new Map();
  }

  async stop(): Promise<void> {
    await this.#consumption?.stop();
  }

  #take(record: LogRecord<'raw-chats'>): void {
    const { key, partition, offset, at, value } = record;
    let stream = this.#streams.get(key);
    if (!stream) {
      stream = { partition, events: [], filter: new VoidFilter() };
      this.#streams.set(key, stream);
    }
    const voidReason = stream.filter.voidReason(record);
    stream.events.push({
      ...fingerprint(value),
      offset,
      appendedAt: at,
      at: value.at ?? at,
      target: targetOf(value),
      voidReason,
    });
    if (value.type !== 'chatter.erased') return;
    const streams = this.#erasures.get(value.userId) ?? new Map<string, number>();
    this.#erasures.set(value.userId, streams.set(key, offset));
  }
}
