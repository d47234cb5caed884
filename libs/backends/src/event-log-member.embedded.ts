import type { Topic } from '@livechat/contracts';
import type { DeadLetter } from './dead-letter.ts';
import type {
  ConsumeOptions,
  LogHandler,
  LogRecord,
  OwnedPartition,
  TopicPartition,
} from './event-log.ts';
import { asOutage } from './embedded-error.ts';
import { queuedRecord } from './fetched-record.ts';
import type { LogFile, StoredRecord } from './log-file.embedded.ts';
import { RecordWork } from './record-work.ts';

/** What a member needs of the log it belongs to. */
export interface MemberSurroundings {
  readonly file: LogFile;
  /** Bound of one partition's queue, bytes. */
  readonly maxLaneBytes: number | undefined;
  deadLetter(record: LogRecord, letter: DeadLetter): Promise<void>;
  onError(error: unknown, what: string): void;
}

interface Cursor {
  next: number;
  readonly committed: number;
  full: boolean;
  reading: boolean;
}

const readLimit = 500;
/** A file that cannot be read is an outage: it is tried again. */
const readAgainMs = 1_000;

/** One member of a group: reads on from its cursors and hands records to the work. */
export class GroupMember<T extends Topic> {
  readonly #work: RecordWork<T>;
  #cursors = new Map<string, Cursor>();
  #stopped = false;

  constructor(
    readonly options: ConsumeOptions<T>,
    handler: LogHandler<T>,
    readonly around: MemberSurroundings,
  ) {
    this.#work = new RecordWork<T>(
      handler,
      {
        commit: ({ topic, partition }, next) =>
          options.passing
            ? Promise.resolve()
            : around.file.commit({ group: options.group, topic, partition, next }),
        deadLetter: (record, letter) =>
          options.passing ? Promise.resolve() : around.deadLetter(record, letter),
        full: (partition, full) => this.#full(partition, full),
      },
      {
        commitEveryMs: options.commitEveryMs ?? 250,
        ...(around.maxLaneBytes && { maxQueueBytes: around.maxLaneBytes }),
        onError: (error, what) => around.onError(error, what),
      },
    );
  }

  /** These partitions from now on, each from its committed offset less the read-back. */
  async assign(partitions: readonly TopicPartition[]): Promise<void> {
    if (this.#stopped) return;
    const { file } = this.around;
    const cursors = new Map<string, Cursor>();
    const assigned = partitions.map(({ topic, partition }) => {
      const committed = this.options.passing
        ? file.begin(topic, partition)
        : file.committed(this.options.group, topic, partition);
      const back = this.options.readBackMs ?? 0;
      const next = file.firstSince(topic, partition, committed, back);
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
      try {
        if (this.#readOn(at, cursor)) this.appended(topic, partition);
      } catch (error) {
        this.around.onError(asOutage(error), 'read');
        setTimeout(() => this.appended(topic, partition), readAgainMs).unref();
      }
    });
  }

  /** Answers whether there is more to read. */
  #readOn(at: TopicPartition & { topic: T }, cursor: Cursor): boolean {
    const rows = this.around.file.read(at.topic, at.partition, cursor.next, readLimit);
    if (rows.length === 0) return false;
    this.#take(at, rows, cursor);
    cursor.next = (rows.at(-1)?.offset ?? 0) + 1;
    return rows.length === readLimit;
  }

  get owned(): readonly OwnedPartition[] {
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
