import type { Topic } from '@livechat/contracts';
import type { ConsumeOptions, LogHandler, LogRecord, TopicPartition } from './event-log.ts';
import { queuedRecord } from './fetched-record.ts';
import { RecordWork } from './record-work.ts';

/** A record as it lies in the file. */
export interface StoredRecord {
  readonly offset: number;
  readonly at: number;
  readonly key: string;
  readonly value: string;
  readonly headers: string;
}

/** What a member needs of the log's file. */
export interface LogReader {
  read(topic: string, partition: number, from: number, limit: number): StoredRecord[];
  committed(topic: string, partition: number): number;
  /** The first offset not older than `readBackMs` before the last committed record. */
  firstSince(topic: string, partition: number, next: number, readBackMs: number): number;
  commit(topic: string, partition: number, next: number): Promise<void>;
  deadLetter(record: LogRecord, text: string, reason: string): Promise<void>;
  onError(error: unknown, what: string): void;
  readonly maxLaneBytes: number | undefined;
}

interface Cursor {
  next: number;
  readonly committed: number;
  full: boolean;
  reading: boolean;
}

const readLimit = 500;

/** One member of a group: reads on from its cursors and hands records to the work. */
export class GroupMember<T extends Topic> {
  readonly #work: RecordWork<T>;
  #cursors = new Map<string, Cursor>();
  #stopped = false;

  constructor(
    readonly options: ConsumeOptions<T>,
    handler: LogHandler<T>,
    readonly reader: LogReader,
  ) {
    this.#work = new RecordWork<T>(
      handler,
      {
        commit: ({ topic, partition }, next) => reader.commit(topic, partition, next),
        deadLetter: (record, text, reason) => reader.deadLetter(record, text, reason),
        full: (partition, full) => this.#full(partition, full),
      },
      {
        commitEveryMs: options.commitEveryMs ?? 250,
        ...(reader.maxLaneBytes && { maxQueueBytes: reader.maxLaneBytes }),
        onError: (error, what) => reader.onError(error, what),
      },
    );
  }

  /** These partitions from now on, each from its committed offset less the read-back. */
  async assign(partitions: readonly TopicPartition[]): Promise<void> {
    if (this.#stopped) return;
    const cursors = new Map<string, Cursor>();
    const assigned = partitions.map(({ topic, partition }) => {
      const committed = this.reader.committed(topic, partition);
      const back = this.options.readBackMs ?? 0;
      const next = this.reader.firstSince(topic, partition, committed, back);
      cursors.set(`${topic}/${partition}`, { next, committed, full: false, reading: false });
      return { topic, partition, committed };
    });
    this.#cursors = cursors;
    await this.#work.assign(assigned);
    for (const { topic, partition } of partitions) this.appended(topic, partition);
  }

  /** Records may be there: reads on, a chunk per turn of the event loop, while the queue has room. */
  appended(topic: string, partition: number): void {
    const cursor = this.#cursors.get(`${topic}/${partition}`);
    if (!cursor || cursor.full || cursor.reading || this.#stopped) return;
    cursor.reading = true;
    const at = { topic: topic as T, partition };
    setImmediate(() => {
      cursor.reading = false;
      if (this.#stopped || this.#cursors.get(`${topic}/${partition}`) !== cursor) return;
      const rows = this.reader.read(topic, partition, cursor.next, readLimit);
      if (rows.length === 0) return;
      cursor.next = (rows.at(-1)?.offset ?? 0) + 1;
      this.#take(at, rows, cursor);
      if (rows.length === readLimit) this.appended(topic, partition);
    });
  }

  get owned(): readonly AssignedPartition[] {
    return this.#work.owned;
  }

  async stop(): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    await this.#work.stop();
  }

  #take(at: TopicPartition & { topic: T }, rows: readonly StoredRecord[], cursor: Cursor): void {
    const queued = rows.map(({ offset, at: time, key, value, headers: text }) => {
      const headers = JSON.parse(text) as Record<string, string>;
      return queuedRecord(at, { offset, at: time, key, text: value, headers }, cursor.committed);
    });
    this.#work.push(at, queued);
  }

  #full({ topic, partition }: TopicPartition, full: boolean): void {
    const cursor = this.#cursors.get(`${topic}/${partition}`);
    if (!cursor) return;
    cursor.full = full;
    if (!full) this.appended(topic, partition);
  }
}
