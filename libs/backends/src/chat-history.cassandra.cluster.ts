import type { Label, LogEvent, Summary } from '@livechat/contracts';
import { readSettings, silentLogger, StartError } from '@livechat/runtime';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { CassandraClient } from './cassandra-client.ts';
import { migrateCassandra } from './cassandra-schema.ts';
import { freshCassandra } from './cassandra.fixture.ts';
import { CassandraChatHistory } from './chat-history.cassandra.ts';
import { chatHistoryContract } from './chat-history.contract.ts';
import type { HistoryRecord } from './chat-history.ts';

let cassandra: CassandraClient;
let settings: Awaited<ReturnType<typeof freshCassandra>>['settings'];
beforeAll(async () => {
  ({ cassandra, settings } = await freshCassandra(inject('cassandraContactPoint')));
});
afterAll(() => cassandra.close());

chatHistoryContract('Cassandra', () => {
  const history = new CassandraChatHistory(cassandra, null);
  return Promise.resolve({ history, dispose: () => history.close() });
});

const posted = (streamId: string, offset: number, ordinal: number): HistoryRecord<'event'> => {
  const author = { id: 'ann', displayName: 'Ann', kind: 'member', role: 'member' } as const;
  const place = { streamId, offset, prev: null, at: offset, id: `e${offset}` };
  const value: LogEvent = { type: 'message.posted', ...place, author, text: `t${offset}` };
  return { kind: 'event', streamId, epoch: 0, key: offset, version: 0, ordinal, value };
};

const authorOf = (event: LogEvent) => (event.type === 'message.posted' ? event.author : undefined);

test('pages go on over the borders of buckets, in both directions', async () => {
  const history = new CassandraChatHistory(cassandra, null);
  const streamId = randomUUID();
  // Ordinals on both sides of two borders, offsets with gaps as other streams leave them.
  const ordinals = [49_998, 49_999, 50_000, 50_001, 99_999, 100_000];
  await history.write(ordinals.map((ordinal) => posted(streamId, ordinal * 3, ordinal)));
  const offsets = async (range: object) =>
    (await history.page('event', { streamId, epoch: 0, limit: 100, ...range })).map(
      (e) => e.offset,
    );
  const all = ordinals.map((ordinal) => ordinal * 3);
  expect(await offsets({})).toEqual(all);
  expect(await offsets({ newest: true, limit: 4 })).toEqual(all.slice(-4));
  expect(await offsets({ after: 49_999 * 3, limit: 2 })).toEqual([150_000, 150_003]);
  expect(await offsets({ before: 150_000, newest: true, limit: 1 })).toEqual([49_999 * 3]);
  expect(await history.find(streamId, 0, 150_003)).toMatchObject({ text: 't150003' });
  expect(await history.find(streamId, 0, 150_001)).toBeUndefined();
});

test('labels are paged over their pieces, however far apart they lie', async () => {
  const history = new CassandraChatHistory(cassandra, null);
  const streamId = randomUUID();
  const keys = [3, 199_999, 200_000, 9_000_000];
  const label = (offset: number) => ({ offset, score: 0 }) as Label;
  await history.write(
    keys.map((key) => ({ kind: 'label', streamId, epoch: 0, key, version: 1, value: label(key) })),
  );
  const page = (range: object) => history.page('label', { streamId, epoch: 0, limit: 9, ...range });
  expect(await page({})).toEqual(keys.map(label));
  expect(await page({ newest: true, limit: 2 })).toEqual([200_000, 9_000_000].map(label));
  expect(await page({ after: 199_999 })).toEqual([200_000, 9_000_000].map(label));
});

test('a row whose key moves stands in one place only', async () => {
  const history = new CassandraChatHistory(cassandra, null);
  const streamId = randomUUID();
  const write = (upTo: number, version: number) => {
    const value = { id: 'one', upTo } as Summary;
    return history.write([
      { kind: 'summary', streamId, epoch: 0, key: upTo, id: 'one', version, value },
    ]);
  };
  await write(10, 1);
  await write(30, 2);
  await write(20, 1);
  const page = await history.page('summary', { streamId, epoch: 0, limit: 9 });
  expect(page).toEqual([{ id: 'one', upTo: 30 }]);
});

