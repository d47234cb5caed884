import type { LogEvent } from '@livechat/contracts';
import type { Database, Statement } from 'better-sqlite3';
import {
  ChatHistory,
  type HistoryKind,
  type HistoryKinds,
  type HistoryRange,
  type HistoryRecord,
} from './chat-history.ts';
import { answered, asOutage } from './embedded-error.ts';
import { openEmbeddedFile } from './embedded-file.ts';
import { addWritten, HistoryRetention } from './history-retention.embedded.ts';
import { WriteGroup } from './write-group.ts';

const schema = `
  CREATE TABLE IF NOT EXISTS events (
    stream TEXT NOT NULL, epoch INTEGER NOT NULL, offset INTEGER NOT NULL,
    ordinal INTEGER NOT NULL, author TEXT, value TEXT NOT NULL, written INTEGER NOT NULL,
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
    written INTEGER NOT NULL,
    PRIMARY KEY (kind, stream, epoch, id)
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS facts_by_key ON facts (kind, stream, epoch, key);`;

/** So many rows are read, or texts blanked, in one turn of the event loop; who wants more gives way. */
const rowsPerTurn = 200;
/** Taken before any test replaces the clock. */
const { setImmediate: nextTurn } = globalThis;
const otherTurn = () => new Promise<void>((resolve) => nextTurn(resolve));

export interface EmbeddedHistoryOptions {
  /** How long rows stay after their writing, ms; for ever without it. */
  readonly retentionMs?: number | null;
  /** Told why old rows could not be taken out; it is tried again. */
  readonly onError?: (error: unknown) => void;
}

/**
 * The archive in one SQLite file. With a retention, rows go within an hour after it: a reader then
 * meets the stream's end there, as if nothing had been before.
 */
export class EmbeddedChatHistory extends ChatHistory {
  readonly #db: Database;
  readonly #sql: Statements;
  readonly #writes: WriteGroup<HistoryRecord>;
  readonly #blank: (places: readonly Place[]) => void;
  readonly #retention: HistoryRetention | undefined;

  constructor(file: string, { retentionMs = null, onError }: EmbeddedHistoryOptions = {}) {
    super();
    this.#db = openEmbeddedFile(file, schema);
    addWritten(this.#db);
    this.#sql = statements(this.#db);
    const writeAll = this.#db.transaction((records: readonly HistoryRecord[]) =>
      records.forEach((record) => this.#write(record)),
    );
    this.#writes = new WriteGroup((records) => writeAll(records));
    this.#blank = this.#db.transaction((places: readonly Place[]) => {
      for (const { stream, epoch, offset } of places) this.#sql.blank.run(stream, epoch, offset);
    });
    if (retentionMs === null) return;
    this.#retention = new HistoryRetention(this.#db, { retentionMs, ...(onError && { onError }) });
  }

  async write(records: readonly HistoryRecord[]): Promise<void> {
    try {
      await this.#writes.write(records);
    } catch (error) {
      throw asOutage(error);
    }
  }

  async page<K extends HistoryKind>(
    kind: K,
    range: HistoryRange,
  ): Promise<readonly HistoryKinds[K][]> {
    const values = await answered(() => this.#read(kind, range));
    if (values.length >= rowsPerTurn) await otherTurn();
    return values;
  }

  find(
    streamId: string,
    epoch: number,
    offset: number,
    evenRemoved = false,
  ): Promise<LogEvent | undefined> {
    return answered(() => {
      const statement = this.#sql[evenRemoved ? 'anyEvent' : 'event'];
      const row = statement.get(streamId, epoch, offset) as Row | undefined;
      return row && (JSON.parse(row.value) as LogEvent);
    });
  }

  epochs(streamId: string): Promise<readonly number[]> {
    return answered(() => {
      const rows = this.#sql.epochs.all({ stream: streamId }) as { epoch: number }[];
      return rows.map((row) => row.epoch);
    });
  }

  async erase(authorId: string): Promise<readonly string[]> {
    const streams = new Set<string>();
    let last: Place = { stream: '', epoch: -1, offset: -1 };
    for (;;) {
      const { stream, epoch, offset } = last;
      const places = await answered(() => {
        const rows = this.#sql.eventsOf.all(authorId, stream, epoch, offset, rowsPerTurn);
        this.#blank(rows as Place[]);
        return rows as Place[];
      });
      for (const place of places) streams.add(place.stream);
      last = places.at(-1) ?? last;
      if (places.length < rowsPerTurn) return [...streams];
      await otherTurn();
    }
  }

  async close(): Promise<void> {
    await this.#retention?.close();
    this.#writes.close();
    this.#db.close();
  }

  #read<K extends HistoryKind>(kind: K, range: HistoryRange): HistoryKinds[K][] {
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
    return newest ? values.reverse() : values;
  }

  #write(record: HistoryRecord): void {
    const { kind, streamId, epoch, key, version } = record;
    const [text, now] = [JSON.stringify(record.value), Date.now()];
    if (kind !== 'event') {
      const id = record.id ?? String(key);
      this.#sql.putFact.run(kind, streamId, epoch, id, key, version, text, now);
      return;
    }
    const event = record.value as LogEvent;
    const author = event.type === 'message.posted' ? event.author.id : null;
    this.#sql.putEvent.run(streamId, epoch, key, record.ordinal ?? 0, author, text, now);
    if (event.type === 'message.removed' || event.type === 'message.restored') {
      const removed = event.type === 'message.removed' ? 1 : 0;
      this.#sql.decide.run(streamId, epoch, event.target.offset, key, removed);
    }
  }
}

