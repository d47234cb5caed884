import mysql from 'mysql2';
import type { Connection, ConnectionOptions, PoolConnection, PoolOptions } from 'mysql2';
import { createConnection } from 'mysql2/promise';
import type { DataSourceOptions } from 'typeorm';
import { databaseEntities, databaseMigrations } from './database-entities.ts';

/** The dialects differ in what TypeORM must be told, in collations and in session variables. */
export type SqlKind = 'mariadb' | 'mysql';

/** A server that does not answer counts as away after this long. */
const connectMs = 1_000;
const idleMs = 30_000;
/** Sessions of a client that froze or was cut off end after this long, and let go of their locks. */
const forgottenSeconds = 60;

/** Where a database is, from an address `mysql://user:password@host:port/database?ssl=true`. */
export function sqlAddress(url: string): ConnectionOptions & { readonly database: string } {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url);
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port || 3_306),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)),
    charset: 'utf8mb4',
    connectTimeout: connectMs,
    ...(searchParams.get('ssl') === 'true' ? { ssl: {} } : {}),
  };
}

/** Compares text as SQLite does: byte by byte, blanks at the end too. */
export const collationOf = (kind: SqlKind): string =>
  kind === 'mariadb' ? 'utf8mb4_nopad_bin' : 'utf8mb4_0900_bin';

/** What the server is, by its own version; rejects with the driver's error if it is away. */
export async function sqlKind(url: string): Promise<SqlKind> {
  const connection = await createConnection(sqlAddress(url));
  try {
    const [rows] = await connection.query({ sql: 'SELECT VERSION() AS version', timeout: 2_000 });
    const [{ version = '' } = {}] = rows as { readonly version?: string }[];
    return /mariadb/i.test(version) ? 'mariadb' : 'mysql';
  } finally {
    connection.destroy();
  }
}

/** Options of a data source on a server, with at most so many connections. */
export function mysqlSource(url: string, kind: SqlKind, connections: number): DataSourceOptions {
  const { host, port, user, password, database, charset, connectTimeout, ssl } = sqlAddress(url);
  const extra: PoolOptions = {
    connectionLimit: connections,
    maxIdle: Math.min(2, connections),
    idleTimeout: idleMs,
  };
  return {
    type: kind,
    driver: { ...mysql, createPool: (options: PoolOptions) => poolOf(options, kind) },
    host: host as string,
    port: port as number,
    username: user as string,
    password: password as string,
    database: database,
    charset: charset as string,
    connectTimeout: connectTimeout as number,
    ...(ssl ? { ssl } : {}),
    poolSize: connections,
    extra,
    entities: databaseEntities,
    migrations: databaseMigrations,
    migrationsTransactionMode: 'none',
    synchronize: false,
  };
}

/** A pool whose connections get their session settings before anything else. */
function poolOf(options: PoolOptions, kind: SqlKind) {
  const pool = mysql.createPool(options);
  pool.on('connection', (connection: PoolConnection) => prepare(connection, kind));
  return pool;
}

function prepare(connection: Connection, kind: SqlKind): void {
  // An idle connection that breaks leaves the pool by itself; its error is nobody's.
  connection.on('error', () => undefined);
  for (const statement of sessionSettings(kind)) {
    connection.query(statement, (error) => {
      if (error) connection.destroy();
    });
  }
}

/**
 * READ COMMITTED, so that what is read behind a lock is what stands there, and strict, so that
 * nothing is cut short. MariaDB also ends transactions that nobody goes on with.
 */
const sessionSettings = (kind: SqlKind): readonly string[] => [
  'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
  `SET SESSION sql_mode = 'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION', innodb_lock_wait_timeout = 1, wait_timeout = ${forgottenSeconds}`,
  ...(kind === 'mariadb' ? ['SET SESSION idle_transaction_timeout = 10'] : []),
];
