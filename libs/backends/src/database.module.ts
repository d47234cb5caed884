import { Health, Metrics, SETTINGS, Shutdown } from '@livechat/runtime';
import type { Settings } from '@livechat/runtime';
import { Module } from '@nestjs/common';
import { SerialGate } from './database-gate.ts';
import { accountsFile, openEmbeddedDatabase } from './database.embedded.ts';
import { Database } from './database.ts';

/** Units of work that may wait for SQLite, about 5 s of work. */
const waitingUnits = 5_000;

async function provideDatabase(
  settings: Settings,
  metrics: Metrics,
  health: Health,
  shutdown: Shutdown,
): Promise<Database> {
  const gate = new SerialGate(waitingUnits, () => metrics.boundsHit.inc({ bound: 'sql_gate' }));
  const database = await openEmbeddedDatabase(accountsFile(settings.dataDir), gate);
  health.register('sql', () => database.run((manager) => manager.query('SELECT 1')));
  shutdown.on('stores', 'accounts database', () => database.close());
  return database;
}

/** The accounts database of this process, migrated. */
@Module({
  providers: [
    {
      provide: Database,
      inject: [SETTINGS, Metrics, Health, Shutdown],
      useFactory: provideDatabase,
    },
  ],
  exports: [Database],
})
export class DatabaseModule {}
