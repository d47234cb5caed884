import type { LogEvent } from '@livechat/contracts';
import type { CassandraClient, Row, Statement } from './cassandra-client.ts';
import type { HistoryRange, HistoryRecord } from './chat-history.ts';
import { grouped } from './grouped.ts';
import { KnownPlaces } from './known-places.ts';

type EventRecord = HistoryRecord<'event'>;
interface Stream {
  readonly streamId: string;
  readonly epoch: number;
}
interface Bucket {
  readonly bucket: number;
  /** Offset of its first event. */
  readonly first: number;
}

const bucketSize = 50_000;
/** The earlier a row was written, the higher its write time: the first writing stays. */
const firstWins = () => 4e15 - Date.now() * 1_000;
/** Above every `firstWins`. */
const erasing = 2 ** 52;
const erasePage = 1_000;

const cql = {
  event: `INSERT INTO events (stream, epoch, bucket, offset, author, value)
    VALUES (?, ?, ?, ?, ?, ?) USING TIMESTAMP ? AND TTL ?`,
  bucket: `INSERT INTO buckets (stream, epoch, bucket, first) VALUES (?, ?, ?, ?) USING TIMESTAMP ?`,
  authored: 'INSERT INTO authored (author, stream, epoch, bucket) VALUES (?, ?, ?, ?)',
  removal: `INSERT INTO removals (stream, epoch, offset, removed)
    VALUES (?, ?, ?, ?) USING TIMESTAMP ? AND TTL ?`,
  buckets: 'SELECT bucket, first FROM buckets WHERE stream = ? AND epoch = ?',
  epochs: 'SELECT epoch FROM buckets WHERE stream = ?',
  up: `SELECT offset, value FROM events WHERE stream = ? AND epoch = ? AND bucket = ?
    AND offset > ? AND offset < ? LIMIT ?`,
  down: `SELECT offset, value FROM events WHERE stream = ? AND epoch = ? AND bucket = ?
    AND offset > ? AND offset < ? ORDER BY offset DESC LIMIT ?`,
  one: 'SELECT value FROM events WHERE stream = ? AND epoch = ? AND bucket = ? AND offset = ?',
  removals: `SELECT offset, removed FROM removals WHERE stream = ? AND epoch = ?
    AND offset >= ? AND offset <= ?`,
  placesOf: 'SELECT stream, epoch, bucket FROM authored WHERE author = ?',
  scan: `SELECT offset, author, value FROM events WHERE stream = ? AND epoch = ? AND bucket = ?
    AND offset > ? LIMIT ?`,
  blank: `UPDATE events USING TIMESTAMP ? SET value = ?
    WHERE stream = ? AND epoch = ? AND bucket = ? AND offset = ?`,
};

/** The events of all streams, in buckets of 50,000 by the stream's own count. */
export class EventTables {
  /** Rows that are upserted with each event, and need it once. */
  private readonly known = new KnownPlaces();

  constructor(
    private readonly cassandra: CassandraClient,
    private readonly ttlSeconds: number,
  ) {}

  /** Where a bucket begins stands before its events: none is ever out of reach. */
  async write(records: readonly EventRecord[]): Promise<void> {
    await this.writePlaces(records);
    const partitions = grouped(records, (r) => `${r.streamId}/${r.epoch}/${bucketOf(r)}`);
    await Promise.all(
      [...partitions.values()].map((rows) => this.cassandra.write(rows.map((r) => this.row(r)))),
    );
    const decisions = records.flatMap((record) => this.decision(record));
    await Promise.all(decisions.map((statement) => this.cassandra.write([statement])));
  }

  async page(range: HistoryRange): Promise<readonly LogEvent[]> {
    const { after = -1, before = Number.MAX_SAFE_INTEGER, limit, newest = false } = range;
    const found: LogEvent[] = [];
    let [low, high] = [after, before];
    const buckets = within(await this.buckets(range), low, high);
    for (const { bucket } of newest ? buckets.toReversed() : buckets) {
      while (found.length < limit) {
        const wanted = limit - found.length;
        const query = newest ? cql.down : cql.up;
        const place = [range.streamId, range.epoch, bucket];
        const rows = await this.cassandra.rows(query, [...place, low, high, wanted]);
        found.push(...(await this.visible(range, rows)));
        const last = rows.at(-1);
        if (last && newest) high = Number(last['offset']);
        else if (last) low = Number(last['offset']);
        if (rows.length < wanted) break;
      }
      if (found.length >= limit) break;
    }
    return newest ? found.reverse() : found;
  }

  async find(stream: Stream, offset: number, evenRemoved: boolean): Promise<LogEvent | undefined> {
    const bucket = (await this.buckets(stream)).findLast(({ first }) => first <= offset);
    if (!bucket) return undefined;
    const place = [stream.streamId, stream.epoch, bucket.bucket, offset];
    const [row] = await this.cassandra.rows(cql.one, place);
    if (!row) return undefined;
    if (!evenRemoved && (await this.removed(stream, offset, offset)).has(offset)) return undefined;
    return eventOf(row);
  }