test('five thousand writes at once are all there', async () => {
  const history = new CassandraChatHistory(cassandra, null);
  const streams = Array.from({ length: 5 }, () => randomUUID());
  await Promise.all(
    streams.flatMap((streamId) =>
      Array.from({ length: 1_000 }, (_, i) => history.write([posted(streamId, i, i)])),
    ),
  );
  for (const streamId of streams) {
    const page = await history.page('event', { streamId, epoch: 0, limit: 2_000 });
    expect(page.map(({ offset }) => offset)).toEqual(Array.from({ length: 1_000 }, (_, i) => i));
  }
});

test('more rows than one answer of the server holds come back, without those removed', async () => {
  const history = new CassandraChatHistory(cassandra, null);
  const streamId = randomUUID();
  const removed = (offset: number, target: number): HistoryRecord<'event'> => {
    const place = { streamId, offset, prev: null, at: offset, id: `r${offset}` };
    const value: LogEvent = {
      type: 'message.removed',
      ...place,
      target: { offset: target, at: target, authorId: 'ann' },
      by: 'mod',
    };
    return { kind: 'event', streamId, epoch: 0, key: offset, version: 0, ordinal: offset, value };
  };
  const posts = Array.from({ length: 6_000 }, (_, i) => posted(streamId, i, i));
  await history.write(posts);
  const range = { streamId, epoch: 0, limit: 20_000 };
  expect(await history.page('event', range)).toHaveLength(6_000);
  await history.write(Array.from({ length: 5_500 }, (_, i) => removed(6_000 + i, i)));
  const page = await history.page('event', { ...range, before: 6_000 });
  expect(page.map(({ offset }) => offset)).toEqual(
    Array.from({ length: 500 }, (_, i) => 5_500 + i),
  );
  const [first] = await history.page('event', { ...range, limit: 1 });
  expect(first?.offset).toBe(5_500);
});

const lifetimes = async (streamId: string) => {
  const query =
    'SELECT TTL(value) AS ttl FROM events WHERE stream = ? AND epoch = 0 AND bucket = 0';
  return (await cassandra.rows(query, [streamId])).map((row) => row['ttl'] as number | null);
};

test('a row lives as long as the retention says, blanked ones too', async () => {
  const history = new CassandraChatHistory(cassandra, 86_400_000);
  const streamId = randomUUID();
  const author = randomUUID();
  const write = (offset: number, id: string) => {
    const record = posted(streamId, offset, offset);
    const value = { ...record.value, author: { ...authorOf(record.value), id } } as LogEvent;
    return history.write([{ ...record, value }]);
  };
  await write(1, 'other');
  await write(2, author);
  await history.erase(author);
  for (const ttl of await lifetimes(streamId)) {
    expect(ttl).toBeGreaterThan(86_300);
    expect(ttl).toBeLessThanOrEqual(86_400);
  }
  expect(await lifetimes(streamId)).toHaveLength(2);
});

test('once its time is over a row is gone, and what comes later is found', async () => {
  const history = new CassandraChatHistory(cassandra, 1_000);
  const streamId = randomUUID();
  await history.write([posted(streamId, 1, 1)]);
  const range = { streamId, epoch: 0, limit: 9 };
  await vi.waitFor(async () => expect(await history.page('event', range)).toEqual([]), 10_000);
  await new CassandraChatHistory(cassandra, null).write([posted(streamId, 2, 2)]);
  expect(await history.page('event', range)).toMatchObject([{ offset: 2 }]);
});

test('a retention beyond what Cassandra can count keeps rows for ever, and refuses none', async () => {
  const history = new CassandraChatHistory(cassandra, 36_500 * 86_400_000);
  const streamId = randomUUID();
  await history.write([posted(streamId, 1, 1)]);
  expect(await lifetimes(streamId)).toEqual([null]);
});

