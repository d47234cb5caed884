import { join } from 'node:path';
import type { Database as SqliteFile } from 'better-sqlite3';
import { DataSource } from 'typeorm';
import type { DataSourceOptions, EntityManager } from 'typeorm';
import { databaseEntities, databaseMigrations } from './database-entities.ts';
import { PoolGate } from './database-gate.ts';
import type { DatabaseGate } from './database-gate.ts';
import { Database } from './database.ts';
import { applyPragmas } from './embedded-file.ts';
import { holdNamedRow } from './outbox-lock.embedded.ts';

/** The file of the accounts database in the data folder. */
export const accountsFile = (dataDir: string): string => join(dataDir, 'accounts.db');

/** Options of an embedded data source; its file is kept as `applyPragmas` says. */
export const embeddedSource = (file: string): DataSourceOptions => ({
  type: 'better-sqlite3',
  database: file,
  prepareDatabase: (raw: unknown) => {
    applyPragmas(raw as SqliteFile);
  },
  entities: databaseEntities,
  migrations: databaseMigrations,
  migrationsRun: true,
  synchronize: false,
});

/** Units of work that may wait for their turn, about 5 s of work, and how long one waits at most. */
const waitingUnits = 5_000;
const waitMs = 10_000;

/**
 * One unit of work at a time: TypeORM has a single connection to SQLite, so a unit that began while
 * another is open would join it, and would be rolled back with it.
 */
export const serialGate = (onRefused?: () => void): DatabaseGate =>
  new PoolGate({ atOnce: 1, waiting: waitingUnits, waitMs, onRefused });

/** Opens the accounts file (made if there is none) and runs what migrations it lacks. */
export async function openEmbeddedDatabase(
  file: string,
  gate: DatabaseGate = serialGate(),
): Promise<Database> {
  const source = new DataSource(embeddedSource(file));
  await source.initialize();
  return new Database({
    gate,
    transact: (work) => transact(source, work),
    holdOutbox: holdNamedRow,
    close: () => source.destroy(),
  });
}

async function transact<T>(source: DataSource, work: (manager: EntityManager) => Promise<T>) {
  try {
    return await source.transaction(work);
  } catch (error) {
    cleanConnection(source);
    throw error;
  }
}

/**
 * SQLite may end a transaction by itself (disk full), and TypeORM's single query runner would
 * then go on counting it as open: later units would turn into savepoints of nothing.
 */
function cleanConnection(source: DataSource): void {
  const driver = source.driver as unknown as {
    queryRunner?: unknown;
    databaseConnection: SqliteFile;
  };
  if (driver.databaseConnection.inTransaction) driver.databaseConnection.exec('ROLLBACK');
  delete driver.queryRunner;
}
