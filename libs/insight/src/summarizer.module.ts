import {
  ChatHistory,
  ChatHistoryModule,
  Checkpoints,
  CheckpointsModule,
  Counters,
  CountersModule,
  EventLog,
  EventLogModule,
  Fanout,
  FanoutModule,
} from '@livechat/backends';
import { InjectSettings, Logger, Metrics, Shutdown, type Settings } from '@livechat/runtime';
import { Module, type OnApplicationBootstrap } from '@nestjs/common';
import { Llm } from './llm.ts';
import { ModelWriter } from './model-writer.ts';
import { Summarizer } from './summarizer.ts';
import { SummaryWindow } from './summary-window.ts';
import { TokenBudget } from './token-budget.ts';

/** summarizer: summary-requests → summary-results. */
@Module({
  imports: [ChatHistoryModule, CheckpointsModule, CountersModule, EventLogModule, FanoutModule],
})
export class SummarizerModule implements OnApplicationBootstrap {
  constructor(
    private readonly log: EventLog,
    private readonly history: ChatHistory,
    private readonly checkpoints: Checkpoints,
    private readonly counters: Counters,
    private readonly fanout: Fanout,
    private readonly metrics: Metrics,
    private readonly logger: Logger,
    private readonly shutdown: Shutdown,
    @InjectSettings() private readonly settings: Settings,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { summaryWindow: size, logPartitions: partitions } = this.settings;
    const options = { window: size, partitions };
    const window = new SummaryWindow(this.fanout, this.history, this.checkpoints, options);
    const parts = { log: this.log, history: this.history, window, writer: this.writer() };
    const summarizer = new Summarizer(parts, this.metrics, this.logger);
    const topics = ['summary-requests'] as const;
    const consumption = await this.log.consume({ group: 'summarizer', topics }, summarizer);
    this.shutdown.on('workers', 'summarizer', () => consumption.stop());
  }

  private writer(): ModelWriter | undefined {
    const { openaiApiKey: apiKey, openaiBaseUrl: baseUrl, openaiModel: model } = this.settings;
    if (apiKey === undefined) return undefined;
    const caps = {
      perStream: this.settings.summaryTokensPerStream,
      perDay: this.settings.summaryTokensPerDay,
    };
    const budget = new TokenBudget(this.counters, caps);
    const llm = new Llm({ apiKey, baseUrl, model });
    return new ModelWriter(llm, budget, this.metrics, this.settings.summaryWindow);
  }
}
