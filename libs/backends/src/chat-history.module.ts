import { Health, Logger, SETTINGS, Shutdown, type Settings } from '@livechat/runtime';
import { Module } from '@nestjs/common';
import { join } from 'node:path';
import { CassandraModule, SharedCassandra } from './cassandra.module.ts';
import { CassandraChatHistory } from './chat-history.cassandra.ts';
import { EmbeddedChatHistory } from './chat-history.embedded.ts';
import { ChatHistory } from './chat-history.ts';

const dayMs = 24 * 60 * 60_000;

async function provideHistory(
  settings: Settings,
  logger: Logger,
  health: Health,
  shutdown: Shutdown,
  cassandra: SharedCassandra,
): Promise<ChatHistory> {
  const { mode, retentionDays, dataDir } = settings;
  const retentionMs = retentionDays === null ? null : retentionDays * dayMs;
  const onError = (err: unknown) =>
    logger.warn({ err }, 'Old rows of the history stay until they are tried again in an hour');
  const history =
    mode === 'cluster'
      ? new CassandraChatHistory(await cassandra.open(), retentionMs)
      : new EmbeddedChatHistory(join(dataDir, 'history.db'), { retentionMs, onError });
  if (mode === 'embedded') health.register('history', () => history.epochs(''));
  shutdown.on('stores', 'history', () => history.close());
  return history;
}

/** The archive. */
@Module({
  imports: [CassandraModule],
  providers: [
    {
      provide: ChatHistory,
      inject: [SETTINGS, Logger, Health, Shutdown, SharedCassandra],
      useFactory: provideHistory,
    },
  ],
  exports: [ChatHistory],
})
export class ChatHistoryModule {}
