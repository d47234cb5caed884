import { RelayModule } from '@livechat/chat';
import { clusterSettings, runService } from '@livechat/runtime';

/** Log → rings and channels. */
await runService({
  name: 'chat-relay',
  module: RelayModule,
  settings: clusterSettings,
  isWorker: true,
});
