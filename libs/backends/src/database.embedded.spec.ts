import { executionAsyncId } from 'node:async_hooks';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { DataSource } from 'typeorm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { databaseContract } from './database.contract.ts';
import { OpenGate, PoolGate } from './database-gate.ts';
import type { DatabaseGate } from './database-gate.ts';
import { accountsFile, embeddedSource, openEmbeddedDatabase } from './database.embedded.ts';
import type { Database } from './database.ts';
import { ModeratorRow } from './entities/moderator.ts';

const moderator = (userId: string) => ({ streamId: 's', userId, addedBy: 'o', addedAt: 1 });

/** Lets other units of work in between, as any real query does. */
const pause = () => new Promise((resolve) => setImmediate(resolve));

let folder: string;
let database: Database;
let opened: Database | undefined;

const open = async (gate?: DatabaseGate) => {
  database = await openEmbeddedDatabase(accountsFile(folder), gate);
  opened = database;
};
const userIds = () =>
  database.run(async (manager) => (await manager.find(ModeratorRow)).map((m) => m.userId).sort());

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'livechat-accounts-'));
});
afterEach(async () => {
  await opened?.close();
  await rm(folder, { recursive: true });
});

/** Whether the runtime gives every promise an id of its own, as it does (before Node 24) for an AsyncLocalStorage. */
async function followsPromises(): Promise<boolean> {
  await Promise.resolve();
  const id = executionAsyncId();
  await Promise.resolve();
  return executionAsyncId() !== id;
}

/** A write made while another's transaction is open, which is then rolled back. */
async function writeBesideRollback() {
  const failing = database.run(async (manager) => {
    await manager.insert(ModeratorRow, moderator('doomed'));
    await pause();
    await pause();
    throw new Error('this unit fails');
  });
  const writing = database.run((manager) => manager.insert(ModeratorRow, moderator('kept')));
  await Promise.allSettled([failing, writing]);
}

databaseContract('SQLite', async () => {
  const made = await openEmbeddedDatabase(':memory:');
  return { database: made, dispose: () => made.close() };
});

describe('the transaction gate', () => {
  it('is what prevents it: without it the other unit of work is lost on SQLite', async () => {
    await open(new OpenGate());
    await writeBesideRollback().catch(() => undefined);
    const raw = new Sqlite(accountsFile(folder), { readonly: true });
    expect(raw.prepare('SELECT userId FROM moderators').pluck().all()).not.toEqual(['kept']);
    raw.close();
  });
});

describe('a unit of work', () => {
  it('that waits for another of its own is refused, and the database goes on', async () => {
    await open(new PoolGate({ atOnce: 1, waiting: 5, waitMs: 50 }));
    const nested = database.run(async (manager) => {
      await manager.insert(ModeratorRow, moderator('outer'));
      await database.run((m) => m.insert(ModeratorRow, moderator('inner')));
    });
    await expect(nested).rejects.toMatchObject({ code: 'unavailable' });
    expect(await userIds()).toEqual([]);
  });

  it('leaves promises as cheap as they are in a process without a database', async () => {
    const before = await followsPromises();
    await open();
    expect(await userIds()).toEqual([]);
    expect(await followsPromises()).toBe(before);
  });

  it('gets unavailable while another process holds the file', async () => {
    await open();
    const other = new Sqlite(accountsFile(folder));
    other.exec('BEGIN IMMEDIATE');
    const blocked = database.run(async (manager) => {
      await manager.query('PRAGMA busy_timeout = 0');
      await manager.insert(ModeratorRow, moderator('a'));
    });
    await expect(blocked).rejects.toMatchObject({ code: 'unavailable' });
    other.exec('ROLLBACK');
    other.close();
    await database.run((m) => m.insert(ModeratorRow, moderator('b')));
    expect(await userIds()).toEqual(['b']);
  });

  it('gets unavailable when the disk is full', async () => {
    await open();
    const filling = database.run(async (manager) => {
      await manager.query('PRAGMA max_page_count = 1');
      for (let i = 0; i < 1_000; i += 1) {
        await manager.insert(ModeratorRow, moderator(`filler-${i}`.padEnd(64, '-')));
      }
    });
    await expect(filling).rejects.toMatchObject({ code: 'unavailable' });
    expect(await userIds()).toEqual([]);
  });

  it('is whole again after one whose transaction SQLite ended by itself', async () => {
    await open();
    const ended = database.run(async (manager) => {
      await manager.query('ROLLBACK');
      throw new Error('as after a full disk');
    });
    await expect(ended).rejects.toThrow('full disk');
    const failing = database.run(async (manager) => {
      await manager.insert(ModeratorRow, moderator('doomed'));
      throw new Error('own');
    });
    await expect(failing).rejects.toThrow('own');
    await database.run((m) => m.insert(ModeratorRow, moderator('kept')));
    const raw = new Sqlite(accountsFile(folder), { readonly: true });
    expect(raw.prepare('SELECT userId FROM moderators').pluck().all()).toEqual(['kept']);
    raw.close();
  });
});

describe('the accounts file', () => {
  it('commits to the disk before it answers, in WAL', async () => {
    await open();
    const pragma = (name: string) => database.run((m) => m.query(`PRAGMA ${name}`));
    expect(await pragma('journal_mode')).toEqual([{ journal_mode: 'wal' }]);
    expect(await pragma('synchronous')).toEqual([{ synchronous: 2 }]);
    expect(await pragma('cache_size')).toEqual([{ cache_size: -2_048 }]);
  });

  it('is as the entities say after the migrations, so that nothing is left to synchronise', async () => {
    await open();
    const source = new DataSource(embeddedSource(accountsFile(folder)));
    await source.initialize();
    const { upQueries } = await source.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
    await source.destroy();
  });

  it('takes every migration back and forth', async () => {
    await open();
    const source = new DataSource(embeddedSource(accountsFile(folder)));
    await source.initialize();
    await source.undoLastMigration();
    expect(await source.showMigrations()).toBe(true);
    await source.runMigrations();
    expect(await source.showMigrations()).toBe(false);
    await source.destroy();
  });
});
