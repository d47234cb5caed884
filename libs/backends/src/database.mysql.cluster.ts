import { defaultRules } from '@livechat/contracts';
import { readSettings, silentLogger, startService } from '@livechat/runtime';
import { generateKeyPairSync } from 'node:crypto';
import { DataSource } from 'typeorm';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { auditContract } from './audit.contract.ts';
import { databaseContract } from './database.contract.ts';
import { DatabaseModule } from './database.module.ts';
import { openMysqlDatabase } from './database.mysql.ts';
import { Database } from './database.ts';
import { ModeratorRow } from './entities/moderator.ts';
import { StreamRow } from './entities/stream.ts';
import { migrateSql } from './mysql-migrations.ts';
import { collationOf, mysqlSource, sqlKind } from './mysql-source.ts';
import { outboxContract } from './outbox.contract.ts';
import {
  askServer,
  dropDatabase,
  heldOpen,
  newDatabaseUrl,
  newServerDatabase,
} from './sql-database.fixture.ts';

const server = inject('sqlUrl');
const make = () => newServerDatabase(server);

databaseContract('a server', make);
auditContract('a server', make);
outboxContract('a server', make);

const moderator = (userId: string) => ({ streamId: 's', userId, addedBy: 'o', addedAt: 1 });

describe('the schema on a server', () => {
  let url: string;
  afterEach(() => dropDatabase(url));
  const migrate = () => migrateSql({ sqlUrl: url }, silentLogger());
  const tables = () =>
    askServer<{ name: string; collation: string }>(
      url,
      'SELECT TABLE_NAME AS name, TABLE_COLLATION AS collation FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() ORDER BY 1',
    );

  it('is as the entities say after the migrations, so that nothing is left to synchronise', async () => {
    url = newDatabaseUrl(server);
    await migrate();
    const source = new DataSource(mysqlSource(url, await sqlKind(server), 2));
    await source.initialize();
    const { upQueries } = await source.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
    await source.destroy();
  });

  it('compares every text byte by byte', async () => {
    url = newDatabaseUrl(server);
    await migrate();
    const rows = await askServer<{ collation: string }>(
      url,
      "SELECT DISTINCT COLLATION_NAME AS collation FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME <> 'migrations' AND COLLATION_NAME IS NOT NULL",
    );
    expect(rows.map(({ collation }) => collation)).toEqual([collationOf(await sqlKind(server))]);
  });

  it('takes every migration back and forth', async () => {
    url = newDatabaseUrl(server);
    await migrate();
    const before = await tables();
    const source = new DataSource(mysqlSource(url, await sqlKind(server), 2));
    await source.initialize();
    await source.undoLastMigration({ transaction: 'none' });
    await source.destroy();
    expect((await tables()).map(({ name }) => name)).toEqual(['migrations']);
    expect(await migrate()).toHaveLength(1);
    expect(await tables()).toEqual(before);
  });

  it('is made once when it is migrated again and from several places at once', async () => {
    url = newDatabaseUrl(server);
    const runs = await Promise.all([migrate(), migrate(), migrate()]);
    expect(runs.map((names) => names.length).toSorted()).toEqual([0, 0, 1]);
    expect(await migrate()).toEqual([]);
    const heads = await askServer(
      url,
      'SELECT id FROM audit_head UNION ALL SELECT id FROM outbox_lock',
    );
    expect(heads).toHaveLength(2);
  });

  it('is finished by the next run where one was broken off between two tables', async () => {
    url = newDatabaseUrl(server);
    await migrate();
    const whole = await tables();
    await askServer(url, 'DROP TABLE audit_head');
    await askServer(url, 'DELETE FROM migrations');
    expect(await migrate()).toHaveLength(1);
    expect(await tables()).toEqual(whole);
    expect(await askServer(url, 'SELECT lastId FROM audit_head')).toEqual([{ lastId: 0 }]);
  });

  it('takes over an empty database that was made with another collation', async () => {
    url = newDatabaseUrl(server);
    const name = new URL(url).pathname.slice(1);
    await askServer(server, `CREATE DATABASE ${name} CHARACTER SET latin1`);
    await migrate();
    const users = (await tables()).find(({ name: table }) => table === 'users');
    expect(users?.collation).toBe(collationOf(await sqlKind(server)));
  });

  it('is waited for by a service, which says so, and used as soon as it is there', async () => {
    url = newDatabaseUrl(server);
    const logger = { warn: vi.fn(), error: vi.fn() };
    const opening = openMysqlDatabase({ url, logger });
    const told = () => expect(logger.error).toHaveBeenCalledOnce();
    await vi.waitFor(told, { timeout: 5_000 });
    expect(logger.error.mock.calls[0]?.[1]).toContain('run the migrate command');
    await migrate();
    const database = await opening;
    expect(await database.run((m) => m.countBy(ModeratorRow, {}))).toBe(0);
    await database.close();
  });

  it('cannot be had where the server refuses the user, which a service says in one line', async () => {
    url = newDatabaseUrl(server);
    const refused = new URL(url);
    refused.username = 'nobody';
    refused.password = 'wrong';
    const opening = openMysqlDatabase({ url: refused.href, logger: silentLogger() });
    await expect(opening).rejects.toMatchObject({ name: 'StartError' });
    const migrating = migrateSql({ sqlUrl: refused.href }, silentLogger());
    await expect(migrating).rejects.toMatchObject({ name: 'StartError' });
  });
});

