import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from './database.ts';
import { ModeratorRow } from './entities/moderator.ts';
import { StreamRow } from './entities/stream.ts';

/** A migrated, empty database; `dispose` closes it and takes it away. */
export interface DatabaseUnderTest {
  readonly database: Database;
  dispose(): Promise<void>;
}

export type NewDatabase = () => Promise<DatabaseUnderTest>;

const moderator = (userId: string) => ({ streamId: 's', userId, addedBy: 'o', addedAt: 1 });

/** Lets other units of work in between, as any real query does. */
const pause = () => new Promise((resolve) => setImmediate(resolve));

/** What units of work promise on every database. */
export function databaseContract(name: string, make: NewDatabase): void {
  describe(`units of work on ${name}`, () => {
    let database: Database;
    let dispose: () => Promise<void>;
    const add = (userId: string) => database.run((m) => m.insert(ModeratorRow, moderator(userId)));
    const userIds = () =>
      database.run(async (m) => (await m.find(ModeratorRow)).map(({ userId }) => userId).sort());

    beforeEach(async () => {
      const made = await make();
      database = made.database;
      dispose = () => made.dispose();
    });
    afterEach(() => dispose());

    it('all succeed when they start together', async () => {
      const outcomes = await Promise.allSettled(
        ['a', 'b', 'c'].map((userId) =>
          database.run(async (manager) => {
            await manager.insert(ModeratorRow, moderator(userId));
            await pause();
          }),
        ),
      );
      expect(outcomes.map(({ status }) => status)).toEqual(Array(3).fill('fulfilled'));
      expect(await userIds()).toEqual(['a', 'b', 'c']);
    });

    it('keep a write that was made beside one that is rolled back', async () => {
      const failing = database.run(async (manager) => {
        await manager.insert(ModeratorRow, moderator('doomed'));
        await pause();
        await pause();
        throw new Error('this unit fails');
      });
      const [failed, written] = await Promise.allSettled([failing, add('kept')]);
      expect([failed.status, written.status]).toEqual(['rejected', 'fulfilled']);
      expect(await userIds()).toEqual(['kept']);
    });

    it('answer what their work answers', async () => {
      expect(await database.run(() => Promise.resolve(7))).toBe(7);
    });

    it('leave nothing behind when they throw, and pass their own error on', async () => {
      const failing = database.run(async (manager) => {
        await manager.insert(ModeratorRow, moderator('a'));
        throw new Error('own');
      });
      await expect(failing).rejects.toThrow('own');
      expect(await userIds()).toEqual([]);
    });

    it('see their own writes, and nobody else does before the end', async () => {
      const seen = await database.run(async (manager) => {
        await manager.insert(ModeratorRow, moderator('a'));
        return manager.countBy(ModeratorRow, { userId: 'a' });
      });
      expect(seen).toBe(1);
    });

    it('do not nest', async () => {
      const nested = database.run(() => database.run(() => Promise.resolve(1)));
      await expect(nested).rejects.toThrow('do not nest');
    });

    it('get a conflict for a key that exists', async () => {
      await add('a');
      await expect(add('a')).rejects.toMatchObject({ code: 'conflict' });
      expect(await userIds()).toEqual(['a']);
    });

    it('tell keys apart by every letter: case, marks and blanks at the end', async () => {
      const keys = ['a', 'A', 'á', 'a ', 'ａ', 'ß', 'ss'];
      for (const key of keys) await add(key);
      expect(await userIds()).toEqual([...keys].sort());
      const found = await database.run((m) => m.findBy(ModeratorRow, { userId: 'A' }));
      expect(found.map(({ userId }) => userId)).toEqual(['A']);
    });

    it('order text as its bytes', async () => {
      for (const key of ['b', 'á', 'B', 'é', 'a']) await add(key);
      const rows = await database.run((m) => m.find(ModeratorRow, { order: { userId: 'ASC' } }));
      expect(rows.map(({ userId }) => userId)).toEqual(['B', 'a', 'b', 'á', 'é']);
    });

    it('tell how many rows a change met, also where it changed none of their values', async () => {
      await add('a');
      const same = await database.run((m) =>
        m.update(ModeratorRow, { streamId: 's', userId: 'a' }, { addedAt: 1 }),
      );
      const none = await database.run((m) =>
        m.update(ModeratorRow, { streamId: 's', userId: 'b' }, { addedAt: 1 }),
      );
      const gone = await database.run((m) => m.delete(ModeratorRow, { userId: 'a' }));
      expect([same.affected, none.affected, gone.affected]).toEqual([1, 0, 1]);
    });

    it('get unavailable once the database is closed', async () => {
      await database.close();
      await expect(userIds()).rejects.toMatchObject({ code: 'unavailable' });
    });

    it('are let finish by a close', async () => {
      const slow = database.run(async (manager) => {
        await pause();
        await manager.insert(ModeratorRow, moderator('a'));
        return manager.countBy(ModeratorRow, {});
      });
      await database.close();
      expect(await slow).toBe(1);
    });

    it('give times, rules and flags back as they were, emoji and all', async () => {
      await database.run((m) => m.insert(StreamRow, stream));
      expect(await database.run((m) => m.findOneBy(StreamRow, { id: 's' }))).toEqual(stream);
    });
  });
}

const stream = {
  id: 's',
  ownerId: 'o',
  title: '방송 🎉',
  titleFold: '방송 🎉',
  status: 'live' as const,
  startedAt: Date.UTC(2026, 10, 24, 11, 3, 3, 457),
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
    lockdownUntil: 2 ** 45,
  },
  version: 0,
  forImports: false,
};