  async epochs(streamId: string): Promise<readonly number[]> {
    const rows = await this.cassandra.rows(cql.epochs, [streamId]);
    return [...new Set(rows.map((row) => Number(row['epoch'])))];
  }

  async erase(authorId: string): Promise<readonly string[]> {
    const streams = new Set<string>();
    for (const row of await this.cassandra.rows(cql.placesOf, [authorId])) {
      const [stream, epoch, bucket] = [
        String(row['stream']),
        Number(row['epoch']),
        Number(row['bucket']),
      ];
      await this.eraseIn([stream, epoch, bucket], authorId);
      streams.add(stream);
    }
    return [...streams];
  }

  private async eraseIn(place: readonly unknown[], authorId: string): Promise<void> {
    for (let after = -1; ;) {
      const rows = await this.cassandra.rows(cql.scan, [...place, after, erasePage]);
      const own = rows.filter((row) => row['author'] === authorId);
      await this.cassandra.write(
        own.map((row) => ({
          query: cql.blank,
          params: [erasing, blanked(row), ...place, Number(row['offset'])],
        })),
      );
      const last = rows.at(-1);
      if (!last || rows.length < erasePage) return;
      after = Number(last['offset']);
    }
  }

  /** The first time an author or a bucket is met, and now and then again. */
  private async writePlaces(records: readonly EventRecord[]): Promise<void> {
    const places = records.flatMap((record) => {
      const { streamId, epoch, key, value } = record;
      const bucket = bucketOf(record);
      const place = `${streamId}/${epoch}/${bucket}`;
      const statements: Statement[] = [];
      if (!this.known.has(place, key)) {
        // The lowest offset has the highest write time, so it stays.
        const params = [streamId, epoch, bucket, key, erasing - key];
        statements.push({ query: cql.bucket, params });
      }
      const author = authorOf(value);
      if (author !== null && !this.known.has(`${place}/${author}`)) {
        statements.push({ query: cql.authored, params: [author, streamId, epoch, bucket] });
      }
      return statements;
    });
    await Promise.all(places.map((statement) => this.cassandra.write([statement])));
    for (const record of records) {
      const place = `${record.streamId}/${record.epoch}/${bucketOf(record)}`;
      this.known.add(place, record.key);
      const author = authorOf(record.value);
      if (author !== null) this.known.add(`${place}/${author}`);
    }
  }

  private row(record: EventRecord): Statement {
    const { streamId, epoch, key, value } = record;
    const place = [streamId, epoch, bucketOf(record), key];
    const text = JSON.stringify(value);
    const params = [...place, authorOf(value), text, firstWins(), this.ttlSeconds];
    return { query: cql.event, params };
  }

  /** Of two decisions on one message the later in the log stays, whichever is written first. */
  private decision({ streamId, epoch, key, value }: EventRecord): Statement[] {
    if (value.type !== 'message.removed' && value.type !== 'message.restored') return [];
    const removed = value.type === 'message.removed';
    const params = [streamId, epoch, value.target.offset, removed, key + 1, this.ttlSeconds];
    return [{ query: cql.removal, params }];
  }

  private async buckets({ streamId, epoch }: Stream): Promise<readonly Bucket[]> {
    const rows = await this.cassandra.rows(cql.buckets, [streamId, epoch]);
    return rows.map((row) => ({ bucket: Number(row['bucket']), first: Number(row['first']) }));
  }

  private async visible(stream: Stream, rows: readonly Row[]): Promise<readonly LogEvent[]> {
    if (rows.length === 0) return [];
    const offsets = rows.map((row) => Number(row['offset']));
    const removed = await this.removed(stream, Math.min(...offsets), Math.max(...offsets));
    return rows.filter((_row, i) => !removed.has(offsets[i] ?? -1)).map(eventOf);
  }

  private async removed(stream: Stream, from: number, to: number): Promise<ReadonlySet<number>> {
    const place = [stream.streamId, stream.epoch, from, to];
    const rows = await this.cassandra.rows(cql.removals, place);
    return new Set(rows.filter((row) => row['removed']).map((row) => Number(row['offset'])));
  }
}

const bucketOf = ({ ordinal = 0 }: EventRecord): number => Math.floor(ordinal / bucketSize);
const authorOf = (event: LogEvent): string | null =>
  event.type === 'message.posted' ? event.author.id : null;
const eventOf = (row: Row): LogEvent => JSON.parse(row['value'] as string) as LogEvent;

function blanked(row: Row): string {
  const event = eventOf(row);
  if (event.type !== 'message.posted') return JSON.stringify(event);
  return JSON.stringify({ ...event, text: '', author: { ...event.author, displayName: '' } });
}

/** Buckets that may hold an offset between the bounds, both exclusive. */
const within = (buckets: readonly Bucket[], after: number, before: number): readonly Bucket[] =>
  buckets.filter(
    ({ first }, i) => first < before && (buckets[i + 1]?.first ?? Infinity) > after + 1,
  );
