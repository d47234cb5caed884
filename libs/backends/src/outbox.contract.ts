import { rawChat, defaultRules } from '@livechat/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NewDatabase } from './database.contract.ts';
import type { Database } from './database.ts';
import { StreamRow } from './entities/stream.ts';
import { withOutboxLock } from './outbox-lock.ts';
import {
  forwardedPosition,
  markForwarded,
  pendingOutbox,
  pruneOutbox,
  putOutbox,
} from './outbox.ts';
import { streamVersions } from './stream-access.ts';

const banned = (userId: string, streamId = 's') =>
  ({ type: 'chatter.banned', streamId, userId, by: 'owner' }) as const;

/** What the outbox and its lock promise on every database. */
export function outboxContract(name: string, make: NewDatabase): void {
  let database: Database;
  let dispose: () => Promise<void>;
  const put = (userId: string) => database.run((m) => putOutbox(m, banned(userId)));
  const pending = () => database.run((m) => pendingOutbox(m));

  beforeEach(async () => {
    const made = await make();
    database = made.database;
    dispose = () => made.dispose();
    await database.run((m) => m.insert(StreamRow, { ...stream }));
  });
  afterEach(() => dispose());

  describe(`the outbox on ${name}`, () => {
    it('gives pending rows in id order, as records of raw-chats with the id of their row', async () => {
      const rows = [await put('a'), await put('b')];
      const outgoing = await pending();
      expect(outgoing.map(({ row }) => row)).toEqual(rows);
      expect(outgoing.map(({ event }) => rawChat.parse(event))).toEqual([
        { ...banned('a'), id: `outbox:${rows[0]}` },
        { ...banned('b'), id: `outbox:${rows[1]}` },
      ]);
    });

    it('raises the version of the stream with every row', async () => {
      await put('a');
      await put('b');
      expect(await database.run((m) => streamVersions(m, ['s']))).toMatchObject([{ version: 2 }]);
    });

    it('puts nothing where the change beside it fails, nor for a stream that is not there', async () => {
      const failing = database.run(async (m) => {
        await putOutbox(m, banned('a'));
        throw new Error('the change fails');
      });
      await expect(failing).rejects.toThrow('the change fails');
      const nowhere = database.run((m) => putOutbox(m, banned('a', 'nowhere')));
      await expect(nowhere).rejects.toMatchObject({ code: 'not_found' });
      expect(await pending()).toEqual([]);
    });

    it('remembers where a forwarded row stands in the log, the first time', async () => {
      const row = await put('a');
      const position = () => database.run((m) => forwardedPosition(m, row));
      expect(await position()).toBeUndefined();
      await database.run((m) => markForwarded(m, row, { epoch: 1, offset: 2 ** 40 }));
      await database.run((m) => markForwarded(m, row, { epoch: 1, offset: 9 }));
      expect(await position()).toEqual({ epoch: 1, offset: 2 ** 40 });
      expect(await pending()).toEqual([]);
    });

    it('never gives an id twice, even when its rows were forgotten', async () => {
      const first = await put('a');
      await database.run((m) => markForwarded(m, first, { epoch: 0, offset: 1 }));
      await database.run((m) => pruneOutbox(m, Date.now() + 1));
      expect(await database.run((m) => forwardedPosition(m, first))).toBeUndefined();
      expect(await put('b')).toBeGreaterThan(first);
    });

    it('never forgets a row that is still pending', async () => {
      const row = await put('a');
      await database.run((m) => pruneOutbox(m, Date.now() + 60_000));
      expect((await pending()).map((outgoing) => outgoing.row)).toEqual([row]);
    });
  });

  describe(`the lock of the outbox on ${name}`, () => {
    it('lets one forwarder work at a time', async () => {
      let resolve: (value: string) => void = () => undefined;
      const promise = new Promise<string>((done) => (resolve = done));
      const first = withOutboxLock(database, () => promise);
      expect(await withOutboxLock(database, () => Promise.resolve('second'))).toBeUndefined();
      resolve('first');
      expect(await first).toBe('first');
      expect(await withOutboxLock(database, () => Promise.resolve('third'))).toBe('third');
    });

    it('holds no transaction open during the work', async () => {
      const row = await withOutboxLock(database, () => put('a'));
      expect(row).toBe(1);
    });

    it('tells its holder that it still is held', async () => {
      expect(await withOutboxLock(database, (stillHeld) => stillHeld())).toBe(true);
    });

    it('is free again after work that failed', async () => {
      const failing = withOutboxLock(database, () => Promise.reject(new Error('log away')));
      await expect(failing).rejects.toThrow('log away');
      expect(await withOutboxLock(database, () => Promise.resolve(1))).toBe(1);
    });
  });
}

const stream = {
  id: 's',
  ownerId: 'owner',
  title: 's',
  titleFold: 's',
  status: 'live' as const,
  startedAt: 1,
  rules: defaultRules,
  version: 0,
  forImports: false,
};
