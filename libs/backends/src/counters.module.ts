import { Metrics, SETTINGS, Shutdown, type Settings } from '@livechat/runtime';
import { Module } from '@nestjs/common';
import { EmbeddedCounters } from './counters.embedded.ts';
import { RedisCounters } from './counters.redis.ts';
import { Counters } from './counters.ts';
import { RedisModule, SharedRedis } from './redis.module.ts';

async function provideCounters(
  settings: Settings,
  metrics: Metrics,
  shutdown: Shutdown,
  redis: SharedRedis,
): Promise<Counters> {
  const onBoundHit = () => metrics.boundsHit.inc({ bound: 'counters' });
  const counters =
    settings.mode === 'cluster'
      ? new RedisCounters(await redis.open())
      : new EmbeddedCounters({ onBoundHit });
  shutdown.on('stores', 'counters', () => counters.close());
  return counters;
}

/** Values with a time to live. */
@Module({
  imports: [RedisModule],
  providers: [
    {
      provide: Counters,
      inject: [SETTINGS, Metrics, Shutdown, SharedRedis],
      useFactory: provideCounters,
    },
  ],
  exports: [Counters],
})
export class CountersModule {}
