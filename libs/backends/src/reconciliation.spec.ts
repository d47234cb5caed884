import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { readSettings } from '@livechat/runtime';
import { EmbeddedChatHistory } from './chat-history.embedded.ts';
import { EmbeddedCheckpoints } from './checkpoints.embedded.ts';
import { EmbeddedEventLog } from './event-log.embedded.ts';
import { reconciliationContract } from './reconciliation.contract.ts';
import { chat, cover, plan, write } from './reconciliation.fixture.ts';
import { reconcile, type ReconcileOptions } from './reconciliation.ts';
import { openReconciledStores } from './reconciliation-stores.ts';
import { LogFile } from './log-file.embedded.ts';

const folders: string[] = [];
const open = () => {
  const dir = mkdtempSync(join(tmpdir(), 'reconcile-'));
  folders.push(dir);
  return {
    dir,
    log: new EmbeddedEventLog(join(dir, 'log.db'), { partitions: 32 }),
    history: new EmbeddedChatHistory(join(dir, 'history.db')),
    checkpoints: new EmbeddedCheckpoints(join(dir, 'checkpoints.db')),
    streamIds: () => Promise.resolve([]),
  };
};
const close = ({ log, history, checkpoints }: ReturnType<typeof open>) =>
  Promise.all([log.close(), history.close(), checkpoints.close()]);

afterAll(() => {
  for (const dir of folders) rmSync(dir, { recursive: true, force: true });
});

const options: ReconcileOptions = { epoch: 1, waitMs: 0, archiveRetentionMs: null };

reconciliationContract('embedded stores', () => Promise.resolve(open()));

describe('a run', () => {
  let stores: ReturnType<typeof open>;
  beforeEach(() => {
    stores = open();
  });
  afterEach(async () => {
    vi.useRealTimers();
    await close(stores);
  });

  test('over stores in order finds nothing, and sums up all streams', async () => {
    for (const streamId of ['a', 'b']) {
      const left = await chat(stores, streamId, 1, false);
      await write(stores, left, plan(left));
    }
    await cover(stores, 1);
    const { differences, notes, total } = await reconcile(stores, options);
    expect({ differences, notes }).toEqual({ differences: [], notes: [] });
    expect(total).toEqual({ accepted: 22, void: 4, archived: 18, messages: 12, labels: 12 });
  });

  test('over empty stores finds nothing', async () => {
    const { streams, differences } = await reconcile(stores, options);
    expect({ streams, differences }).toEqual({ streams: [], differences: [] });
  });

  test('cannot judge an archive that is behind the log, and says by how much', async () => {
    await chat(stores, 'a', 1, false);
    await expect(reconcile(stores, options)).rejects.toThrow(/12 records behind the log/);
  });

  test('waits for an archive and an analysis that are on their way', async () => {
    const left = await chat(stores, 'a', 1, false);
    const running = reconcile(stores, { ...options, waitMs: 20_000 });
    await new Promise((resolve) => setImmediate(resolve));
    await cover(stores, 1);
    await write(stores, left, plan(left));
    expect((await running).differences).toEqual([]);
  });

  test('names labels that did not come in time, and says so', async () => {
    const left = await chat(stores, 'a', 1, false);
    await write(stores, left, { ...plan(left), labels: [] });
    await cover(stores, 1);
    const { differences, notes } = await reconcile(stores, options);
    expect(differences.map(({ kind }) => kind)).toEqual(Array(6).fill('missing label'));
    expect(notes).toEqual([expect.stringMatching(/1 streams are not analysed/)]);
  });

  test('leaves out what lies before the log’s oldest bans and copies once old records are gone', async () => {
    const now = Date.now();
    vi.useFakeTimers({ toFake: ['Date'], now });
    const left = await chat(stores, 'a', 1, false);
    const planned = plan(left);
    // Nothing of the first part is right, and nobody can tell.
    planned.events = planned.events.slice(5);
    await write(stores, left, { ...planned, count: 77, total: 77 });
    await cover(stores, 1);
    await stores.log.close();
    const file = new LogFile(join(stores.dir, 'log.db'));
    const partition = left.copy.partition;
    const trim = { topic: 'raw-chats', partition, before: Date.now() + 60_000, limit: 3 };
    expect(file.trim({ ...trim, needed: 3 + 1 })).toBe(3);
    file.close();
    const log = new EmbeddedEventLog(join(stores.dir, 'log.db'), { partitions: 32 });
    stores = { ...stores, log };
    const { differences, notes } = await reconcile(stores, options);
    expect(differences).toEqual([]);
    expect(notes).toEqual([expect.stringMatching(/judged in part/)]);
  });
});

describe('the embedded stores', () => {
  const settings = (dir: string) => readSettings({ DATA_DIR: dir, LOG_PARTITIONS: '32' });

  test('are refused while the product runs on them, and given back after a run', async () => {
    const first = open();
    await close(first);
    const opened = await openReconciledStores(settings(first.dir));
    await expect(openReconciledStores(settings(first.dir))).rejects.toThrow(/in use/);
    await opened.close();
    const again = await openReconciledStores(settings(first.dir));
    expect((await reconcile(again, options)).differences).toEqual([]);
    await again.close();
  });

  test('are not made where there are none', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'reconcile-'));
    folders.push(dir);
    await expect(openReconciledStores(settings(dir))).rejects.toThrow(/no log in/);
  });

  test('hold no trace of a run: no commit that would keep old records', async () => {
    const stores = open();
    await chat(stores, 'a', 1, false);
    await cover(stores, 1);
    await reconcile(stores, options);
    await close(stores);
    const file = new LogFile(join(stores.dir, 'log.db'));
    const ends = Array.from({ length: 32 }, (_, p) => file.committed('reconcile', 'raw-chats', p));
    expect(ends.every((next) => next === 0)).toBe(true);
    file.close();
  });
});
