import { randomUUID } from 'node:crypto';
import { silentLogger } from '@livechat/runtime';
import { createConnection } from 'mysql2/promise';
import type { DatabaseUnderTest } from './database.contract.ts';
import { openMysqlDatabase } from './database.mysql.ts';
import { migrateSql } from './mysql-migrations.ts';
import { sqlAddress } from './mysql-source.ts';

/** Address of a database that is not there yet, on a server. */
export const newDatabaseUrl = (server: string): string =>
  new URL(`/livechat_${randomUUID().slice(0, 8)}`, server).href;

/** Asks the server itself, past our pools; answers the rows. */
export async function askServer<Row>(url: string, statement: string): Promise<readonly Row[]> {
  const { database, ...address } = sqlAddress(url);
  const connection = await createConnection({ ...address, ...(database ? { database } : {}) });
  try {
    const [rows] = await connection.query(statement);
    return rows as Row[];
  } finally {
    connection.destroy();
  }
}

export const dropDatabase = (url: string): Promise<unknown> =>
  askServer(new URL('/', url).href, `DROP DATABASE IF EXISTS \`${sqlAddress(url).database}\``);

/** A migrated database of its own on a server. */
export async function newServerDatabase(
  server: string,
): Promise<DatabaseUnderTest & { url: string }> {
  const url = newDatabaseUrl(server);
  await migrateSql({ sqlUrl: url }, silentLogger());
  const database = await openMysqlDatabase({ url, logger: silentLogger() });
  const dispose = async () => {
    await database.close();
    await dropDatabase(url);
  };
  return { url, database, dispose };
}

/** Runs a statement in a transaction that stays open until the answered function is called. */
export async function heldOpen(url: string, statement: string): Promise<() => Promise<void>> {
  const connection = await createConnection(sqlAddress(url));
  await connection.query('START TRANSACTION');
  await connection.query(statement);
  return () => connection.end();
}
