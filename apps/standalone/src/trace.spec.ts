import { runDemo } from '@livechat/chat-generator';
import { createLogger, readSettings, startService } from '@livechat/runtime';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { StandaloneModule } from './standalone.module.ts';

interface Line {
  readonly msg: string;
  readonly trace?: string;
  readonly traces?: readonly string[];
  readonly offset?: number;
  readonly streamId?: string;
  readonly request?: string;
}

const way = ['Message accepted', 'Announced', 'Archived', 'Analysed', 'Asked for a summary'];

test('at level debug one trace id leads through the logs from the send to the summary', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'livechat-trace-'));
  const settings = readSettings({
    PORT: '0',
    ADMIN_PORT: '0',
    DATA_DIR: dataDir,
    LOG_LEVEL: 'debug',
    SUMMARY_EVERY: '2',
    SUMMARY_WINDOW: '20',
    SUMMARY_MIN_INTERVAL: '1s',
  });
  const lines: Line[] = [];
  const logger = createLogger(settings, 'standalone', {
    write: (text) => void lines.push(JSON.parse(text) as Line),
  });
  const service = await startService({
    name: 'standalone',
    module: StandaloneModule,
    settings,
    logger,
  });
  const abort = new AbortController();
  const broadcaster = { email: 'a@example.org', password: 'a long password', displayName: 'Ann' };
  const demo = runDemo(
    { url: service.url, broadcaster, reset: true, ready: () => undefined },
    abort.signal,
  ).catch((error: unknown) => {
    if (!abort.signal.aborted) throw error;
  });
  const wayOf = (trace: string) =>
    lines.filter((line) => line.trace === trace || line.traces?.includes(trace));
  const traces = () => [...new Set(lines.flatMap(({ trace }) => trace ?? []))];
  const whole = () =>
    traces().filter((trace) => {
      const said = wayOf(trace).map(({ msg }) => msg);
      return way.every((msg) => said.includes(msg));
    });
  try {
    await vi.waitFor(() => expect(whole().length).toBeGreaterThan(1), {
      timeout: 30_000,
      interval: 100,
    });
    const [one = ''] = whole();
    const said = wayOf(one);
    expect(said.map(({ msg }) => msg).sort()).toEqual([...way].sort());
    expect(new Set(said.map(({ streamId }) => streamId)).size).toBe(1);
    expect(new Set(said.flatMap(({ offset }) => offset ?? [])).size).toBe(1);
    const asked = said.find(({ request }) => request !== undefined)?.request;
    const summarised = ({ msg, request }: Line) => msg === 'Summarised' && request === asked;
    await vi.waitFor(() => expect(lines.some(summarised)).toBe(true), 10_000);
  } finally {
    abort.abort();
    await demo;
    await service.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}, 60_000);
