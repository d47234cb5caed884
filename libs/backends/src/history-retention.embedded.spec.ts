import type { LogEvent } from '@livechat/contracts';
import Sqlite from 'better-sqlite3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { EmbeddedChatHistory } from './chat-history.embedded.ts';
import type { HistoryRecord } from './chat-history.ts';
import { HistoryRetention } from './history-retention.embedded.ts';

const retentionMs = 86_400_000;
const place = { streamId: 's', epoch: 0, version: 0 } as const;
const anYearAgo = Date.now() - 365 * retentionMs;

let folder: string;
let history: EmbeddedChatHistory | undefined;
const file = () => join(folder, 'history.db');
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'livechat-retention-'));
});
afterEach(async () => {
  vi.useRealTimers();
  await history?.close();
  history = undefined;
  rmSync(folder, { recursive: true });
});

const pass = (days: number) =>
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + days * retentionMs });

const open = () => (history = new EmbeddedChatHistory(file()));
const raw = <T>(work: (db: Sqlite.Database) => T): T => {
  const db = new Sqlite(file());
  try {
    return work(db);
  } finally {
    db.close();
  }
};
const count = (table: string) =>
  raw((db) => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get());

/** Takes out what is old, as the store does by itself once an hour. */
async function pruned(): Promise<void> {
  const db = new Sqlite(file());
  const onError = (error: unknown) => expect.fail(String(error));
  const retention = new HistoryRetention(db, { retentionMs, onError });
  await retention.pass();
  await retention.close();
  db.close();
}

/** Messages carry a time of long ago, as imported ones do. */
const message = (offset: number): HistoryRecord<'event'> => ({
  ...place,
  kind: 'event',
  key: offset,
  ordinal: offset,
  value: {
    type: 'message.posted',
    streamId: 's',
    id: `id-${offset}`,
    offset,
    prev: offset - 1,
    at: anYearAgo + offset,
    author: { id: 'ann', displayName: 'Ann', kind: 'member', role: 'member' },
    text: `m${offset}`,
  },
});
const messages = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => message(from + i));
const removal = (offset: number, target: number): HistoryRecord<'event'> => {
  const at = anYearAgo + offset;
  const event: LogEvent = {
    ...{ type: 'message.removed', streamId: 's', id: `r${offset}`, offset, prev: offset - 1, at },
    target: { offset: target, at: anYearAgo + target, authorId: 'ann' },
    by: 'mod',
  };
  return { ...place, kind: 'event', key: offset, ordinal: offset, value: event };
};
const label = (offset: number, version = 0): HistoryRecord<'label'> => ({
  ...place,
  kind: 'label',
  key: offset,
  version,
  value: { offset, sentiment: 'neutral', score: 0, category: 'other', toxicity: 0 },
});

const offsets = async () => {
  const range = { streamId: 's', epoch: 0, limit: 10_000 };
  return (await history?.page('event', range))?.map(({ offset }) => offset);
};
const labelled = async () => {
  const range = { streamId: 's', epoch: 0, limit: 10_000 };
  return (await history?.page('label', range))?.map(({ offset }) => offset);
};

test('rows go by the time they were written, not by the time they tell of', async () => {
  await open().write([...messages(0, 5), label(0), label(1)]);
  await pruned();
  expect(await offsets()).toEqual([0, 1, 2, 3, 4]);
  pass(0.6);
  await history?.write([...messages(5, 8), label(5)]);
  pass(0.6);
  await pruned();
  expect(await offsets()).toEqual([5, 6, 7]);
  expect(await labelled()).toEqual([5]);
});

test('a row that was written anew stays a retention longer', async () => {
  await open().write([label(0), label(1)]);
  pass(0.6);
  await history?.write([label(0, 1)]);
  pass(0.6);
  await pruned();
  expect(await labelled()).toEqual([0]);
});

test('writing the same event again keeps nothing longer', async () => {
  await open().write(messages(0, 2));
  pass(0.6);
  await history?.write(messages(0, 2));
  pass(0.6);
  await pruned();
  expect(await offsets()).toEqual([]);
});

test('a removed message does not come back while its removal is taken out, and nothing is left of either', async () => {
  await open().write(messages(0, 250));
  await history?.write([removal(250, 3), removal(251, 240)]);
  // As in a folder of before, where all was written at one time: the removal may be met first.
  raw((db) => db.exec('UPDATE events SET written = offset = 251'));
  pass(1.2);
  const shown: number[] = [];
  const looking = setInterval(() => void offsets().then((found = []) => shown.push(...found)), 5);
  await pruned();
  clearInterval(looking);
  expect(await offsets()).toEqual([]);
  expect(shown).not.toContain(3);
  expect(shown).not.toContain(240);
  expect(count('removals')).toBe(0);
});

test('rows of a folder from before count as written when it is opened', async () => {
  raw((db) =>
    db.exec(`CREATE TABLE events (
        stream TEXT NOT NULL, epoch INTEGER NOT NULL, offset INTEGER NOT NULL,
        ordinal INTEGER NOT NULL, author TEXT, value TEXT NOT NULL,
        PRIMARY KEY (stream, epoch, offset)
      ) WITHOUT ROWID;
      CREATE TABLE facts (
        kind TEXT NOT NULL, stream TEXT NOT NULL, epoch INTEGER NOT NULL, id TEXT NOT NULL,
        key INTEGER NOT NULL, version INTEGER NOT NULL, value TEXT NOT NULL,
        PRIMARY KEY (kind, stream, epoch, id)
      ) WITHOUT ROWID;
      INSERT INTO events VALUES ('s', 0, 0, 0, 'ann', '${JSON.stringify(message(0).value)}');
      INSERT INTO facts VALUES ('label', 's', 0, '0', 0, 0, '${JSON.stringify(label(0).value)}')`),
  );
  open();
  pass(0.6);
  await history?.write([message(1), label(1)]);
  await pruned();
  expect([await offsets(), await labelled()]).toEqual([
    [0, 1],
    [0, 1],
  ]);
  pass(0.6);
  await pruned();
  expect([await offsets(), await labelled()]).toEqual([[1], [1]]);
});

test('writers have their turns while much is taken out', async () => {
  await open().write(messages(0, 3_000));
  pass(1.2);
  let [writes, isOver] = [0, false];
  const done = pruned().then(() => (isOver = true));
  for (; !isOver && writes < 5_000; writes++) await history?.write([message(5_000 + writes)]);
  await done;
  expect(writes).toBeGreaterThan(5);
  expect((await offsets())?.[0]).toBe(5_000);
});

test('with a retention the store begins by itself, and can be closed while it does', async () => {
  await open().write(messages(0, 3_000));
  await history?.close();
  pass(1.2);
  const onError = vi.fn();
  history = new EmbeddedChatHistory(file(), { retentionMs, onError });
  await vi.waitFor(() => expect(count('events')).toBeLessThan(3_000), 10_000);
  await history.close();
  history = undefined;
  expect(onError).not.toHaveBeenCalled();
});
