import { createLogger } from '@livechat/runtime';
import { randomUUID } from 'node:crypto';
import { expect, inject, test, vi } from 'vitest';
import { fanoutContract } from './fanout.contract.ts';
import { RedisFanout } from './fanout.redis.ts';
import type { RingBatch } from './fanout.ts';
import { RedisConnections } from './redis-client.ts';
import { connectedRedis } from './redis.fixture.ts';

const maxEntries = 50;

async function open() {
  const redis = await connectedRedis(inject('redisUrl'));
  const fanout = new RedisFanout(redis, { maxEntries, maxBytes: 1_000_000 });
  const dispose = async () => {
    await fanout.close();
    redis.close();
  };
  return { fanout, maxEntries, redis, dispose };
}

fanoutContract('Redis', open);

const batch = (streamId: string, offset: number): RingBatch => ({
  streamId,
  epoch: 0,
  prev: offset - 1,
  entries: [{ offset, at: offset, body: `{"n":${offset},"text":"a b\\nc 한글"}` }],
});

test('what one process announces another one hears, in order', async () => {
  const [relay, replica] = [await open(), await open()];
  const id = randomUUID();
  const heard: RingBatch[] = [];
  await replica.fanout.listen(id, { events: (b) => void heard.push(b), signal: () => {} });
  for (let i = 0; i < 200; i++) await relay.fanout.announce(batch(id, i));
  await vi.waitFor(() => expect(heard).toHaveLength(200), 10_000);
  expect(heard).toEqual(Array.from({ length: 200 }, (_, i) => batch(id, i)));
  await Promise.all([relay.dispose(), replica.dispose()]);
});

test('of two relays at once each event is told once', async () => {
  const [one, other, replica] = [await open(), await open(), await open()];
  const id = randomUUID();
  const heard: number[] = [];
  const note = (b: RingBatch) => void heard.push(...b.entries.map(({ offset }) => offset));
  await replica.fanout.listen(id, { events: note, signal: () => {} });
  for (let i = 0; i < 100; i++) {
    await Promise.all([one.fanout.announce(batch(id, i)), other.fanout.announce(batch(id, i))]);
  }
  await vi.waitFor(() => expect(heard).toHaveLength(100), 10_000);
  expect(heard).toEqual(Array.from({ length: 100 }, (_, i) => i));
  await Promise.all([one, other, replica].map((each) => each.dispose()));
});

test('a ring is bounded by its bytes too', async () => {
  const redis = await connectedRedis(inject('redisUrl'));
  const fanout = new RedisFanout(redis, { maxEntries: 1_000, maxBytes: 500 });
  const id = randomUUID();
  for (let i = 0; i < 100; i++) await fanout.announce(batch(id, i));
  const { entries, prev, last } = await fanout.recent(id, 0);
  expect(entries.length).toBeLessThan(15);
  expect({ prev, last }).toEqual({ prev: (entries[0]?.offset ?? 0) - 1, last: 99 });
  redis.close();
});

test('a key that holds something else is a fault of ours, told in the log once', async () => {
  const lines: { level: string; msg: string }[] = [];
  const logger = createLogger({ logLevel: 'info', instance: 'test' }, 'test', {
    write: (line) => void lines.push(JSON.parse(line) as { level: string; msg: string }),
  });
  const redis = new RedisConnections(inject('redisUrl'), logger);
  await redis.connected();
  const fanout = new RedisFanout(redis, { maxEntries, maxBytes: 1_000_000 });
  const id = randomUUID();
  await redis.commands.set(`ring:{${id}}`, 'no hash');
  const announced = () => fanout.announce(batch(id, 0));
  await expect(announced()).rejects.toMatchObject({ code: 'internal' });
  await expect(announced()).rejects.toMatchObject({ code: 'internal' });
  expect(lines).toMatchObject([
    { level: 'error', msg: 'Redis found a fault in a command of ours' },
  ]);
  await redis.commands.del(`ring:{${id}}`);
  expect(await announced()).toBe(-1);
  redis.close();
});

test('a full server is unavailable, told as such, and takes events again once it has room', async () => {
  const lines: { msg: string }[] = [];
  const logger = createLogger({ logLevel: 'info', instance: 'test' }, 'test', {
    write: (line) => void lines.push(JSON.parse(line) as { msg: string }),
  });
  const redis = new RedisConnections(inject('redisUrl'), logger);
  await redis.connected();
  const fanout = new RedisFanout(redis, { maxEntries, maxBytes: 1_000_000 });
  const id = randomUUID();
  await fanout.announce(batch(id, 0));
  const [, limit = ''] = (await redis.commands.config('GET', 'maxmemory')) as string[];
  try {
    await redis.commands.config('SET', 'maxmemory', '1');
    await expect(fanout.announce(batch(id, 1))).rejects.toMatchObject({
      code: 'unavailable',
      details: { detail: 'Redis is full' },
    });
  } finally {
    await redis.commands.config('SET', 'maxmemory', limit);
  }
  expect(lines.map(({ msg }) => msg)).toEqual([
    'Redis is full: nothing can be written until it has room',
  ]);
  expect(await fanout.announce(batch(id, 1))).toBe(0);
  redis.close();
});

test('a process is subscribed only to what somebody there listens to', async () => {
  const { fanout, redis, dispose } = await open();
  const id = randomUUID();
  const listener = { events: () => {}, signal: () => {} };
  const subscribers = async () =>
    (await redis.commands.pubsub('NUMSUB', `stream:${id}`)) as [string, number];
  const [first, second] = [await fanout.listen(id, listener), await fanout.listen(id, listener)];
  expect((await subscribers())[1]).toBe(1);
  await first();
  expect((await subscribers())[1]).toBe(1);
  await second();
  expect((await subscribers())[1]).toBe(0);
  await dispose();
});
