import {
  CassandraChatHistory,
  CassandraClient,
  migrateCassandra,
  type HistoryRecord,
} from '@livechat/backends';
import { AppError, type LogEvent } from '@livechat/contracts';
import { readSettings, silentLogger } from '@livechat/runtime';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { CassandraServer } from '../native/cassandra.ts';
import { FaultProxy } from '../native/fault-proxy.ts';

let server: CassandraServer;
let proxy: FaultProxy;
let cassandra: CassandraClient;
let history: CassandraChatHistory;
let streamId: string;
let streams = 0;

const settingsOf = (contactPoint: string) =>
  readSettings({
    MODE: 'cluster',
    CASSANDRA_CONTACT_POINTS: contactPoint,
    CASSANDRA_REPLICATION: '1',
  });

beforeAll(async () => {
  server = await CassandraServer.start();
  await migrateCassandra(settingsOf(server.contactPoint()), silentLogger());
}, 120_000);
afterAll(() => server.stop());

beforeEach(async () => {
  streamId = `s${++streams}`;
  proxy = await FaultProxy.start();
  proxy.passTo(server.port);
  cassandra = new CassandraClient(settingsOf(server.contactPoint(proxy.port)));
  await cassandra.connected(() => {});
  history = new CassandraChatHistory(cassandra, null);
});
afterEach(async () => {
  await cassandra.close();
  await proxy.stop();
});

const row = (offset: number): HistoryRecord<'event'> => {
  const author = { id: 'ann', displayName: 'Ann', kind: 'member', role: 'member' } as const;
  const place = { streamId, offset, prev: null, at: offset, id: `e${offset}` };
  const value: LogEvent = { type: 'message.posted', ...place, author, text: 'x' };
  return { kind: 'event', streamId, epoch: 0, key: offset, version: 0, ordinal: offset, value };
};
const codeOf = (error: unknown) => (error instanceof AppError ? error.code : undefined);
const until = (check: () => unknown) => vi.waitFor(check, { timeout: 30_000, interval: 100 });

/** Writers that go on whatever happens, and know what was acked; every refusal must be `unavailable`. */
function underWrites() {
  const acked: number[] = [];
  const otherErrors: unknown[] = [];
  let [refused, isOver] = [0, false];
  const write = async (offset: number) => {
    try {
      await history.write([row(offset)]);
      acked.push(offset);
    } catch (error) {
      refused++;
      if (codeOf(error) !== 'unavailable') otherErrors.push(error);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const writers = Array.from({ length: 8 }, async (_, writer) => {
    for (let offset = writer; !isOver; offset += 8) await write(offset);
  });
  const end = async () => {
    isOver = true;
    await Promise.all(writers);
    const found = await history.page('event', { streamId, epoch: 0, limit: 1_000_000 });
    const offsets = found.map(({ offset }) => offset);
    const there = new Set(offsets);
    expect(offsets).toHaveLength(there.size);
    expect(acked.filter((offset) => !there.has(offset))).toEqual([]);
    expect(otherErrors).toEqual([]);
    return { acked: acked.length, refused };
  };
  return { acked, end };
}

async function healed(acked: readonly number[]): Promise<number> {
  const [begin, before] = [performance.now(), acked.length];
  await until(() => expect(acked.length).toBeGreaterThan(before + 8));
  return performance.now() - begin;
}

test('killed under writes, it has every row it acked; writes go on by themselves within seconds', async () => {
  const writes = underWrites();
  await until(() => expect(writes.acked.length).toBeGreaterThan(6_000));
  await server.node.kill();
  await server.node.start();
  const healedMs = await healed(writes.acked);
  const counts = await writes.end();
  console.log(JSON.stringify({ drill: 'kill -9', healedMs: Math.round(healedMs), ...counts }));
  expect(counts.refused).toBeGreaterThan(0);
  expect(healedMs).toBeLessThan(5_000);
}, 120_000);

test('restarted in order under writes, it heals within seconds', async () => {
  const writes = underWrites();
  await until(() => expect(writes.acked.length).toBeGreaterThan(500));
  await server.bounce();
  const healedMs = await healed(writes.acked);
  const counts = await writes.end();
  console.log(JSON.stringify({ drill: 'restart', healedMs: Math.round(healedMs), ...counts }));
  expect(healedMs).toBeLessThan(5_000);
}, 120_000);

test('frozen, it is refused within 2 s, whoever runs or waits; thawed, it goes on', async () => {
  await history.write([row(0)]);
  server.node.freeze();
  const begin = performance.now();
  const waits = await Promise.all(
    Array.from({ length: 3_000 }, (_, i) =>
      history.write([row(1 + i)]).then(
        () => 'written',
        (error: unknown) => [codeOf(error), performance.now() - begin] as const,
      ),
    ),
  );
  const longest = Math.max(...waits.map((wait) => (wait === 'written' ? 0 : Number(wait[1]))));
  const asItIsDown = performance.now();
  await expect(history.write([row(1)])).rejects.toMatchObject({ code: 'unavailable' });
  const later = performance.now() - asItIsDown;
  server.node.thaw();
  const thawed = performance.now();
  await until(() => history.write([row(1)]));
  const healedMs = performance.now() - thawed;
  console.log(JSON.stringify({ drill: 'frozen', longest, later, healedMs }));
  expect(waits.every((wait) => wait[0] === 'unavailable')).toBe(true);
  expect(longest).toBeLessThan(2_500);
  expect(later).toBeLessThan(2_500);
  expect(healedMs).toBeLessThan(5_000);
}, 60_000);

test('connections cut after the effect, again and again, lose and double no row', async () => {
  const writes = underWrites();
  for (let cut = 0; cut < 5; cut++) {
    const before = writes.acked.length;
    await until(() => expect(writes.acked.length).toBeGreaterThan(before + 100));
    const lost = proxy.lost;
    proxy.answers = 'cut';
    await until(() => expect(proxy.lost).toBeGreaterThan(lost));
    proxy.answers = 'pass';
  }
  const healedMs = await healed(writes.acked);
  const counts = await writes.end();
  console.log(JSON.stringify({ drill: 'cut', healedMs: Math.round(healedMs), ...counts }));
  expect(healedMs).toBeLessThan(5_000);
}, 60_000);

test('answers swallowed on open connections are unavailable in time, and it heals', async () => {
  await history.write([row(0)]);
  proxy.answers = 'swallow';
  const begin = performance.now();
  await expect(history.write([row(1)])).rejects.toMatchObject({ code: 'unavailable' });
  expect(performance.now() - begin).toBeLessThan(2_500);
  proxy.answers = 'pass';
  await until(() => history.write([row(1)]));
}, 60_000);

test('a client that starts before its server waits, and goes on once it is there', async () => {
  const early = await FaultProxy.start();
  early.passTo(1);
  const client = new CassandraClient(settingsOf(server.contactPoint(early.port)));
  let waits = 0;
  const connected = client.connected(() => waits++);
  await until(() => expect(waits).toBeGreaterThan(1));
  early.passTo(server.port);
  await connected;
  expect(await client.rows('SELECT stream FROM events LIMIT 1', [])).toHaveLength(1);
  await client.close();
  await early.stop();
}, 60_000);
