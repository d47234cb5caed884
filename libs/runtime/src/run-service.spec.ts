import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it, vi, type MockInstance } from 'vitest';
import { silentLogger } from './logger.ts';
import { runService, startFailure } from './run-service.ts';
import { readSettings, SettingsError } from './settings.ts';
import { StartError } from './start-error.ts';
import { Shutdown } from './shutdown.ts';

@Module({})
class EmptyModule {}

const events = ['SIGTERM', 'SIGINT', 'SIGHUP', 'uncaughtException', 'unhandledRejection'] as const;
class Exit extends Error {}

describe('runService', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'livechat-'));
  const environment = { PORT: '0', ADMIN_PORT: '0', DATA_DIR: dataDir };
  const before = new Map(events.map((event) => [event, process.listeners(event as 'SIGTERM')]));
  let exit: MockInstance<typeof process.exit>;
  let stderr: MockInstance<typeof process.stderr.write>;

  const run = (settings: () => ReturnType<typeof readSettings>) =>
    runService({ name: 'empty', module: EmptyModule, settings, logger: silentLogger() });
  const printed = () => stderr.mock.calls.map(([line]) => String(line)).join('');

  beforeEach(() => {
    exit = vi.spyOn(process, 'exit').mockImplementation(() => undefined as never);
    stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  });
  afterEach(() => {
    vi.restoreAllMocks();
    for (const event of events) {
      process.removeAllListeners(event);
      for (const listener of before.get(event) ?? []) process.on(event as 'SIGTERM', listener);
    }
    rmSync(dataDir, { recursive: true, force: true });
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('ends in order on %s with code 0', async (signal) => {
    const { app } = await run(() => readSettings(environment));
    const step = vi.fn();
    app.get(Shutdown).on('stores', 'files', step);
    process.emit(signal);
    await vi.waitFor(() => expect(exit).toHaveBeenCalledWith(0), 10_000);
    expect(step).toHaveBeenCalledTimes(1);
  });

  it('ends at once on a signal while it starts, and in order after that', async () => {
    const { app } = await run(() => {
      process.emit('SIGTERM');
      return readSettings(environment);
    });
    expect(exit.mock.calls).toEqual([[0]]);
    const step = vi.fn();
    app.get(Shutdown).on('stores', 'files', step);
    process.emit('SIGTERM');
    await vi.waitFor(() => expect(exit).toHaveBeenCalledTimes(2), 10_000);
    expect(step).toHaveBeenCalledTimes(1);
  });

  it('ends at once on a second signal', async () => {
    const { app, stop } = await run(() => readSettings(environment));
    let finish: () => void = () => undefined;
    const slow = vi.fn(() => new Promise<void>((done) => (finish = done)));
    app.get(Shutdown).on('drain', 'slow', slow);
    process.emit('SIGINT');
    await vi.waitFor(() => expect(slow).toHaveBeenCalled(), 10_000);
    expect(exit).not.toHaveBeenCalled();
    process.emit('SIGINT');
    expect(exit).toHaveBeenCalledWith(1);
    finish();
    await stop();
  });

  it('ends with code 1 when a step of the end fails', async () => {
    const { app } = await run(() => readSettings(environment));
    app.get(Shutdown).on('stores', 'files', () => Promise.reject(new Error('disk')));
    process.emit('SIGTERM');
    await vi.waitFor(() => expect(exit).toHaveBeenCalledWith(1), 10_000);
  });

  it('ends in order with code 1 on a fault that nobody handled', async () => {
    const { app } = await run(() => readSettings(environment));
    const step = vi.fn();
    app.get(Shutdown).on('stores', 'files', step);
    process.emit('uncaughtException', new Error('fault'));
    await vi.waitFor(() => expect(exit).toHaveBeenCalledWith(1), 10_000);
    expect(step).toHaveBeenCalledTimes(1);
  });

  it('prints one line for each wrong setting and ends with code 1', async () => {
    exit.mockImplementation(() => {
      throw new Exit();
    });
    await expect(run(() => readSettings({ PORT: 'x', MODE: 'y' }))).rejects.toThrow(Exit);
    expect(exit).toHaveBeenCalledWith(1);
    expect(printed().split('\n')).toEqual([
      expect.stringMatching(/^MODE: /),
      expect.stringMatching(/^PORT: /),
      '',
    ]);
  });

  it.each([
    [new StartError('Port 1 is taken'), ['Port 1 is taken']],
    [new SettingsError(['A: x', 'B: y']), ['A: x', 'B: y']],
    [new Error('first\n  second'), ['Could not start: first']],
    ['odd', ['Could not start: odd']],
  ])('says of %o what a person needs', (error, lines) => {
    expect(startFailure(error)).toEqual(lines);
  });
});
