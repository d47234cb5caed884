import type { LogEvent } from '@livechat/contracts';
import type { CassandraClient } from './cassandra-client.ts';
import type { HistoryRecord } from './chat-history.ts';
import { KnownPlaces } from './known-places.ts';
import { placeRefreshMs, type RowLifetime } from './row-lifetime.ts';

export type EventRecord = HistoryRecord<'event'>;
/** A partition of events. */
export type Place = readonly [streamId: string, epoch: number, bucket: number];

interface Known {
  /** The lowest offset that a row was written for. */
  first: number;
  /** The highest offset that is there. */
  last: number;
}

const cql = {
  bucket: 'INSERT INTO buckets (stream, epoch, bucket, first) VALUES (?, ?, ?, ?) USING TTL ?',
  authored: 'INSERT INTO authored (author, stream, epoch, bucket) VALUES (?, ?, ?, ?) USING TTL ?',
  last: `SELECT offset FROM events WHERE stream = ? AND epoch = ? AND bucket = ?
    ORDER BY offset DESC LIMIT 1`,
  there: `SELECT offset FROM events WHERE stream = ? AND epoch = ? AND bucket = ?
    AND offset >= ? AND offset <= ?`,
};

/**
 * What leads to events: where each bucket begins, and who wrote in it. Rows are written at the
 * first meeting of a bucket or an author, and once a day while events come: none expires before
 * the events it leads to.
 */
export class EventPlaces {
  private readonly buckets = new KnownPlaces<Promise<Known>>(placeRefreshMs);
  private readonly authors = new KnownPlaces<true>(placeRefreshMs);

  constructor(
    private readonly cassandra: CassandraClient,
    private readonly lifetime: RowLifetime,
  ) {}

  /** Makes events findable, before they are written; answers those that are not there yet. */
  async enter(place: Place, records: readonly EventRecord[]): Promise<readonly EventRecord[]> {
    const known = await this.known(place);
    const [lowest] = bounds(records);
    const authors = new Set(records.map(({ value }) => authorOf(value)).filter((a) => a !== null));
    await Promise.all([
      this.begin(place, known, lowest),
      ...[...authors].map((author) => this.author(place, author)),
    ]);
    return this.fresh(place, known, records);
  }

  /** These events are there. */
  async entered(place: Place, records: readonly EventRecord[]): Promise<void> {
    const known = await this.known(place);
    known.last = Math.max(known.last, bounds(records)[1]);
  }

  private known(place: Place): Promise<Known> {
    const name = place.join('/');
    const known = this.buckets.get(name);
    if (known) return known;
    const found = this.cassandra
      .rows(cql.last, place)
      .then(([row]) => ({ first: Infinity, last: row ? Number(row['offset']) : -1 }));
    this.buckets.set(name, found);
    found.catch(() => this.buckets.forget(name));
    return found;
  }

  private async begin(place: Place, known: Known, first: number): Promise<void> {
    if (known.first <= first) return;
    const params = [...place, first, this.lifetime.place];
    await this.cassandra.write([{ query: cql.bucket, params }]);
    known.first = Math.min(known.first, first);
  }

  private async author(place: Place, author: string): Promise<void> {
    const name = `${place.join('/')}/${author}`;
    if (this.authors.get(name)) return;
    const params = [author, ...place, this.lifetime.place];
    await this.cassandra.write([{ query: cql.authored, params }]);
    this.authors.set(name, true);
  }

  /** Above the highest offset nothing can be there: new events are not looked up. */
  private async fresh(place: Place, known: Known, records: readonly EventRecord[]) {
    const old = records.filter(({ key }) => key <= known.last);
    const there = new Set<number>();
    if (old.length > 0) {
      const rows = await this.cassandra.rows(cql.there, [...place, ...bounds(old)]);
      for (const row of rows) there.add(Number(row['offset']));
    }
    return records.filter(({ key }) => !there.has(key) && there.add(key));
  }
}

export const authorOf = (event: LogEvent): string | null =>
  event.type === 'message.posted' ? event.author.id : null;

const bounds = (records: readonly EventRecord[]): readonly [low: number, high: number] =>
  records.reduce<readonly [number, number]>(
    ([low, high], { key }) => [Math.min(low, key), Math.max(high, key)],
    [Infinity, -1],
  );
