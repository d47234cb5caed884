import type { LogEvent } from '@livechat/contracts';
import type { CassandraClient, Row, Statement } from './cassandra-client.ts';
import type { HistoryRange } from './chat-history.ts';
import { authorOf, EventPlaces, type EventRecord, type Place } from './event-places.cassandra.ts';
import { grouped } from './grouped.ts';
import type { RowLifetime } from './row-lifetime.ts';

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
/** Beyond it (the year 2223) times are no longer told apart. */
const latestAt = 8e12;
/** The write time of an event is its time in the log: compaction goes by it. */
const written = (event: LogEvent): number =>
  Math.floor(Math.min(Math.max(event.at, 0), latestAt)) * 1_000 + 1;
/** Above any writing of the same event. */
const erasedAt = (event: LogEvent): number => written(event) + 1;
const leastRows = 50;
const erasePage = 1_000;

const cql = {
  event: `INSERT INTO events (stream, epoch, bucket, offset, author, value)
    VALUES (?, ?, ?, ?, ?, ?) USING TIMESTAMP ? AND TTL ?`,
  removal: `INSERT INTO removals (stream, epoch, offset, removed)
    VALUES (?, ?, ?, ?) USING TIMESTAMP ? AND TTL ?`,
  buckets: `SELECT bucket, min(first) AS first FROM buckets WHERE stream = ? AND epoch = ?
    GROUP BY epoch, bucket`,
  epochs: 'SELECT epoch FROM buckets WHERE stream = ? GROUP BY epoch',
  up: `SELECT offset, value FROM events WHERE stream = ? AND epoch = ? AND bucket = ?
    AND offset > ? AND offset < ? LIMIT ?`,
  down: `SELECT offset, value FROM events WHERE stream = ? AND epoch = ? AND bucket = ?
    AND offset > ? AND offset < ? ORDER BY offset DESC LIMIT ?`,
  one: 'SELECT value FROM events WHERE stream = ? AND epoch = ? AND bucket = ? AND offset = ?',
  removals: `SELECT offset, removed FROM removals WHERE stream = ? AND epoch = ?
    AND offset >= ? AND offset <= ?`,
  placesOf: 'SELECT stream, epoch, bucket FROM authored WHERE author = ?',
  scan: `SELECT offset, author, value, TTL(value) AS left FROM events
    WHERE stream = ? AND epoch = ? AND bucket = ? AND offset > ? LIMIT ?`,
  blank: `UPDATE events USING TIMESTAMP ? AND TTL ? SET value = ?
    WHERE stream = ? AND epoch = ? AND bucket = ? AND offset = ?`,
};

/** The events of all streams, in buckets of 50,000 by the stream's own count. */
export class EventTables {
  private readonly places: EventPlaces;

  constructor(
    private readonly cassandra: CassandraClient,
    private readonly lifetime: RowLifetime,
  ) {
    this.places = new EventPlaces(cassandra, lifetime);
  }

  async write(records: readonly EventRecord[]): Promise<void> {
    const partitions = grouped(records, (record) => placeOf(record).join('/'));
    await Promise.all([...partitions.values()].map((rows) => this.writeBucket(rows)));
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
        // Some more than are wanted: what was removed shall not cost a request for each.
        const wanted = Math.max(limit - found.length, leastRows);
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
    found.length = Math.min(found.length, limit);
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
    return rows.map((row) => Number(row['epoch']));
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
        own.map((row) => {
          const event = eventOf(row);
          const times = [erasedAt(event), Number(row['left'] ?? 0)];
          const params = [...times, blanked(event), ...place, Number(row['offset'])];
          return { query: cql.blank, params };
        }),
      );
      const last = rows.at(-1);
      if (!last || rows.length < erasePage) return;
      after = Number(last['offset']);
    }
  }

  private async writeBucket(records: readonly EventRecord[]): Promise<void> {
    const [record] = records;
    if (!record) return;
    const place = placeOf(record);
    const fresh = await this.places.enter(place, records);
    await this.cassandra.write(fresh.map((record) => this.row(place, record)));
    await this.places.entered(place, records);
  }

  private row(place: Place, { key, value }: EventRecord): Statement {
    const values = [key, authorOf(value), JSON.stringify(value)];
    const params = [...place, ...values, written(value), this.lifetime.content];
    return { query: cql.event, params };
  }

  /** Of two decisions on one message the later in the log stays, whichever is written first. */
  private decision({ streamId, epoch, key, value }: EventRecord): Statement[] {
    if (value.type !== 'message.removed' && value.type !== 'message.restored') return [];
    const removed = value.type === 'message.removed';
    const params = [streamId, epoch, value.target.offset, removed, key + 1, this.lifetime.content];
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

const placeOf = ({ streamId, epoch, ordinal = 0 }: EventRecord): Place => [
  streamId,
  epoch,
  Math.floor(ordinal / bucketSize),
];
const eventOf = (row: Row): LogEvent => JSON.parse(row['value'] as string) as LogEvent;

function blanked(event: LogEvent): string {
  if (event.type !== 'message.posted') return JSON.stringify(event);
  return JSON.stringify({ ...event, text: '', author: { ...event.author, displayName: '' } });
}

/** Buckets that may hold an offset between the bounds, both exclusive. */
const within = (buckets: readonly Bucket[], after: number, before: number): readonly Bucket[] =>
  buckets.filter(
    ({ first }, i) => first < before && (buckets[i + 1]?.first ?? Infinity) > after + 1,
  );
