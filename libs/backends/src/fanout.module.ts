import { Logger, SETTINGS, Shutdown, type Settings } from '@livechat/runtime';
import { Module } from '@nestjs/common';
import { EmbeddedFanout } from './fanout.embedded.ts';
import { Fanout } from './fanout.ts';

function provideFanout(settings: Settings, logger: Logger, shutdown: Shutdown): Fanout {
  const fanout = new EmbeddedFanout({
    maxEntries: settings.bounds.ringEvents,
    maxBytes: settings.bounds.ringBytes,
    onError: (err) => logger.error({ err }, 'A listener failed'),
  });
  shutdown.on('stores', 'fan-out', () => fanout.close());
  return fanout;
}

/** The fan-out of this process. */
@Module({
  providers: [{ provide: Fanout, inject: [SETTINGS, Logger, Shutdown], useFactory: provideFanout }],
  exports: [Fanout],
})
export class FanoutModule {}
