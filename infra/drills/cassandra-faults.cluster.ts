import {
  CassandraChatHistory,
  CassandraClient,
  migrateCassandra,
  type HistoryRecord,
} from '@livechat/backends';
import type { LogEvent } from '@livechat/contracts';
import { readSettings, silentLogger } from '@livechat/runtime';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CassandraServer } from '../native/cassandra.ts';

let server: CassandraServer;
let cassandra: CassandraClient;
let history: CassandraChatHistory;
beforeEach(async () => {
  server = await CassandraServer.start();
  const settings = readSettings({
    MODE: 'cluster',
    CASSANDRA_CONTACT_POINTS: server.contactPoint(),
    CASSANDRA_REPLICATION: '1',
  });
  await migrateCassandra(settings, silentLogger());
  cassandra = new CassandraClient(settings);
  await cassandra.connected(() => {});
  history = new CassandraChatHistory(cassandra, null);
}, 120_000);
afterEach(async () => {
  await cassandra.close();
  await server.stop();
});

const row = (offset: number): HistoryRecord<'event'> => {
  const author = { id: 'ann', displayName: 'Ann', kind: 'member', role: 'member' } as const;
  const place = { streamId: 's', offset, prev: null, at: offset, id: `e${offset}` };
  const value: LogEvent = { type: 'message.posted', ...place, author, text: 'x' };
  return {
    kind: 'event',
    streamId: 's',
    epoch: 0,
    key: offset,
    version: 0,
    ordinal: offset,
    value,
  };
};
const until = (check: () => unknown) => vi.waitFor(check, { timeout: 30_000, interval: 100 });

test('killed under writes, it has every row it acked; writes go on by themselves', async () => {
  const acked: number[] = [];
  let isOver = false;
  const writers = Array.from({ length: 8 }, async (_, writer) => {
    for (let n = writer; !isOver; n += 8) {
      const written = await history.write([row(n)]).then(
        () => true,
        () => false,
      );
      if (written) acked.push(n);
      else await new Promise((resolve) => setTimeout(resolve, 50));
    }
  });
  await until(() => expect(acked.length).toBeGreaterThan(1_000));
  await server.node.kill();
  const before = acked.length;
  await server.node.start();
  await until(() => expect(acked.length).toBeGreaterThan(before + 500));
  isOver = true;
  await Promise.all(writers);
  const found = await history.page('event', { streamId: 's', epoch: 0, limit: 1_000_000 });
  const offsets = new Set(found.map(({ offset }) => offset));
  expect(acked.filter((offset) => !offsets.has(offset))).toEqual([]);
}, 120_000);

test('frozen, it is refused in time; thawed, it goes on', async () => {
  await history.write([row(1)]);
  server.node.freeze();
  const begin = performance.now();
  await expect(history.write([row(2)])).rejects.toMatchObject({ code: 'unavailable' });
  expect(performance.now() - begin).toBeLessThan(4_000);
  server.node.thaw();
  await until(() => history.write([row(2)]));
}, 60_000);
