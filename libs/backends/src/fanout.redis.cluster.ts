import { randomUUID } from 'node:crypto';
import { expect, inject, test, vi } from 'vitest';
import { fanoutContract } from './fanout.contract.ts';
import { RedisFanout } from './fanout.redis.ts';
import type { RingBatch } from './fanout.ts';
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
  await vi.waitFor(() => expect(heard).toHaveLength(200));
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
  await vi.waitFor(() => expect(heard).toHaveLength(100));
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
