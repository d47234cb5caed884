import { silentLogger } from '@livechat/runtime';
import { RedisConnections } from './redis-client.ts';

/** Connections to a server that runs; whoever asks closes them. */
export async function connectedRedis(url: string): Promise<RedisConnections> {
  const redis = new RedisConnections(url, silentLogger());
  await redis.connected();
  return redis;
}
