import { randomUUID } from 'node:crypto';
import { expect, inject, test } from 'vitest';
import { countersContract } from './counters.contract.ts';
import { RedisCounters } from './counters.redis.ts';
import { connectedRedis } from './redis.fixture.ts';

countersContract('Redis', async () => {
  const redis = await connectedRedis(inject('redisUrl'));
  return { counters: new RedisCounters(redis), dispose: () => Promise.resolve(redis.close()) };
});

test('additions of several processes at once all count', async () => {
  const connections = await Promise.all([1, 2, 3].map(() => connectedRedis(inject('redisUrl'))));
  const replicas = connections.map((redis) => new RedisCounters(redis));
  const key = randomUUID();
  await Promise.all(
    replicas.flatMap((counters) => Array.from({ length: 100 }, () => counters.add(key, 2, 60_000))),
  );
  expect(await replicas[0]?.get(key)).toBe('600');
  for (const redis of connections) redis.close();
});
