import type { Logger } from '@livechat/runtime';
import { StartError } from '@livechat/runtime';
import { DataSource } from 'typeorm';
import { databaseMigrations } from './database-entities.ts';
import { codeOf, databaseError } from './database-errors.ts';
import { PoolGate } from './database-gate.ts';
import { Database } from './database.ts';
import { holdLockedRow } from './mysql-outbox-lock.ts';
import { mysqlSource, sqlKind } from './mysql-source.ts';
import { runUnit } from './mysql-unit.ts';

export interface MysqlOptions {
  /** `mysql://user:password@host:port/database` */
  readonly url: string;
  readonly logger: Pick<Logger, 'warn' | 'error'>;
  /** Units of work at once (default 8); the holder of the outbox has a connection more. */
  readonly atOnce?: number;
  /** Called for each unit of work that is refused because too many wait, or too long. */
  readonly onRefused?: () => void;
}

const waitMs = 1_000;
/** The wait included; below the 2 s within which a server that is away must be told of. */
const limitMs = 1_850;
const waitingUnits = 1_000;
const retryMs = 500;
const tellEveryMs = 10_000;

/**
 * Opens the accounts database on a MySQL or MariaDB server. Waits as long as it takes for the
 * server and for its schema, which the migrate command makes; says in the log what it waits for.
 * Throws StartError where waiting is no use: the server refuses the user.
 */
export async function openMysqlDatabase(options: MysqlOptions): Promise<Database> {
  const { url, atOnce = 8, onRefused } = options;
  const source = await waitedFor(options, () => openSource(url, atOnce + 2));
  return new Database({
    gate: new PoolGate({ atOnce, waiting: waitingUnits, waitMs, onRefused }),
    transact: (work, askedAt) => runUnit(source, askedAt + limitMs, work),
    holdOutbox: (_database, work) => holdLockedRow(source, work),
    close: () => closeSource(source),
  });
}

class SchemaMissing extends Error {}

async function openSource(url: string, connections: number): Promise<DataSource> {
  const source = new DataSource(mysqlSource(url, await sqlKind(url), connections));
  try {
    await source.initialize();
    await assertMigrated(source);
    return source;
  } catch (error) {
    if (source.isInitialized) await closeSource(source);
    throw error;
  }
}

/** A schema that is newer than this process serves it too: migrations keep to what both can read. */
async function assertMigrated(source: DataSource): Promise<void> {
  const rows = await source.query<readonly { readonly name: string }[]>(
    'SELECT name FROM migrations',
  );
  const done = new Set(rows.map(({ name }) => name));
  const missing = databaseMigrations.filter(({ name }) => !done.has(name));
  if (missing.length > 0) throw new SchemaMissing();
}

async function waitedFor<T>({ logger }: MysqlOptions, open: () => Promise<T>): Promise<T> {
  for (let toldAt = -Infinity; ;) {
    try {
      return await open();
    } catch (err) {
      const what = waitReason(err);
      if (performance.now() - toldAt > tellEveryMs) {
        toldAt = performance.now();
        logger.error({ err }, what);
      }
    }
    await new Promise((resolve) => setTimeout(resolve, retryMs));
  }
}

const schemaMissing = /^ER_(BAD_DB_ERROR|NO_SUCH_TABLE)$/;

/** What is waited for; throws where nothing will come of it. */
function waitReason(error: unknown): string {
  const code = codeOf(error);
  if (error instanceof SchemaMissing || schemaMissing.test(code)) {
    return 'The SQL schema is missing or older than this service: run the migrate command';
  }
  if (/^ER_\w*ACCESS_DENIED/.test(code)) {
    throw new StartError(`SQL_URL: the server refuses the user (${code})`, { cause: error });
  }
  if (databaseError(error) === error) throw error;
  return 'The SQL server cannot be reached; waiting for it';
}

/** A server that is away does not answer the goodbye either. */
async function closeSource(source: DataSource): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const enough = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, 1_000);
  });
  try {
    await Promise.race([source.destroy(), enough]);
  } catch (error) {
    if (databaseError(error) === error) throw error;
  } finally {
    clearTimeout(timer);
  }
}
