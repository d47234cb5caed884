import type { Database, Statement } from 'better-sqlite3';
import type { PartitionBatch, StoredBatch } from './append-batcher.ts';
import { openEmbeddedFile } from './embedded-file.ts';
import { LogClock } from './log-clock.ts';
import { WriteGroup } from './write-group.ts';

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

/** A record as it lies in the file. */
export interface StoredRecord {
  readonly offset: number;
  readonly at: number;
  readonly key: string;
  readonly value: string;
  readonly headers: string;
}

/** A group's next offset in a partition. */
export interface GroupCommit {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  readonly next: number;
}

/** Which old records of a partition may go. */
export interface Trim {
  readonly topic: string;
  readonly partition: number;
  /** Only what was appended before this time, ms since 1970. */
  readonly before: number;
  /** Only offsets whose successor is not above this, beside what groups have committed. */
  readonly needed: number;
  /** Most records in this step. */
  readonly limit: number;
}

/** The records and group offsets of the embedded log, in one SQLite file. */
export class LogFile {
  readonly #db: Database;
  readonly #sql: Statements;
  readonly #clock: LogClock;
  readonly #ends = new Map<string, number>();
  readonly #commits: WriteGroup<GroupCommit>;

  constructor(file: string) {
    this.#db = openEmbeddedFile(file, schema);
    this.#sql = statements(this.#db);
    const { last } = this.#db.prepare('SELECT max(at) AS last FROM records').get() as Last;
    this.#clock = new LogClock(last ?? 0);
    const commitAll = this.#db.transaction((commits: readonly GroupCommit[]) => {
      for (const { group, topic, partition, next } of commits) {
        this.#sql.commit.run(group, topic, partition, next);
      }
    });
    this.#commits = new WriteGroup((commits) => commitAll(commits), 20);
  }

  /** The time an append gets now, ms since 1970. */
  now(): number {
    return this.#clock.now();
  }

  /** One transaction for all batches; on disk when it returns. */
  write(batches: readonly PartitionBatch[]): readonly StoredBatch[] {
    const at = this.now();
    const stored = this.#db.transaction(() => batches.map((batch) => this.#insert(batch, at)))();
    batches.forEach(({ topic, partition, records }, i) => {
      const end = (stored[i]?.baseOffset ?? 0) + records.length;
      this.#ends.set(`${topic}/${partition}`, end);
    });
    return stored;
  }

  /** The next offset of a partition. */
  end(topic: string, partition: number): number {
    const name = `${topic}/${partition}`;
    let end = this.#ends.get(name);
    if (end === undefined) {
      const { last } = this.#sql.end.get(topic, partition) as Last;
      this.#ends.set(name, (end = (last ?? -1) + 1));
    }
    return end;
  }

  /** The oldest offset a partition still holds; its end where it holds none. */
  begin(topic: string, partition: number): number {
    const { first } = this.#sql.first.get(topic, partition) as { first: number | null };
    return first ?? this.end(topic, partition);
  }

  read(topic: string, partition: number, from: number, limit: number): readonly StoredRecord[] {
    return this.#sql.read.all(topic, partition, from, limit) as StoredRecord[];
  }

  committed(group: string, topic: string, partition: number): number {
    const row = this.#sql.committed.get(group, topic, partition) as { next: number } | undefined;
    return row?.next ?? 0;
  }

  /** The first offset not older than `readBackMs` before the last committed record. */
  firstSince(topic: string, partition: number, next: number, readBackMs: number): number {
    const [last] = readBackMs > 0 && next > 0 ? this.read(topic, partition, next - 1, 1) : [];
    if (!last) return next;
    const since = this.#sql.since.get(topic, partition, last.at - readBackMs);
    return Math.min((since as { first: number | null }).first ?? next, next);
  }

  /** Commits of all groups share one transaction every few ms. */
  commit(commit: GroupCommit): Promise<void> {
    return this.#commits.write([commit]);
  }

  /**
   * Takes at most `limit` of the oldest records out, and answers how many: what is old and what
   * every group has committed. The newest record of a partition stays, since offsets go on from
   * it, and so does the last one each group has committed, since read-back begins at its time.
   */
  trim({ topic, partition, before, needed, limit }: Trim): number {
    const { first } = this.#sql.first.get(topic, partition) as { first: number | null };
    if (first === null) return 0;
    const { least } = this.#sql.least.get({ topic, part: partition }) as { least: number | null };
    const kept = Math.min(least ?? Infinity, needed, this.end(topic, partition)) - 1;
    const end = Math.min(first + limit, kept);
    return this.#sql.trim.run(topic, partition, end, before).changes;
  }

  close(): void {
    this.#commits.close();
    this.#db.close();
  }

  #insert({ topic, partition, records }: PartitionBatch, at: number): StoredBatch {
    const baseOffset = this.end(topic, partition);
    records.forEach(({ key, value, headers }, i) => {
      const place = [topic, partition, baseOffset + i, at];
      this.#sql.insert.run(...place, key, value, JSON.stringify(headers));
    });
    return { baseOffset, at };
  }
}

interface Last {
  readonly last: number | null;
}

const statements = (db: Database) => ({
  insert: db.prepare('INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?)'),
  end: db.prepare('SELECT max(offset) AS last FROM records WHERE topic = ? AND part = ?'),
  read: db.prepare(
    'SELECT * FROM records WHERE topic = ? AND part = ? AND offset >= ? ORDER BY offset LIMIT ?',
  ),
  since: db.prepare(
    'SELECT min(offset) AS first FROM records WHERE topic = ? AND part = ? AND at >= ?',
  ),
  first: db.prepare('SELECT min(offset) AS first FROM records WHERE topic = ? AND part = ?'),
  // A group that reads the topic and has committed nothing of this partition needs all of it.
  least: db.prepare(`SELECT min(coalesce(c.next, 0)) AS least
    FROM (SELECT DISTINCT grp FROM committed WHERE topic = @topic) g
    LEFT JOIN committed c ON c.grp = g.grp AND c.topic = @topic AND c.part = @part`),
  trim: db.prepare('DELETE FROM records WHERE topic = ? AND part = ? AND offset < ? AND at < ?'),
  committed: db.prepare('SELECT next FROM committed WHERE grp = ? AND topic = ? AND part = ?'),
  commit: db.prepare(
    `INSERT INTO committed VALUES (?, ?, ?, ?)
     ON CONFLICT (grp, topic, part) DO UPDATE SET next = excluded.next`,
  ),
});
type Statements = { readonly [K in keyof ReturnType<typeof statements>]: Statement };
