import type { CassandraClient, Row, Statement } from './cassandra-client.ts';
import type { HistoryKind, HistoryRange, HistoryRecord } from './chat-history.ts';
import { grouped } from './grouped.ts';
import { KnownPlaces } from './known-places.ts';
import { placeRefreshMs, type RowLifetime } from './row-lifetime.ts';

/**
 * Keys of one partition (at most 50,000 labels: Cassandra refuses to read over more expired rows);
 * of kinds not named here a stream has so few rows that they are together.
 */
const pieceSize: Partial<Record<HistoryKind, number>> = { label: 50_000, bucket: 86_400_000 };
const pieceOf = (kind: HistoryKind, key: number): number => {
  const size = pieceSize[kind];
  return size === undefined ? 0 : Math.floor(key / size);
};

const cql = {
  put: `INSERT INTO facts (stream, epoch, kind, piece, key, id, version, value)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP ? AND TTL ?`,
  drop: `DELETE FROM facts USING TIMESTAMP ?
    WHERE stream = ? AND epoch = ? AND kind = ? AND piece = ? AND key = ? AND id = ?`,
  piece: 'INSERT INTO fact_pieces (stream, epoch, kind, piece) VALUES (?, ?, ?, ?) USING TTL ?',
  place: `INSERT INTO fact_places (stream, epoch, kind, id, key, version)
    VALUES (?, ?, ?, ?, ?, ?) USING TIMESTAMP ? AND TTL ?`,
  places: `SELECT id, key, version FROM fact_places
    WHERE stream = ? AND epoch = ? AND kind = ? AND id IN ?`,
  versions: `SELECT key, version FROM facts WHERE stream = ? AND epoch = ? AND kind = ?
    AND piece = ? AND key >= ? AND key <= ?`,
  pieces: 'SELECT piece FROM fact_pieces WHERE stream = ? AND epoch = ? AND kind = ?',
  up: `SELECT key, value FROM facts WHERE stream = ? AND epoch = ? AND kind = ? AND piece = ?
    AND key > ? AND key < ? LIMIT ?`,
  down: `SELECT key, value FROM facts WHERE stream = ? AND epoch = ? AND kind = ? AND piece = ?
    AND key > ? AND key < ? ORDER BY key DESC LIMIT ?`,
};

interface Kept {
  readonly key: number;
  readonly version: number;
}

/**
 * Rows beside the events. Of two rows of one identity the higher version stays, of equal ones the
 * first: looked up before a write, and held by the write time, which is the version, where two
 * writers overlap.
 */
export class FactTables {
  private readonly known = new KnownPlaces<true>(placeRefreshMs);

  constructor(
    private readonly cassandra: CassandraClient,
    private readonly lifetime: RowLifetime,
  ) {}

  async write(records: readonly HistoryRecord[]): Promise<void> {
    const partitions = grouped(
      records,
      (r) => `${r.streamId}/${r.epoch}/${r.kind}/${pieceOf(r.kind, r.key)}`,
    );
    await Promise.all([...partitions].map(([name, rows]) => this.writePiece(name, rows)));
  }

  async page(kind: HistoryKind, range: HistoryRange): Promise<readonly unknown[]> {
    const { after = -1, before = Number.MAX_SAFE_INTEGER, limit, newest = false } = range;
    const found: unknown[] = [];
    for (const piece of await this.pieces(kind, range)) {
      if (found.length >= limit) break;
      const place = [range.streamId, range.epoch, kind, piece];
      const query = newest ? cql.down : cql.up;
      const rows = await this.cassandra.rows(query, [
        ...place,
        after,
        before,
        limit - found.length,
      ]);
      found.push(...rows.map(valueOf));
    }
    return newest ? found.reverse() : found;
  }

  /** Pieces that have rows in a range, in the order they are to be read. */
  private async pieces(kind: HistoryKind, range: HistoryRange): Promise<readonly number[]> {
    if (pieceSize[kind] === undefined) return [0];
    const { streamId, epoch, after = -1, before = Number.MAX_SAFE_INTEGER, newest } = range;
    const rows = await this.cassandra.rows(cql.pieces, [streamId, epoch, kind]);
    const [low, high] = [pieceOf(kind, after + 1), pieceOf(kind, before - 1)];
    const pieces = rows.map((row) => Number(row['piece'])).filter((p) => p >= low && p <= high);
    return newest ? pieces.reverse() : pieces;
  }

  private async writePiece(name: string, records: readonly HistoryRecord[]): Promise<void> {
    const [first] = records;
    if (!first) return;
    const { streamId, epoch, kind, key } = first;
    const place = [streamId, epoch, kind, pieceOf(kind, key)];
    if (!this.known.get(name)) {
      await this.cassandra.write([{ query: cql.piece, params: [...place, this.lifetime.place] }]);
      this.known.set(name, true);
    }
    const kept = await this.kept(place, records);
    const statements: Statement[] = [];
    const places: Statement[] = [];
    for (const record of records) {
      const old = kept.get(idOf(record));
      if (old && old.version >= record.version) continue;
      kept.set(idOf(record), record);
      if (old && old.key !== record.key) statements.push(this.drop(record, old));
      statements.push(this.put(record));
      if (record.id !== undefined) places.push(this.place(record));
    }
    await this.cassandra.write(statements);
    await this.cassandra.write(places);
  }

  /** What is there of the identities of some rows of one piece. */
  private async kept(place: readonly unknown[], records: readonly HistoryRecord[]) {
    const kept = new Map<string, Kept>();
    const named = records.filter(({ id }) => id !== undefined).map(idOf);
    const keys = records.filter(({ id }) => id === undefined).map(({ key }) => key);
    if (named.length > 0) {
      const rows = await this.cassandra.rows(cql.places, [...place.slice(0, 3), named]);
      for (const row of rows) kept.set(String(row['id']), keptOf(row));
    }
    if (keys.length > 0) {
      const range = [keys.reduce((a, b) => Math.min(a, b)), keys.reduce((a, b) => Math.max(a, b))];
      const rows = await this.cassandra.rows(cql.versions, [...place, ...range]);
      for (const row of rows) kept.set(String(row['key']), keptOf(row));
    }
    return kept;
  }

  private put(record: HistoryRecord): Statement {
    const { streamId, epoch, kind, key, version, value } = record;
    const place = [streamId, epoch, kind, pieceOf(kind, key), key, idOf(record)];
    const text = JSON.stringify(value);
    return {
      query: cql.put,
      params: [...place, version, text, written(version), this.lifetime.content],
    };
  }

  /** The same identity under its old key; with the write time of the new one. */
  private drop(record: HistoryRecord, old: Kept): Statement {
    const { streamId, epoch, kind, version } = record;
    const place = [streamId, epoch, kind, pieceOf(kind, old.key), old.key, idOf(record)];
    return { query: cql.drop, params: [written(version), ...place] };
  }

  private place(record: HistoryRecord): Statement {
    const { streamId, epoch, kind, key, version } = record;
    const params = [streamId, epoch, kind, idOf(record), key, version, written(version)];
    return { query: cql.place, params: [...params, this.lifetime.content] };
  }
}

const idOf = ({ id, key }: HistoryRecord): string => id ?? String(key);
const written = (version: number): number => version + 1;
const keptOf = (row: Row): Kept => ({ key: Number(row['key']), version: Number(row['version']) });
const valueOf = (row: Row): unknown => JSON.parse(row['value'] as string);
