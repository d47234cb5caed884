import { ChatModule } from '@livechat/chat';
import { clusterSettings, runService } from '@livechat/runtime';

/** Sockets, sending, moderation, history and analysis reads, the feed of a stream. */
await runService({
  name: 'chat-service',
  module: ChatModule,
  settings: clusterSettings,
});
