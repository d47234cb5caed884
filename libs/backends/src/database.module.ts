import { Health, Logger, Metrics, needed, SETTINGS, Shutdown } from '@livechat/runtime';
import type { Settings } from '@livechat/runtime';
import { Module } from '@nestjs/common';
import { accountsFile, openEmbeddedDatabase, serialGate } from './database.embedded.ts';
import { openMysqlDatabase } from './database.mysql.ts';
import { Database } from './database.ts';

interface Surroundings {
  readonly metrics: Metrics;
  readonly logger: Logger;
}

function embeddedDatabase({ dataDir }: Settings, { metrics }: Surroundings): Promise<Database> {
  const gate = serialGate(() => metrics.boundsHit.inc({ bound: 'sql_gate' }));
  return openEmbeddedDatabase(accountsFile(dataDir), gate);
}

/** Waits for the server and its schema as long as it takes; the process is not ready meanwhile. */
const mysqlDatabase = ({ sqlUrl }: Settings, { metrics, logger }: Surroundings) =>
  openMysqlDatabase({
    url: needed(sqlUrl, 'SQL_URL'),
    logger,
    onRefused: () => metrics.boundsHit.inc({ bound: 'sql_gate' }),
  });

async function provideDatabase(
  settings: Settings,
  metrics: Metrics,
  logger: Logger,
  health: Health,
  shutdown: Shutdown,
): Promise<Database> {
  const open = settings.mode === 'cluster' ? mysqlDatabase : embeddedDatabase;
  const database = await open(settings, { metrics, logger });
  health.register('sql', () => database.run((manager) => manager.query('SELECT 1')));
  shutdown.on('stores', 'accounts database', () => database.close());
  return database;
}

/** The accounts database of this process, migrated. */
@Module({
  providers: [
    {
      provide: Database,
      inject: [SETTINGS, Metrics, Logger, Health, Shutdown],
      useFactory: provideDatabase,
    },
  ],
  exports: [Database],
})
export class DatabaseModule {}
