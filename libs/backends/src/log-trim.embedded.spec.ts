import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LogFile } from './log-file.embedded.ts';
import { LogTrim } from './log-trim.embedded.ts';

const retentionMs = 1_000;
let folder: string;
let file: LogFile;
let now: number;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'livechat-trim-'));
  file = new LogFile(join(folder, 'log.db'));
  now = 1_000_000;
  vi.spyOn(LogFile.prototype, 'now').mockImplementation(() => now);
});
afterEach(() => {
  vi.restoreAllMocks();
  file.close();
  rmSync(folder, { recursive: true });
});

const written = (count: number, topic = 'raw-chats') => {
  const records = Array.from({ length: count }, () => ({ key: 's', value: '{}', headers: {} }));
  file.write([{ topic, partition: 0, records }]);
};
const committed = (group: string, next: number) =>
  file.commit({ group, topic: 'raw-chats', partition: 0, next });
const first = (topic = 'raw-chats') => file.read(topic, 0, 0, 1)[0]?.offset;

async function trimmed(needed = Infinity): Promise<void> {
  const onError = (error: unknown) => {
    throw error;
  };
  const trim = new LogTrim(file, { partitions: 1, retentionMs, needed: () => needed, onError });
  await trim.pass();
  await trim.close();
}

test('what is old and committed by every group goes; what a group has not committed stays', async () => {
  written(2_000);
  await Promise.all([committed('fast', 2_000), committed('slow', 700)]);
  now += 2 * retentionMs;
  await trimmed();
  expect(first()).toBe(699);
  await committed('slow', 1_500);
  await trimmed(1_200);
  expect(first()).toBe(1_199);
  await trimmed();
  expect(first()).toBe(1_499);
});

test('what is not old stays', async () => {
  written(10);
  now += 2 * retentionMs;
  written(10);
  await committed('reader', 20);
  await trimmed();
  expect(first()).toBe(10);
});

test('offsets go on after everything old has gone, also after a restart', async () => {
  written(10);
  await committed('reader', 10);
  now += 2 * retentionMs;
  await trimmed();
  file.close();
  file = new LogFile(join(folder, 'log.db'));
  written(1);
  expect(file.end('raw-chats', 0)).toBe(11);
  expect(file.read('raw-chats', 0, 0, 10).map(({ offset }) => offset)).toEqual([9, 10]);
});

test('a group that read another partition only has all of this one before it', async () => {
  written(10);
  await committed('reader', 10);
  await file.commit({ group: 'late', topic: 'raw-chats', partition: 1, next: 5 });
  now += 2 * retentionMs;
  await trimmed();
  expect(first()).toBe(0);
});

test('dead letters go by their age', async () => {
  written(10, 'raw-chats.dlq');
  now += 2 * retentionMs;
  await trimmed();
  expect(first('raw-chats.dlq')).toBe(9);
});

test('others have their turns while much is taken out', async () => {
  written(20_000);
  await committed('reader', 20_000);
  now += 2 * retentionMs;
  let turns = 0;
  const others = setInterval(() => turns++, 0);
  await trimmed();
  clearInterval(others);
  expect(first()).toBe(19_999);
  expect(turns).toBeGreaterThan(5);
});
