import { Health, SETTINGS, Shutdown, type Settings } from '@livechat/runtime';
import { Module } from '@nestjs/common';
import { join } from 'node:path';
import { EmbeddedChatHistory } from './chat-history.embedded.ts';
import { ChatHistory } from './chat-history.ts';

function provideHistory(settings: Settings, health: Health, shutdown: Shutdown): ChatHistory {
  const history = new EmbeddedChatHistory(join(settings.dataDir, 'history.db'));
  health.register('history', () => history.epochs(''));
  shutdown.on('stores', 'history', () => history.close());
  return history;
}

/** The archive of this process. */
@Module({
  providers: [
    { provide: ChatHistory, inject: [SETTINGS, Health, Shutdown], useFactory: provideHistory },
  ],
  exports: [ChatHistory],
})
export class ChatHistoryModule {}
