import { rawChat, defaultRules } from '@livechat/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openEmbeddedDatabase } from './database.embedded.ts';
import type { Database } from './database.ts';
import { OutboxLockRow } from './entities/outbox.ts';
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

let database: Database;
const banned = (userId: string, streamId = 's') =>
  ({ type: 'chatter.banned', streamId, userId, by: 'owner' }) as const;
const put = (userId: string) => database.run((m) => putOutbox(m, banned(userId)));
const pending = () => database.run((m) => pendingOutbox(m));

beforeEach(async () => {
  database = await openEmbeddedDatabase(':memory:');
  await database.run((m) =>
    m.insert(StreamRow, {
      id: 's',
      ownerId: 'owner',
      title: 's',
      titleFold: 's',
      status: 'live',
      startedAt: 1,
      rules: defaultRules,
      version: 0,
      forImports: false,
    }),
  );
});
afterEach(() => database.close());

describe('the outbox', () => {
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

describe('the lock of the outbox', () => {
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

  it('is free again after work that failed', async () => {
    const failing = withOutboxLock(database, () => Promise.reject(new Error('log away')));
    await expect(failing).rejects.toThrow('log away');
    expect(await withOutboxLock(database, () => Promise.resolve(1))).toBe(1);
  });

  it('is free again where letting it go could not be written', async () => {
    const rename = (from: string, to: string) =>
      database.run((m) => m.query(`ALTER TABLE ${from} RENAME TO ${to}`));
    const holding = withOutboxLock(database, () => rename('outbox_lock', 'lost'));
    await expect(holding).rejects.toThrow('no such table');
    await rename('lost', 'outbox_lock');
    expect(await withOutboxLock(database, () => Promise.resolve(1))).toBe(1);
  });

  it('is not bound by a process that was killed while it held it', async () => {
    await database.run((m) => m.update(OutboxLockRow, { id: 1 }, { holder: 'a dead process' }));
    expect(await withOutboxLock(database, () => Promise.resolve(1))).toBe(1);
  });
});
