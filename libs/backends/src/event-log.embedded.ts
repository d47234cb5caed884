import { topicNames, type RecordOf, type Topic } from '@livechat/contracts';
import type { Database, Statement } from 'better-sqlite3';
import { AppendBatcher, type PartitionBatch, type StoredBatch } from './append-batcher.ts';
import { openEmbeddedFile } from './embedded-file.ts';
import {
  EventLog,
  type Appended,
  type ConsumeOptions,
  type Consumption,
  type LogHandler,
  type LogRecord,
  type TopicPartition,
} from './event-log.ts';
import { GroupMember, type StoredRecord } from './event-log-member.embedded.ts';
import { LogClock } from './log-clock.ts';

const schema = `
  CREATE TABLE IF NOT EXISTS records (
    topic TEXT NOT NULL, part INTEGER NOT NULL, offset INTEGER NOT NULL, at INTEGER NOT NULL,
    key TEXT NOT NULL, value TEXT NOT NULL, headers TEXT NOT NULL,
    PRIMARY KEY (topic, part, offset)
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS records_by_time ON records (topic, part, at);
  CREATE TABLE IF NOT EXISTS committed (
    grp TEXT NOT NULL, topic TEXT NOT NULL, part INTEGER NOT NULL, next INTEGER NOT NULL,
    PRIMARY KEY (grp, topic, part)
  ) WITHOUT ROWID;`;

export interface EmbeddedLogOptions {
  readonly partitions?: number;
  /** Bound of appends that wait, bytes. */
  readonly maxQueueBytes?: number;
  /** Bound of one partition's records in a consumer's queue, bytes. */
  readonly maxLaneBytes?: number;
  readonly onAppend?: (seconds: number) => void;
  readonly onLag?: (lag: GroupLag) => void;
  readonly onBoundHit?: () => void;
  readonly onDeadLetter?: (topic: string, reason: string) => void;
  readonly onError?: (error: unknown, what: string) => void;
}

/** How far a group is behind in one partition: records, and the age of the oldest of them in s. */
export interface GroupLag extends TopicPartition {
  readonly group: string;
  readonly records: number;
  readonly oldestSeconds: number;
}

const lagEveryMs = 5_000;

/** The log on one SQLite file, with partitions, group ownership and commits as Kafka has them. */
export class EmbeddedEventLog extends EventLog {
  readonly #db: Database;
  readonly #clock: LogClock;
  readonly #partitions: number;
  readonly #batcher: AppendBatcher;
  readonly #ends = new Map<string, number>();
  readonly #groups = new Map<string, GroupMember<Topic>[]>();
  readonly #commits = new Map<string, () => void>();
  #committing: Promise<void> | undefined;
  readonly #sql: ReturnType<typeof statements>;
  readonly #lagTimer: NodeJS.Timeout;

