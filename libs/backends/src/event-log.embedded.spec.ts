import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, expect, test, vi } from 'vitest';
import type { LogRecord } from './event-log.ts';
import { LogFile } from './log-file.embedded.ts';
import { EmbeddedEventLog } from './event-log.embedded.ts';
import { eventLogContract } from './event-log.contract.ts';
import type { LogUnderTest } from './log-under-test.contract.ts';

eventLogContract('embedded', (bounds) => {
  const folder = mkdtempSync(join(tmpdir(), 'livechat-log-'));
  const file = join(folder, 'log.db');
  const opened: EmbeddedEventLog[] = [];
  const open = () => {
    const log = new EmbeddedEventLog(file, { partitions: 8, ...bounds });
    opened.push(log);
    return log;
  };
  const rows = <R>(sql: string, ...values: unknown[]) => {
    const db = new Sqlite(file);
    const result = db.prepare(sql).all(...values) as R[];
    db.close();
    return result;
  };
  const under: LogUnderTest = {
    log: open(),
    reopen: () => {
      under.log = open();
      return Promise.resolve(under.log);
    },
    appendRaw: async (topic, key, text) => {
      const log = under.log as EmbeddedEventLog;
      await log.appendText(topic, key, text);
    },
    deadLetters: (topic) =>
      Promise.resolve(
        rows<{ value: string; headers: string }>(
          'SELECT value, headers FROM records WHERE topic = ?',
          `${topic}.dlq`,
        ).map(({ value, headers }) => ({
          value,
          headers: JSON.parse(headers) as Record<string, string>,
        })),
      ),
    dispose: async () => {
      await under.log.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return Promise.resolve(under);
});

const diskError = (code: string) => Object.assign(new Error('the disk'), { code });
const ended = (streamId: string) => ({ type: 'stream.ended' as const, streamId, id: streamId });
async function opened() {
  const folder = mkdtempSync(join(tmpdir(), 'livechat-log-'));
  const errors: string[] = [];
  const onError = (_: unknown, what: string) => void errors.push(what);
  const log = new EmbeddedEventLog(join(folder, 'log.db'), { partitions: 2, onError });
  const close = async () => {
    await log.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { log, errors, close };
}
afterEach(() => vi.restoreAllMocks());

test('a full disk refuses appends at once, and takes them as soon as there is room', async () => {
  const { log, close } = await opened();
  const write = vi.spyOn(LogFile.prototype, 'write').mockImplementation(() => {
    throw diskError('SQLITE_FULL');
  });
  const started = performance.now();
  const appends = Array.from({ length: 20 }, (_, i) =>
    log.append('raw-chats', `s${i}`, ended('s')),
  );
  for (const append of await Promise.allSettled(appends)) {
    expect(append).toMatchObject({ status: 'rejected', reason: { code: 'unavailable' } });
  }
  expect(performance.now() - started).toBeLessThan(8_000);
  write.mockRestore();
  expect(await log.append('raw-chats', 's', ended('s'))).toMatchObject({ offset: 0 });
  await close();
});

test('a log that cannot be read for a while ends nothing; its readers go on behind it', async () => {
  const { log, errors, close } = await opened();
  const seen: number[] = [];
  const handle = (records: readonly LogRecord<'raw-chats'>[]) => {
    seen.push(...records.map(({ offset }) => offset));
    return Promise.resolve();
  };
  await log.consume({ group: 'g', topics: ['raw-chats'] }, { handle });
  const read = vi.spyOn(LogFile.prototype, 'read').mockImplementation(() => {
    throw diskError('SQLITE_IOERR_READ');
  });
  await log.append('raw-chats', 's', ended('s'));
  await vi.waitFor(() => expect(errors).toContain('g read'), 10_000);
  read.mockRestore();
  await vi.waitFor(() => expect(seen).toEqual([0]), 10_000);
  await close();
});