interface Row {
  readonly value: string;
}

interface Place {
  readonly stream: string;
  readonly epoch: number;
  readonly offset: number;
}

const visible = `NOT EXISTS (SELECT 1 FROM removals r WHERE r.stream = e.stream
  AND r.epoch = e.epoch AND r.offset = e.offset AND r.removed = 1)`;
const eventRange = `SELECT value FROM events e WHERE stream = ? AND epoch = ? AND offset > ?
  AND offset < ? AND ${visible} ORDER BY offset`;
const factRange = `SELECT value FROM facts WHERE kind = ? AND stream = ? AND epoch = ? AND key > ?
  AND key < ? ORDER BY key`;

const statements = (db: Database) => ({
  putEvent: db.prepare('INSERT OR IGNORE INTO events VALUES (?, ?, ?, ?, ?, ?, ?)'),
  decide: db.prepare(`INSERT INTO removals VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET decided = excluded.decided, removed = excluded.removed
    WHERE excluded.decided > decided`),
  putFact: db.prepare(`INSERT INTO facts VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET key = excluded.key, version = excluded.version,
      value = excluded.value, written = excluded.written WHERE excluded.version > version`),
  event: db.prepare(
    `SELECT value FROM events e WHERE stream = ? AND epoch = ? AND offset = ? AND ${visible}`,
  ),
  anyEvent: db.prepare('SELECT value FROM events WHERE stream = ? AND epoch = ? AND offset = ?'),
  eventsUp: db.prepare(`${eventRange} LIMIT ?`),
  eventsDown: db.prepare(`${eventRange} DESC LIMIT ?`),
  factsUp: db.prepare(`${factRange} LIMIT ?`),
  factsDown: db.prepare(`${factRange} DESC LIMIT ?`),
  // A step down the index for each epoch; DISTINCT would walk over every event of the stream.
  epochs: db.prepare(`WITH RECURSIVE found (epoch) AS (
      SELECT max(epoch) FROM events WHERE stream = @stream
      UNION ALL
      SELECT (SELECT max(epoch) FROM events WHERE stream = @stream AND epoch < found.epoch)
      FROM found WHERE found.epoch IS NOT NULL
    ) SELECT epoch FROM found WHERE epoch IS NOT NULL`),
  eventsOf: db.prepare(`SELECT stream, epoch, offset FROM events WHERE author = ?
    AND (stream, epoch, offset) > (?, ?, ?) ORDER BY stream, epoch, offset LIMIT ?`),
  blank: db.prepare(`UPDATE events SET value = json_set(value, '$.text', '',
    '$.author.displayName', '') WHERE stream = ? AND epoch = ? AND offset = ?`),
});
type Statements = { readonly [K in keyof ReturnType<typeof statements>]: Statement };
