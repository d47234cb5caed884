import type { LogEvent } from '@livechat/contracts';
import type { Database, Statement } from 'better-sqlite3';
import {
  ChatHistory,
  type HistoryKind,
  type HistoryKinds,
  type HistoryRange,
  type HistoryRecord,
} from './chat-history.ts';
import { asOutage } from './embedded-error.ts';
import { openEmbeddedFile } from './embedded-file.ts';
import { WriteGroup } from './write-group.ts';

const schema = `
  CREATE TABLE IF NOT EXISTS events (
    stream TEXT NOT NULL, epoch INTEGER NOT NULL, offset INTEGER NOT NULL,
    ordinal INTEGER NOT NULL, author TEXT, value TEXT NOT NULL,
    PRIMARY KEY (stream, epoch, offset)
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS events_by_author ON events (author) WHERE author IS NOT NULL;
  CREATE TABLE IF NOT EXISTS removals (
    stream TEXT NOT NULL, epoch INTEGER NOT NULL, offset INTEGER NOT NULL,
    decided INTEGER NOT NULL, removed INTEGER NOT NULL,
    PRIMARY KEY (stream, epoch, offset)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS facts (
    kind TEXT NOT NULL, stream TEXT NOT NULL, epoch INTEGER NOT NULL, id TEXT NOT NULL,
    key INTEGER NOT NULL, version INTEGER NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (kind, stream, epoch, id)
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS facts_by_key ON facts (kind, stream, epoch, key);`;

/** The archive in one SQLite file. */
export class EmbeddedChatHistory extends ChatHistory {
  readonly #db: Database;
  readonly #sql: Statements;
  readonly #writes: WriteGroup<HistoryRecord>;

  constructor(file: string) {
    super();
    this.#db = openEmbeddedFile(file, schema);
    this.#sql = statements(this.#db);
    const writeAll = this.#db.transaction((records: readonly HistoryRecord[]) =>
      records.forEach((record) => this.#write(record)),
    );
    this.#writes = new WriteGroup((records) => writeAll(records));
  }

  async write(records: readonly HistoryRecord[]): Promise<void> {
    try {
      await this.#writes.write(records);
    } catch (error) {
      throw asOutage(error);
    }
  }

  page<K extends HistoryKind>(kind: K, range: HistoryRange): Promise<readonly HistoryKinds[K][]> {
    const newest = range.newest ?? false;
    const place = [
      range.streamId,
      range.epoch,
      range.after ?? -1,
      range.before ?? Number.MAX_SAFE_INTEGER,
      range.limit,
    ];
    const rows =
      kind === 'event'
        ? this.#sql[newest ? 'eventsDown' : 'eventsUp'].all(...place)
        : this.#sql[newest ? 'factsDown' : 'factsUp'].all(kind, ...place);
    const values = (rows as Row[]).map((row) => JSON.parse(row.value) as HistoryKinds[K]);
    return Promise.resolve(newest ? values.reverse() : values);
  }

  find(
    streamId: string,
    epoch: number,
    offset: number,
    evenRemoved = false,
  ): Promise<LogEvent | undefined> {
    const statement = this.#sql[evenRemoved ? 'anyEvent' : 'event'];
    const row = statement.get(streamId, epoch, offset) as Row | undefined;
    return Promise.resolve(row && (JSON.parse(row.value) as LogEvent));
  }

  epochs(streamId: string): Promise<readonly number[]> {
    const rows = this.#sql.epochs.all(streamId) as { epoch: number }[];
    return Promise.resolve(rows.map((row) => row.epoch));
  }

  erase(authorId: string): Promise<readonly string[]> {
    const rows = this.#sql.streamsOf.all(authorId) as { stream: string }[];
    this.#sql.erase.run(authorId);
    return Promise.resolve(rows.map((row) => row.stream));
  }

  close(): Promise<void> {
    this.#writes.close();
    this.#db.close();
    return Promise.resolve();
  }

  #write(record: HistoryRecord): void {
    const { kind, streamId, epoch, key, version } = record;
    const text = JSON.stringify(record.value);
    if (kind !== 'event') {
      this.#sql.putFact.run(kind, streamId, epoch, record.id ?? String(key), key, version, text);
      return;
    }
    const event = record.value as LogEvent;
    const author = event.type === 'message.posted' ? event.author.id : null;
    this.#sql.putEvent.run(streamId, epoch, key, record.ordinal ?? 0, author, text);
    if (event.type === 'message.removed' || event.type === 'message.restored') {
      const removed = event.type === 'message.removed' ? 1 : 0;
      this.#sql.decide.run(streamId, epoch, event.target.offset, key, removed);
    }
  }
}

interface Row {
  readonly value: string;
}

const visible = `NOT EXISTS (SELECT 1 FROM removals r WHERE r.stream = e.stream
  AND r.epoch = e.epoch AND r.offset = e.offset AND r.removed = 1)`;
const eventRange = `SELECT value FROM events e WHERE stream = ? AND epoch = ? AND offset > ?
  AND offset < ? AND ${visible} ORDER BY offset`;
const factRange = `SELECT value FROM facts WHERE kind = ? AND stream = ? AND epoch = ? AND key > ?
  AND key < ? ORDER BY key`;

const statements = (db: Database) => ({
  putEvent: db.prepare('INSERT OR IGNORE INTO events VALUES (?, ?, ?, ?, ?, ?)'),
  decide: db.prepare(`INSERT INTO removals VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET decided = excluded.decided, removed = excluded.removed
    WHERE excluded.decided > decided`),
  putFact: db.prepare(`INSERT INTO facts VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET key = excluded.key, version = excluded.version,
      value = excluded.value WHERE excluded.version > version`),
  event: db.prepare(
    `SELECT value FROM events e WHERE stream = ? AND epoch = ? AND offset = ? AND ${visible}`,
  ),
  anyEvent: db.prepare('SELECT value FROM events WHERE stream = ? AND epoch = ? AND offset = ?'),
  eventsUp: db.prepare(`${eventRange} LIMIT ?`),
  eventsDown: db.prepare(`${eventRange} DESC LIMIT ?`),
  factsUp: db.prepare(`${factRange} LIMIT ?`),
  factsDown: db.prepare(`${factRange} DESC LIMIT ?`),
  epochs: db.prepare('SELECT DISTINCT epoch FROM events WHERE stream = ? ORDER BY epoch DESC'),
  streamsOf: db.prepare('SELECT DISTINCT stream FROM events WHERE author = ?'),
  erase: db.prepare(`UPDATE events SET value = json_set(value, '$.text', '',
    '$.author.displayName', '') WHERE author = ?`),
});
type Statements = { readonly [K in keyof ReturnType<typeof statements>]: Statement };
