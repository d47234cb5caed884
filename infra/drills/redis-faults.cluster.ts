import {
  RedisConnections,
  RedisCounters,
  RedisFanout,
  RedisPresence,
  type RingBatch,
} from '@livechat/backends';
import { silentLogger } from '@livechat/runtime';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FaultProxy } from '../native/fault-proxy.ts';
import { RedisServer } from '../native/redis.ts';

let server: RedisServer;
let redis: RedisConnections;
let fanout: RedisFanout;
const heard: number[] = [];

beforeEach(async () => {
  server = await RedisServer.start();
  redis = new RedisConnections(server.url(), silentLogger());
  await redis.connected();
  fanout = new RedisFanout(redis, { maxEntries: 100, maxBytes: 100_000 });
  heard.length = 0;
  await fanout.listen('s', {
    events: ({ entries }) => void heard.push(...entries.map(({ offset }) => offset)),
    signal: () => {},
  });
});
afterEach(async () => {
  redis.close();
  await server.stop();
});

const batch = (offset: number): RingBatch => ({
  streamId: 's',
  epoch: 0,
  prev: offset - 1,
  entries: [{ offset, at: 0, body: '{}' }],
});
const until = (check: () => unknown) => vi.waitFor(check, { timeout: 5_000, interval: 50 });

async function refusedSoon(work: Promise<unknown>): Promise<void> {
  const begin = performance.now();
  await expect(work).rejects.toMatchObject({ code: 'unavailable' });
  expect(performance.now() - begin).toBeLessThan(2_500);
}

test('killed, it is refused at once; started again and empty, channels and rings work by themselves', async () => {
  await fanout.announce(batch(1));
  await server.node.kill();
  await refusedSoon(fanout.announce(batch(2)));
  await refusedSoon(new RedisCounters(redis).add('k', 1, 1_000));
  await refusedSoon(new RedisPresence(redis).counts(['s']));
  await server.node.start();
  await until(() => fanout.announce(batch(2)));
  expect(await fanout.recent('s', 0)).toMatchObject({ last: 2, prev: 1 });
  let offset = 2;
  await until(async () => {
    await fanout.announce(batch(++offset));
    expect(heard.at(-1)).toBeGreaterThan(2);
  });
});

test('frozen, it is refused in time; thawed, it goes on', async () => {
  server.node.freeze();
  await refusedSoon(fanout.announce(batch(1)));
  server.node.thaw();
  await until(() => fanout.announce(batch(2)));
  await until(() => expect(heard).toContain(2));
});

test('flushed, rings begin anew and the next announcement is heard', async () => {
  await fanout.announce(batch(1));
  await redis.commands.flushall();
  expect(await fanout.recent('s', 0)).toEqual({ last: -1, prev: null, entries: [] });
  await redis.commands.script('FLUSH');
  await fanout.announce(batch(2));
  expect(await fanout.recent('s', 0)).toMatchObject({ last: 2, prev: 1 });
  await until(() => expect(heard).toEqual([1, 2]));
});

test('a channel left while the server was away is left when it is back', async () => {
  const unlisten = await fanout.listen('gone', { events: () => {}, signal: () => {} });
  await server.node.kill();
  await unlisten().catch(() => undefined);
  await server.node.start();
  await until(() => fanout.announce({ ...batch(1), streamId: 'gone' }));
  let offset = 1;
  await until(async () => {
    await fanout.announce({ ...batch(++offset), streamId: 'gone' });
    const [, subscribers] = (await redis.commands.pubsub('NUMSUB', 'stream:gone')) as [
      string,
      number,
    ];
    expect(subscribers).toBe(0);
  });
});

/** A replica behind a proxy whose connections can be cut or go silent; `redis` stays as it is. */
async function replicaBehindProxy() {
  const proxy = await FaultProxy.start();
  proxy.passTo(server.port);
  const connections = new RedisConnections(server.url(proxy.port), silentLogger());
  await connections.connected();
  const replica = new RedisFanout(connections, { maxEntries: 100, maxBytes: 100_000 });
  const got: number[] = [];
  await replica.listen('s', {
    events: ({ entries }) => void got.push(...entries.map(({ offset }) => offset)),
    signal: () => {},
  });
  const holes: number[] = [];
  replica.onHole(() => holes.push(performance.now()));
  const close = async () => {
    connections.close();
    await proxy.stop();
  };
  return { proxy, replica, got, holes, close };
}

test('connections that are cut come back by themselves, and what was missed can be looked up', async () => {
  const { proxy, replica, got, holes, close } = await replicaBehindProxy();
  proxy.answers = 'cut';
  await fanout.announce(batch(1));
  await refusedSoon(replica.lasts(0, ['s']));
  await fanout.announce(batch(2));
  proxy.answers = 'pass';
  await until(() => expect(holes.length).toBeGreaterThan(0));
  await until(async () => expect((await replica.lasts(0, ['s'])).get('s')).toBe(2));
  await fanout.announce(batch(3));
  await until(() => expect(got).toEqual([3]));
  await close();
});

test('a connection that says nothing any more is noticed and made anew', async () => {
  const { proxy, replica, got, holes, close } = await replicaBehindProxy();
  proxy.answers = 'swallow';
  await fanout.announce(batch(1));
  await refusedSoon(replica.recent('s', 0));
  await vi.waitFor(
    () =>
      expect(replica.signal({ channel: 'c', event: 'e', body: '' })).rejects.toMatchObject({
        cause: { message: /writeable/ },
      }),
    { timeout: 15_000, interval: 100 },
  );
  proxy.answers = 'pass';
  await until(() => expect(holes.length).toBeGreaterThan(0));
  await until(() => fanout.announce(batch(2)));
  await until(() => expect(got).toContain(2));
  await close();
}, 30_000);

test('flushed, viewers count again with the next renewal of their leases', async () => {
  const presence = new RedisPresence(redis);
  const leases = ['ann', 'bob'].map((viewer) => ({ streamId: 's', viewer, lease: viewer }));
  await presence.hold(leases, 15_000);
  await redis.commands.flushall();
  expect((await presence.counts(['s'])).get('s')).toBe(0);
  await presence.hold(leases, 15_000);
  expect((await presence.counts(['s'])).get('s')).toBe(2);
});
