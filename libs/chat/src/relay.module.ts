import {
  Counters,
  CountersModule,
  EventLog,
  EventLogModule,
  Fanout,
  FanoutModule,
} from '@livechat/backends';
import { InjectSettings, Logger, Metrics, Shutdown, type Settings } from '@livechat/runtime';
import { Module, type OnApplicationBootstrap } from '@nestjs/common';
import { Relay } from './relay.ts';

const readBackMs = 5 * 60_000;

/** chat-relay: log → ring and channels. */
@Module({ imports: [CountersModule, EventLogModule, FanoutModule] })
export class RelayModule implements OnApplicationBootstrap {
  constructor(
    private readonly log: EventLog,
    private readonly fanout: Fanout,
    private readonly counters: Counters,
    private readonly metrics: Metrics,
    private readonly logger: Logger,
    private readonly shutdown: Shutdown,
    @InjectSettings() private readonly settings: Settings,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { logEpoch: epoch, bounds } = this.settings;
    const options = { epoch, voidIds: bounds.voidIds };
    const relay = new Relay(this.fanout, this.counters, this.metrics, this.logger, options);
    const consumption = await this.log.consume(
      {
        group: 'chat-relay',
        topics: ['raw-chats', 'analysis-results', 'summary-results'],
        readBackMs,
      },
      relay,
    );
    this.shutdown.on('workers', 'chat-relay', async () => {
      await consumption.stop();
      await relay.close();
    });
  }
}