test('an erased text does not come back with a replay by another process', async () => {
  const streamId = randomUUID();
  const records = [posted(streamId, 1, 1), posted(streamId, 2, 2)];
  await new CassandraChatHistory(cassandra, null).write(records);
  await new CassandraChatHistory(cassandra, null).erase('ann');
  const history = new CassandraChatHistory(cassandra, null);
  await history.write(records);
  // As a process does that has not seen the rows: the write itself must lose.
  const query = `INSERT INTO events (stream, epoch, bucket, offset, author, value)
    VALUES (?, 0, 0, 1, 'ann', ?) USING TIMESTAMP ?`;
  const params = [streamId, JSON.stringify(records[0]?.value), 1_001];
  await cassandra.write([{ query, params }]);
  const page = await history.page('event', { streamId, epoch: 0, limit: 9 });
  expect(page).toMatchObject([{ text: '' }, { text: '' }]);
});

test('a bucket is found from its lowest event on, though a later one was written first', async () => {
  const streamId = randomUUID();
  await new CassandraChatHistory(cassandra, null).write([posted(streamId, 9, 60_000)]);
  const history = new CassandraChatHistory(cassandra, null);
  await history.write([posted(streamId, 1, 10), posted(streamId, 7, 50_000)]);
  for (const offset of [1, 7, 9]) {
    expect(await history.find(streamId, 0, offset)).toMatchObject({ offset });
  }
});

test('fifty long messages are one batch that the server takes', async () => {
  const history = new CassandraChatHistory(cassandra, null);
  const streamId = randomUUID();
  const text = '한'.repeat(2_000);
  const records = Array.from({ length: 50 }, (_, i) => posted(streamId, i, i));
  await history.write(records.map((r) => ({ ...r, value: { ...r.value, text } as LogEvent })));
  expect(await history.page('event', { streamId, epoch: 0, limit: 99 })).toHaveLength(50);
});

test('events of one time lie together, in windows that fit the retention', async () => {
  await migrateCassandra({ ...settings, retentionDays: 90 }, silentLogger());
  const query = `SELECT compaction, gc_grace_seconds FROM system_schema.tables
    WHERE keyspace_name = ? AND table_name = 'events'`;
  const [table] = await cassandra.rows(query, [settings.cassandraKeyspace]);
  expect(table?.['compaction']).toMatchObject({
    class: 'org.apache.cassandra.db.compaction.TimeWindowCompactionStrategy',
    compaction_window_size: '3',
  });
  expect(table?.['gc_grace_seconds']).toBe(10_800);
});

test('a start names the tables and the datacenter that are not there', async () => {
  const keyspace = `k${randomUUID().replaceAll('-', '')}`;
  const other = { ...settings, cassandraKeyspace: keyspace };
  await migrateCassandra(other, silentLogger());
  await cassandra.rows(`DROP TABLE ${keyspace}.removals`, []);
  const start = (access: typeof settings) => new CassandraClient(access).connected(() => {});
  await expect(start(other)).rejects.toThrow(/no table removals .*npm run migrate/);
  await migrateCassandra(other, silentLogger());
  const nowhere = { ...settings, cassandraDatacenter: 'elsewhere' };
  await expect(start(nowhere)).rejects.toThrow(/elsewhere.*datacenter1/);
  await expect(migrateCassandra(nowhere, silentLogger())).rejects.toThrow(/elsewhere/);
});

test('the schema may be made twice and from two places at once; without it a start says so', async () => {
  const keyspace = `k${randomUUID().replaceAll('-', '')}`;
  const other = { ...settings, cassandraKeyspace: keyspace };
  await expect(new CassandraClient(other).connected(() => {})).rejects.toThrow(StartError);
  await Promise.all([1, 2].map(() => migrateCassandra(other, silentLogger())));
  await migrateCassandra(other, silentLogger());
  const client = new CassandraClient(other);
  await client.connected(() => {});
  expect(await client.rows('SELECT stream FROM events LIMIT 1', [])).toEqual([]);
  await client.close();
});

test('a server that does not answer is named once the time is up', async () => {
  const nowhere = readSettings({
    MODE: 'cluster',
    CASSANDRA_CONTACT_POINTS: '127.0.0.1:1',
  });
  await expect(migrateCassandra(nowhere, silentLogger(), 500)).rejects.toThrow('127.0.0.1:1');
});
