import { needed, StartError } from '@livechat/runtime';
import type { Logger, Settings } from '@livechat/runtime';
import { createConnection } from 'mysql2/promise';
import type { Connection, RowDataPacket } from 'mysql2/promise';
import { DataSource } from 'typeorm';
import { codeOf, databaseError } from './database-errors.ts';
import { collationOf, mysqlSource, sqlAddress, sqlKind } from './mysql-source.ts';
import type { SqlKind } from './mysql-source.ts';

const retryMs = 500;

/** How long a migration may take to begin: until the server answers, and until others are done. */
export interface MigrationLimits {
  /** Default 2 min. */
  readonly waitMs?: number;
}

/**
 * Brings the accounts database of SQL_URL up to date: makes the database if there is none, then
 * runs what migrations it lacks, and answers their names. Safe to run again, after one that was
 * broken off too, and from several places at once: one works, the others wait for it. Throws
 * StartError, in one line, where the server does not answer or another does not finish in time.
 */
export async function migrateSql(
  settings: Pick<Settings, 'sqlUrl'>,
  logger: Pick<Logger, 'info' | 'warn'>,
  { waitMs = 120_000 }: MigrationLimits = {},
): Promise<readonly string[]> {
  const url = needed(settings.sqlUrl, 'SQL_URL');
  const { database } = sqlAddress(url);
  if (database === '') throw new StartError('SQL_URL: names no database');
  const kind = await reached({ url, logger, waitMs });
  return locked(url, waitMs, async (connection) => {
    await prepareDatabase(connection, database, kind);
    const names = await runMigrations(url, kind);
    logger.info({ database, kind, migrations: names }, 'The SQL schema is up to date');
    return names;
  });
}

interface Waiting {
  readonly url: string;
  readonly logger: Pick<Logger, 'warn'>;
  readonly waitMs: number;
}

/** Waits for the server; the database need not be there. */
async function reached({ url, logger, waitMs }: Waiting): Promise<SqlKind> {
  const deadline = performance.now() + waitMs;
  for (let told = false; ; told = true) {
    try {
      return await sqlKind(withoutDatabase(url));
    } catch (cause) {
      const { host, port } = sqlAddress(url);
      const where = `${host}:${port}`;
      if (databaseError(cause) === cause) throw refusal(where, cause);
      if (performance.now() > deadline) {
        const message = `SQL_URL: no server answers at ${where}, waited ${waitMs / 1_000} s`;
        throw new StartError(message, { cause });
      }
      if (!told) logger.warn({ where }, 'The SQL server cannot be reached; waiting for it');
    }
    await new Promise((resolve) => setTimeout(resolve, retryMs));
  }
}

const refusal = (where: string, cause: unknown) =>
  new StartError(`SQL_URL: the server at ${where} refuses (${codeOf(cause)})`, { cause });

function withoutDatabase(url: string): string {
  const address = new URL(url);
  address.pathname = '/';
  return address.href;
}

/** Works alone among all that migrate this database; the lock goes with the connection. */
async function locked<T>(
  url: string,
  waitMs: number,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const { database, ...address } = sqlAddress(url);
  const connection = await createConnection({ ...address, database: '' });
  connection.on('error', () => undefined);
  try {
    const lock = `live-chat migrate ${database}`.slice(0, 64);
    const [rows] = await connection.query<RowDataPacket[]>('SELECT GET_LOCK(?, ?) AS got', [
      lock,
      Math.ceil(waitMs / 1_000),
    ]);
    if (rows[0]?.['got'] !== 1) {
      throw new StartError('SQL: another migration is under way and does not finish');
    }
    return await work(connection);
  } finally {
    connection.destroy();
  }
}

/** Tables take their collation from the database. */
async function prepareDatabase(connection: Connection, database: string, kind: SqlKind) {
  const name = `\`${database.replaceAll('`', '``')}\``;
  const collation = `CHARACTER SET utf8mb4 COLLATE ${collationOf(kind)}`;
  const [rows] = await connection.query<RowDataPacket[]>(
    'SELECT DEFAULT_COLLATION_NAME AS collation FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = ?',
    [database],
  );
  const [found] = rows as { readonly collation: string }[];
  if (!found) await connection.query(`CREATE DATABASE IF NOT EXISTS ${name} ${collation}`);
  else if (found.collation !== collationOf(kind)) {
    await connection.query(`ALTER DATABASE ${name} ${collation}`);
  }
}

async function runMigrations(url: string, kind: SqlKind): Promise<readonly string[]> {
  const source = new DataSource(mysqlSource(url, kind, 2));
  await source.initialize();
  try {
    const done = await source.runMigrations({ transaction: 'none' });
    return done.map(({ name }) => name);
  } finally {
    await source.destroy();
  }
}