  constructor(
    file: string,
    readonly options: EmbeddedLogOptions = {},
  ) {
    super();
    this.#db = openEmbeddedFile(file, schema);
    this.#sql = statements(this.#db);
    this.#partitions = options.partitions ?? 32;
    const { last } = this.#db.prepare('SELECT max(at) AS last FROM records').get() as Last;
    this.#clock = new LogClock(last ?? 0);
    this.#batcher = new AppendBatcher((batches) => Promise.resolve(this.#write(batches)), {
      partitions: this.#partitions,
      ...(options.maxQueueBytes && { maxBytes: options.maxQueueBytes }),
      ...(options.onBoundHit && { onBoundHit: options.onBoundHit }),
    });
    this.#lagTimer = setInterval(() => this.#tellLags(), lagEveryMs).unref();
  }

  /** Tells every group's lag; partitions never written to are left out. */
  #tellLags(): void {
    for (const member of [...this.#groups.values()].flat()) {
      for (const { topic, partition, committed } of member.owned) {
        const end = this.#end(topic, partition);
        if (end > 0) this.#tellLag(member.options.group, { topic, partition }, committed, end);
      }
    }
  }

  #tellLag(group: string, at: TopicPartition, committed: number, end: number): void {
    const records = Math.max(0, end - committed);
    const oldest = records > 0 && this.#sql.read.get(at.topic, at.partition, committed, 1);
    const since = oldest ? this.#clock.now() - (oldest as StoredRecord).at : 0;
    this.options.onLag?.({ group, ...at, records, oldestSeconds: since / 1_000 });
  }

  async append<T extends Topic>(
    topic: T,
    key: string,
    value: RecordOf<T>,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Appended> {
    const started = performance.now();
    const appended = await this.appendText(topic, key, JSON.stringify(value), headers);
    this.options.onAppend?.((performance.now() - started) / 1_000);
    return appended;
  }

  /** Appends a value as text, unchecked. */
  appendText(
    topic: string,
    key: string,
    value: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Appended> {
    return this.#batcher.append(topic, { key, value, headers });
  }

  async consume<T extends Topic>(
    options: ConsumeOptions<T>,
    handler: LogHandler<T>,
  ): Promise<Consumption> {
    const member = new GroupMember<Topic>(
      options,
      handler as unknown as LogHandler,
      this.#reader(options.group),
    );
    const members = this.#groups.get(options.group) ?? [];
    this.#groups.set(options.group, [...members, member as GroupMember<Topic>]);
    await this.#rebalance(options.group);
    return {
      stop: async () => {
        await member.stop();
        const left = (this.#groups.get(options.group) ?? []).filter((m) => m !== member);
        this.#groups.set(options.group, left);
        await this.#rebalance(options.group);
      },
    };
  }

  ends(topic: Topic): Promise<readonly number[]> {
    const partitions = Array.from({ length: this.#partitions }, (_, i) => i);
    return Promise.resolve(partitions.map((partition) => this.#end(topic, partition)));
  }

  async close(): Promise<void> {
    clearInterval(this.#lagTimer);
    await Promise.all([...this.#groups.values()].flat().map((member) => member.stop()));
    await this.#batcher.close();
    await this.#committing;
    this.#db.close();
  }

  /** Every partition of a topic to one of the members that read it, in turn. */
  async #rebalance(group: string): Promise<void> {
    const members = this.#groups.get(group) ?? [];
    const shares = new Map(members.map((m) => [m, [] as TopicPartition[]]));
    for (const topic of topicNames) {
      const readers = members.filter((m) => m.options.topics.includes(topic));
      for (let partition = 0; partition < this.#partitions && readers.length > 0; partition++) {
        const owner = readers[partition % readers.length];
        if (owner) shares.get(owner)?.push({ topic, partition });
      }
    }
    await Promise.all([...shares].map(([member, share]) => member.assign(share)));
  }

  /** One transaction for all batches; on disk when it returns. */
  #write(batches: readonly PartitionBatch[]): readonly StoredBatch[] {
    const at = this.#clock.now();
    const stored = this.#db.transaction(() =>
      batches.map(({ topic, partition, records }) => {
        const baseOffset = this.#end(topic, partition);
        records.forEach(({ key, value, headers }, i) =>
          this.#sql.insert.run(
            topic,
            partition,
            baseOffset + i,
            at,
            key,
            value,
            JSON.stringify(headers),
          ),
        );
        return { baseOffset, at };
      }),
    )();
    batches.forEach(({ topic, partition, records }, i) => {
      const end = (stored[i]?.baseOffset ?? 0) + records.length;
      this.#ends.set(`${topic}/${partition}`, end);
    });
    queueMicrotask(() => this.#announce(batches));
    return stored;
  }

  #announce(batches: readonly PartitionBatch[]): void {
    for (const member of [...this.#groups.values()].flat()) {
      for (const { topic, partition } of batches) member.appended(topic, partition);
    }
  }

  #end(topic: string, partition: number): number {
    const name = `${topic}/${partition}`;
    let end = this.#ends.get(name);
    if (end === undefined) {
      const { last } = this.#sql.end.get(topic, partition) as Last;
      this.#ends.set(name, (end = (last ?? -1) + 1));
    }
    return end;
  }

  #reader(group: string) {
    return {
      read: (topic: string, partition: number, from: number, limit: number) =>
        this.#sql.read.all(topic, partition, from, limit) as StoredRecord[],
      committed: (topic: string, partition: number) =>
        (this.#sql.committed.get(group, topic, partition) as { next: number } | undefined)?.next ??
        0,
      firstSince: (topic: string, partition: number, next: number, readBackMs: number) =>
        this.#firstSince(topic, partition, next, readBackMs),
      commit: (topic: string, partition: number, next: number) =>
        this.#commit(group, topic, partition, next),
      deadLetter: (record: LogRecord, text: string, reason: string) =>
        this.#deadLetter(record, text, reason),
      maxLaneBytes: this.options.maxLaneBytes,
      onError: (error: unknown, what: string) => this.options.onError?.(error, `${group} ${what}`),
    };
  }

  #firstSince(topic: string, partition: number, next: number, readBackMs: number): number {
    if (readBackMs === 0 || next === 0) return next;
    const last = this.#sql.read.get(topic, partition, next - 1, 1) as StoredRecord | undefined;
    if (!last) return next;
    const { first } = this.#sql.since.get(topic, partition, last.at - readBackMs) as {
      first: number | null;
    };
    return Math.min(first ?? next, next);
  }

  /** Commits of all groups share one transaction every few ms. */
  #commit(group: string, topic: string, partition: number, next: number): Promise<void> {
    const run = () => void this.#sql.commit.run(group, topic, partition, next);
    this.#commits.set(`${group}/${topic}/${partition}`, run);
    this.#committing ??= new Promise((resolve, reject) =>
      setTimeout(() => {
        const runs = [...this.#commits.values()];
        this.#commits.clear();
        this.#committing = undefined;
        try {
          this.#db.transaction(() => runs.forEach((r) => r()))();
          resolve();
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      }, 20),
    );
    return this.#committing;
  }

  async #deadLetter(record: LogRecord, value: string, reason: string): Promise<void> {
    const { topic, partition, offset, key } = record;
    const headers = { ...record.headers, reason, origin: `${topic}/${partition}/${offset}` };
    await this.appendText(`${topic}.dlq`, key, value, headers);
    this.options.onDeadLetter?.(topic, reason);
  }
}

interface Last {
  readonly last: number | null;
}

const statements = (db: Database): Record<StatementName, Statement> => ({
  insert: db.prepare('INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?)'),
  end: db.prepare('SELECT max(offset) AS last FROM records WHERE topic = ? AND part = ?'),
  read: db.prepare(
    'SELECT * FROM records WHERE topic = ? AND part = ? AND offset >= ? ORDER BY offset LIMIT ?',
  ),
  since: db.prepare(
    'SELECT min(offset) AS first FROM records WHERE topic = ? AND part = ? AND at >= ?',
  ),
  committed: db.prepare('SELECT next FROM committed WHERE grp = ? AND topic = ? AND part = ?'),
  commit: db.prepare(
    `INSERT INTO committed VALUES (?, ?, ?, ?)
     ON CONFLICT (grp, topic, part) DO UPDATE SET next = excluded.next`,
  ),
});
type StatementName = 'insert' | 'end' | 'read' | 'since' | 'committed' | 'commit';
