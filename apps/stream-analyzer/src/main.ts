import { AnalyzerModule } from '@livechat/insight';
import { clusterSettings, runService } from '@livechat/runtime';

/** Log → labels, mood, summary requests. */
await runService({
  name: 'stream-analyzer',
  module: AnalyzerModule,
  settings: clusterSettings,
  isWorker: true,
});
