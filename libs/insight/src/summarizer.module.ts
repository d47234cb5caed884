import {
  ChatHistoryModule,
  CheckpointsModule,
  CountersModule,
  EventLogModule,
  FanoutModule,
} from '@livechat/backends';
import { InjectSettings, Logger, Metrics, Shutdown, type Settings } from '@livechat/runtime';
import { Module, type OnApplicationBootstrap } from '@nestjs/common';
import { Llm } from './llm.ts';
import { ModelWriter } from './model-writer.ts';
import { SummarizerStores } from './summarizer-stores.ts';
import { Summarizer } from './summarizer.ts';
import { SummaryWindow } from './summary-window.ts';
import { TokenBudget } from './token-budget.ts';

/** summarizer: summary-requests → summary-results. */
@Module({
  imports: [ChatHistoryModule, CheckpointsModule, CountersModule, EventLogModule, FanoutModule],
  providers: [SummarizerStores],
})
export class SummarizerModule implements OnApplicationBootstrap {
  constructor(
    private readonly stores: SummarizerStores,
    private readonly metrics: Metrics,
    private readonly logger: Logger,
    private readonly shutdown: Shutdown,
    @InjectSettings() private readonly settings: Settings,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { log, history, counters } = this.stores;
    const parts = { log, history, counters, window: this.window(), writer: this.writer() };
    const summarizer = new Summarizer(parts, this.metrics, this.logger);
    const topics = ['summary-requests'] as const;
    const consumption = await log.consume({ group: 'summarizer', topics }, summarizer);
    this.shutdown.on('workers', 'summarizer', () => consumption.stop());
  }

  private window(): SummaryWindow {
    const { summaryWindow: window, logPartitions: partitions } = this.settings;
    const onBoundHit = () => this.metrics.boundsHit.inc({ bound: 'summary_block' });
    return new SummaryWindow(this.stores, { window, partitions, onBoundHit });
  }

  private writer(): ModelWriter | undefined {
    const { openaiApiKey: apiKey, openaiBaseUrl: baseUrl, openaiModel: model } = this.settings;
    if (apiKey === undefined) return undefined;
    const caps = {
      perStream: this.settings.summaryTokensPerStream,
      perDay: this.settings.summaryTokensPerDay,
    };
    const budget = new TokenBudget(this.stores.counters, caps);
    const llm = new Llm({ apiKey, baseUrl, model });
    return new ModelWriter(llm, budget, this.metrics, this.logger, this.settings.summaryWindow);
  }
}
