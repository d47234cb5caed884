import { Logger, SETTINGS, Shutdown, type Settings } from '@livechat/runtime';
import { Module } from '@nestjs/common';
import { EmbeddedFanout } from './fanout.embedded.ts';
import { RedisFanout } from './fanout.redis.ts';
import { Fanout } from './fanout.ts';
import { RedisModule, SharedRedis } from './redis.module.ts';

async function provideFanout(
  settings: Settings,
  logger: Logger,
  shutdown: Shutdown,
  redis: SharedRedis,
): Promise<Fanout> {
  const options = {
    maxEntries: settings.bounds.ringEvents,
    maxBytes: settings.bounds.ringBytes,
    onError: (err: unknown) => logger.error({ err }, 'A listener failed'),
  };
  const fanout =
    settings.mode === 'cluster'
      ? new RedisFanout(await redis.open(), options)
      : new EmbeddedFanout(options);
  shutdown.on('stores', 'fan-out', () => fanout.close());
  return fanout;
}

/** The fan-out: rings and channels. */
@Module({
  imports: [RedisModule],
  providers: [
    {
      provide: Fanout,
      inject: [SETTINGS, Logger, Shutdown, SharedRedis],
      useFactory: provideFanout,
    },
  ],
  exports: [Fanout],
})
export class FanoutModule {}
