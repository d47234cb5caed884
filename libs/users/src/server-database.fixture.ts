import { randomUUID } from 'node:crypto';
import { SETTINGS, Shutdown, silentLogger } from '@livechat/runtime';
import type { Settings } from '@livechat/runtime';
import { Module } from '@nestjs/common';
import { inject } from 'vitest';

type Backends = typeof import('@livechat/backends');

/** Databases by what they stand for: a service that starts again on its folder finds its own. */
const made = new Map<string, string>();

/** `SQL_URL`, so that replicas share one; else a database for each data folder. */
function urlFor({ sqlUrl, dataDir }: Settings): string {
  if (sqlUrl !== undefined) return sqlUrl;
  const url = made.get(dataDir) ?? newDatabaseUrl();
  made.set(dataDir, url);
  return url;
}

/** Address of a database of its own on the real server of the suite. */
export const newDatabaseUrl = (): string =>
  new URL(`/users_${randomUUID().slice(0, 8)}`, inject('sqlUrl')).href;

/**
 * `@livechat/backends` with the accounts on a real server and all else embedded, for `vi.mock`:
 * the specs of this lib then run unchanged on it.
 */
export function onServer(actual: Backends): Backends {
  const { Database, migrateSql, openMysqlDatabase } = actual;

  async function provide(settings: Settings, shutdown: Shutdown) {
    const url = urlFor(settings);
    await migrateSql({ sqlUrl: url }, silentLogger());
    const database = await openMysqlDatabase({ url, logger: silentLogger() });
    shutdown.on('stores', 'accounts database', () => database.close());
    return database;
  }

  @Module({
    providers: [{ provide: Database, inject: [SETTINGS, Shutdown], useFactory: provide }],
    exports: [Database],
  })
  class DatabaseModule {}
  return { ...actual, DatabaseModule };
}