describe('the database’s module on real servers', () => {
  it('opens the server’s database, watches its health and closes it in order', async () => {
    const { url, dispose } = await make();
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const settings = readSettings({
      MODE: 'cluster',
      HOST: '127.0.0.1',
      PORT: '0',
      ADMIN_PORT: '0',
      SQL_URL: url,
      JWT_PUBLIC_KEYS: publicKey.export({ type: 'spki', format: 'pem' }) as string,
    });
    const parts = { name: 'test', module: DatabaseModule, settings, logger: silentLogger() };
    const service = await startService(parts);
    const database = service.app.get(Database, { strict: false });
    expect(await database.run((m) => m.query('SELECT VERSION() AS v'))).toHaveLength(1);
    const ready = await fetch(`${service.adminUrl}/health/ready`);
    expect(await ready.json()).toMatchObject({ status: 'ready', dependencies: { sql: 'up' } });
    expect(await service.stop()).toBe(true);
    const late = database.run((m) => m.query('SELECT 1'));
    await expect(late).rejects.toMatchObject({ code: 'unavailable' });
    await dispose();
  });
});

describe('two processes on one server', () => {
  let url: string;
  let one: Database;
  let other: Database;
  let dispose: () => Promise<void>;
  beforeAll(async () => {
    const made = await make();
    url = made.url;
    one = made.database;
    other = await openMysqlDatabase({ url: made.url, logger: silentLogger() });
    dispose = async () => {
      await other.close();
      await made.dispose();
    };
  });
  afterAll(() => dispose());

  it('work at the same time: one that waits holds nobody else up', async () => {
    let letGo: () => void = () => undefined;
    const waiting = new Promise<void>((resolve) => (letGo = resolve));
    const slow = one.run(async (manager) => {
      await manager.insert(ModeratorRow, moderator('slow'));
      await waiting;
    });
    await Promise.all([one, other].map((d) => d.run((m) => m.countBy(ModeratorRow, {}))));
    await other.run((m) => m.insert(ModeratorRow, moderator('quick')));
    letGo();
    await slow;
  });

  it('get over a deadlock: both changes are made', async () => {
    const rows = ['x', 'y'].map((id) => streamRow(id));
    await one.run((m) => m.insert(StreamRow, rows));
    const attempts = vi.fn();
    const bumpBoth = (database: Database, order: readonly string[]) =>
      database.run(async (manager) => {
        attempts();
        for (const id of order) {
          await manager.increment(StreamRow, { id }, 'version', 1);
          await new Promise((resolve) => setTimeout(resolve, 30));
        }
      });
    await Promise.all([bumpBoth(one, ['x', 'y']), bumpBoth(other, ['y', 'x'])]);
    const found = await one.run((m) => m.find(StreamRow, { order: { id: 'ASC' } }));
    expect(found.map(({ version }) => version)).toEqual([2, 2]);
    expect(attempts.mock.calls.length).toBeGreaterThan(2);
  });

  it('count a stream’s version up without losing a step', async () => {
    await one.run((m) => m.insert(StreamRow, streamRow('counted')));
    const bump = (database: Database) =>
      database.run((m) => m.increment(StreamRow, { id: 'counted' }, 'version', 1));
    await Promise.all(Array.from({ length: 50 }, (_, i) => bump(i % 2 ? one : other)));
    const row = await one.run((m) => m.findOneByOrFail(StreamRow, { id: 'counted' }));
    expect(row.version).toBe(50);
  });

  it('are refused a text that a column cannot hold, instead of having it cut short', async () => {
    const long = one.run((m) => m.insert(ModeratorRow, moderator('u'.repeat(65))));
    await expect(long).rejects.toMatchObject({ code: 'too_large' });
  });

  it('get unavailable, within 2 s, for a row that another holds for long', async () => {
    await one.run((m) => m.insert(StreamRow, streamRow('held')));
    const bump = (database: Database) =>
      database.run((m) => m.increment(StreamRow, { id: 'held' }, 'version', 1));
    const letGo = await heldOpen(url, "UPDATE streams SET version = 9 WHERE id = 'held'");
    const from = performance.now();
    await expect(bump(other)).rejects.toMatchObject({ code: 'unavailable' });
    expect(performance.now() - from).toBeLessThan(2_000);
    await letGo();
    await bump(one);
  });
});

const streamRow = (id: string) => ({
  id,
  ownerId: 'o',
  title: id,
  titleFold: id,
  status: 'live' as const,
  startedAt: 1,
  rules: defaultRules,
  version: 0,
  forImports: false,
});
