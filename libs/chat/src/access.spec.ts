import { AppError, defaultRules } from '@livechat/contracts';
import type { Database, StreamAccess } from '@livechat/backends';
import { Shutdown, silentLogger } from '@livechat/runtime';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Access } from './access.ts';

/** SQL as Access sees it: one stream, and whether it answers. */
class Sql {
  version = 1;
  isAway = false;
  calls = 0;
  delayMs = 0;

  run = async (): Promise<unknown> => {
    this.calls++;
    if (this.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, this.delayMs));
    if (this.isAway) throw new AppError('unavailable');
    const stream: StreamAccess = {
      id: 's',
      version: this.version,
      status: 'live',
      ownerId: 'olive',
      forImports: false,
      rules: defaultRules,
      moderatorIds: [],
      standings: [],
    };
    // Versions are asked for as a list, a stream is read as one; both find what they need here.
    return Object.assign([stream], stream);
  };
}

let sql: Sql;
let access: Access;
beforeEach(() => {
  vi.useFakeTimers();
  sql = new Sql();
  const logger = silentLogger();
  access = new Access(sql as unknown as Database, logger, new Shutdown(logger));
});
afterEach(() => vi.useRealTimers());

const minutes = (n: number) => vi.advanceTimersByTimeAsync(n * 60_000);
const codeOf = (read: Promise<unknown>) =>
  read.then(
    () => 'known',
    (error: unknown) => (error as AppError).code,
  );

test('a change is known a second later', async () => {
  expect((await access.of('s')).version).toBe(1);
  sql.version = 2;
  await vi.advanceTimersByTimeAsync(1_000);
  expect((await access.of('s')).version).toBe(2);
});

test('while SQL is away the last known standing holds four minutes for sends, for reads without end', async () => {
  await access.of('s');
  sql.isAway = true;
  await minutes(3.9);
  expect(await codeOf(access.of('s'))).toBe('known');
  await minutes(0.2);
  expect(await codeOf(access.of('s'))).toBe('unavailable');
  expect(await codeOf(access.toRead('s'))).toBe('known');
  sql.isAway = false;
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await codeOf(access.of('s'))).toBe('known');
});

test('a stream that was silent before or during the outage is still known', async () => {
  await access.of('s');
  await minutes(2);
  sql.isAway = true;
  await minutes(2);
  expect(await codeOf(access.of('s'))).toBe('known');
  await minutes(10);
  expect(await codeOf(access.toRead('s'))).toBe('known');
});

test('streams nobody uses are forgotten in time', async () => {
  await access.of('s');
  await minutes(6);
  const { calls } = sql;
  await minutes(1);
  expect(sql.calls).toBe(calls);
});

test('a slow SQL is not asked again before it has answered', async () => {
  await access.of('s');
  sql.delayMs = 10_000;
  const { calls } = sql;
  await vi.advanceTimersByTimeAsync(9_000);
  expect(sql.calls).toBe(calls + 1);
});
