import {
  ChatHistory,
  ChatHistoryModule,
  Checkpoints,
  CheckpointsModule,
  EventLog,
  EventLogModule,
} from '@livechat/backends';
import { InjectSettings, Logger, Metrics, Shutdown, type Settings } from '@livechat/runtime';
import { Module, type OnApplicationBootstrap } from '@nestjs/common';
import { Archiver } from './archiver.ts';

const readBackMs = 5 * 60_000;

/** chat-archiver: log → history. */
@Module({ imports: [ChatHistoryModule, CheckpointsModule, EventLogModule] })
export class ArchiverModule implements OnApplicationBootstrap {
  constructor(
    private readonly log: EventLog,
    private readonly history: ChatHistory,
    private readonly checkpoints: Checkpoints,
    private readonly metrics: Metrics,
    private readonly logger: Logger,
    private readonly shutdown: Shutdown,
    @InjectSettings() private readonly settings: Settings,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { logEpoch: epoch, bounds } = this.settings;
    const options = { epoch, voidIds: bounds.voidIds };
    const archiver = new Archiver(
      this.history,
      this.checkpoints,
      this.metrics,
      this.logger,
      options,
    );
    const consumption = await this.log.consume(
      {
        group: 'chat-archiver',
        topics: ['raw-chats', 'analysis-results', 'summary-results'],
        readBackMs,
      },
      archiver,
    );
    this.shutdown.on('workers', 'chat-archiver', () => consumption.stop());
  }
}
