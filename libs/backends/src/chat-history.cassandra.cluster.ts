import type { Label, LogEvent, Summary } from '@livechat/contracts';
import { readSettings, silentLogger, StartError } from '@livechat/runtime';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
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

test('a row lives as long as the retention says', async () => {
  const history = new CassandraChatHistory(cassandra, 86_400_000);
  const streamId = randomUUID();
  await history.write([posted(streamId, 1, 1)]);
  const query =
    'SELECT TTL(value) AS ttl FROM events WHERE stream = ? AND epoch = 0 AND bucket = 0';
  const [row] = await cassandra.rows(query, [streamId]);
  expect(Number(row?.['ttl'])).toBeGreaterThan(86_300);
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
