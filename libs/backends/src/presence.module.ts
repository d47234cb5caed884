import { SETTINGS, Shutdown, type Settings } from '@livechat/runtime';
import { Module } from '@nestjs/common';
import { EmbeddedPresence } from './presence.embedded.ts';
import { RedisPresence } from './presence.redis.ts';
import { Presence } from './presence.ts';
import { RedisModule, SharedRedis } from './redis.module.ts';

async function providePresence(
  settings: Settings,
  shutdown: Shutdown,
  redis: SharedRedis,
): Promise<Presence> {
  const presence =
    settings.mode === 'cluster' ? new RedisPresence(await redis.open()) : new EmbeddedPresence();
  shutdown.on('stores', 'presence', () => presence.close());
  return presence;
}

/** The leases of viewers. */
@Module({
  imports: [RedisModule],
  providers: [
    { provide: Presence, inject: [SETTINGS, Shutdown, SharedRedis], useFactory: providePresence },
  ],
  exports: [Presence],
})
export class PresenceModule {}
