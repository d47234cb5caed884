import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { DataSource } from 'typeorm';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { OpenGate, SerialGate } from './database-gate.ts';
import type { DatabaseGate } from './database-gate.ts';
import { accountsFile, embeddedSource, openEmbeddedDatabase } from './database.embedded.ts';
import type { Database } from './database.ts';
import { ModeratorRow } from './entities/moderator.ts';
import { StreamRow } from './entities/stream.ts';

const moderator = (userId: string) => ({ streamId: 's', userId, addedBy: 'o', addedAt: 1 });

/** Lets other units of work in between, as any real query does. */
const pause = () => new Promise((resolve) => setImmediate(resolve));

let folder: string;
let database: Database;

const open = async (gate?: DatabaseGate) => {
  database = await openEmbeddedDatabase(accountsFile(folder), gate);
  return database;
};
const userIds = () =>
  database.run(async (manager) => (await manager.find(ModeratorRow)).map((m) => m.userId).sort());

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'livechat-accounts-'));
});
afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

/** Two transactions at once, both meant to stay. */
const bothAtOnce = () =>
  Promise.allSettled(
    ['a', 'b'].map((userId) =>
      database.run(async (manager) => {
        await manager.insert(ModeratorRow, moderator(userId));
        await pause();
      }),
    ),
  );

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

describe('the transaction gate', () => {
  it('lets transactions that start together all succeed', async () => {
    await open();
    const outcomes = await bothAtOnce();
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    expect(await userIds()).toEqual(['a', 'b']);
  });

  it('keeps a write that was made beside a transaction that is rolled back', async () => {
    await open();
    await writeBesideRollback();
    expect(await userIds()).toEqual(['kept']);
  });

  it('is what prevents it: without it the other unit of work is lost on SQLite', async () => {
    await open(new OpenGate());
    await writeBesideRollback().catch(() => undefined);
    const raw = new Sqlite(accountsFile(folder), { readonly: true });
    expect(raw.prepare('SELECT userId FROM moderators').pluck().all()).not.toEqual(['kept']);
    raw.close();
  });

  it('runs units in the order of their calls', async () => {
    const gate = new SerialGate();
    const done: number[] = [];
    const unit = (n: number) =>
      gate.pass(async () => {
        await pause();
        done.push(n);
      });
    await Promise.all([1, 2, 3].map(unit));
    expect(done).toEqual([1, 2, 3]);
    await open();
  });

  it('refuses what would wait behind more units than its bound', async () => {
    const full = vi.fn();
    const gate = new SerialGate(2, full);
    const units = [1, 2, 3].map(() => gate.pass(pause));
    await expect(units[2]).rejects.toMatchObject({ code: 'unavailable' });
    expect(full).toHaveBeenCalledOnce();
    await Promise.all(units.slice(0, 2));
    await expect(gate.pass(pause)).resolves.toBeUndefined();
    await open();
  });
});

describe('a unit of work', () => {
  it('answers what its work answers', async () => {
    await open();
    expect(await database.run(() => Promise.resolve(7))).toBe(7);
  });

  it('leaves nothing behind when it throws, and passes its own error on', async () => {
    await open();
    const failing = database.run(async (manager) => {
      await manager.insert(ModeratorRow, moderator('a'));
      throw new Error('own');
    });
    await expect(failing).rejects.toThrow('own');
    expect(await userIds()).toEqual([]);
  });

  it('does not nest', async () => {
    await open();
    const nested = database.run(() => database.run(() => Promise.resolve(1)));
    await expect(nested).rejects.toThrow('do not nest');
  });

  it('gets a conflict for a key that exists', async () => {
    await open();
    const insert = () => database.run((m) => m.insert(ModeratorRow, moderator('a')));
    await insert();
    await expect(insert()).rejects.toMatchObject({ code: 'conflict' });
    expect(await userIds()).toEqual(['a']);
  });

  it('gets unavailable once the database is closed', async () => {
    await open();
    await database.close();
    await expect(userIds()).rejects.toMatchObject({ code: 'unavailable' });
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

  it('gives times, rules and flags back as they were, emoji and all', async () => {
    await open();
    const at = Date.UTC(2026, 10, 24, 11, 3, 3, 457);
    const row = {
      id: 's',
      ownerId: 'o',
      title: '방송 🎉',
      titleFold: '방송 🎉',
      status: 'live' as const,
      startedAt: at,
      endedAt: null,
      thumbnailUrl: null,
      videoUrl: null,
      rules: {
        slowModeSeconds: 0,
        blockedWords: ['🙈'],
        guestsMayChat: true,
        emojiOnly: false,
        duplicates: false,
        caps: false,
        lockdownUntil: null,
      },
      version: 0,
      forImports: false,
    };
    await database.run((m) => m.insert(StreamRow, row));
    expect(await database.run((m) => m.findOneBy(StreamRow, { id: 's' }))).toEqual(row);
  });
});
