import { Metrics, Shutdown } from '@livechat/runtime';
import { Module } from '@nestjs/common';
import { EmbeddedCounters } from './counters.embedded.ts';
import { Counters } from './counters.ts';

function provideCounters(metrics: Metrics, shutdown: Shutdown): Counters {
  const counters = new EmbeddedCounters({
    onBoundHit: () => metrics.boundsHit.inc({ bound: 'counters' }),
  });
  shutdown.on('stores', 'counters', () => counters.close());
  return counters;
}

/** Values with a time to live. */
@Module({
  providers: [{ provide: Counters, inject: [Metrics, Shutdown], useFactory: provideCounters }],
  exports: [Counters],
})
export class CountersModule {}
