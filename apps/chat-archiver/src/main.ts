import { ArchiverModule } from '@livechat/chat';
import { clusterSettings, runService } from '@livechat/runtime';

/** Log → history. */
await runService({
  name: 'chat-archiver',
  module: ArchiverModule,
  settings: clusterSettings,
  isWorker: true,
});
