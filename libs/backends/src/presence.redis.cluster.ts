import { inject } from 'vitest';
import { presenceContract } from './presence.contract.ts';
import { RedisPresence } from './presence.redis.ts';
import { connectedRedis } from './redis.fixture.ts';

presenceContract('Redis', async () => {
  const redis = await connectedRedis(inject('redisUrl'));
  return { presence: new RedisPresence(redis), dispose: () => Promise.resolve(redis.close()) };
});
