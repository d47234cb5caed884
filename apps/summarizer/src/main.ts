import { SummarizerModule } from '@livechat/insight';
import { clusterSettings, runService } from '@livechat/runtime';

/** Summary requests → summaries. */
await runService({
  name: 'summarizer',
  module: SummarizerModule,
  settings: clusterSettings,
  isWorker: true,
});
