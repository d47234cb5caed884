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
import { Analyzer, readBackMs } from './analyzer.ts';

const commitEveryMs = 5_000;
const everyMs = 500;
const maxStreams = 20_000;
const maxMessages = 200_000;
const maxRemoved = 10_000;
const maxWordings = 500;
const maxAsks = 5_000;

/** stream-analyzer: raw-chats → analysis-results and summary-requests. */
@Module({ imports: [ChatHistoryModule, CheckpointsModule, EventLogModule] })
export class AnalyzerModule implements OnApplicationBootstrap {
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
    const { log, history, checkpoints, settings } = this;
    const analyzer = new Analyzer({ log, history, checkpoints }, this.metrics, this.logger, {
      epoch: settings.logEpoch,
      voidIds: settings.bounds.voidIds,
      maxStreams,
      everyMs,
      every: settings.summaryEvery,
      window: settings.summaryWindow,
      minInterval: settings.summaryMinInterval,
      maxChatters: settings.bounds.chattersPerStream,
      maxMessages,
      maxRemoved,
      maxWordings,
      maxAsks,
    });
    const topics = ['raw-chats'] as const;
    const group = { group: 'stream-analyzer', topics, readBackMs, commitEveryMs };
    const consumption = await log.consume(group, analyzer);
    this.shutdown.on('workers', 'stream-analyzer', async () => {
      await consumption.stop();
      analyzer.close();
    });
  }
}
