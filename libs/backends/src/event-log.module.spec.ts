import {
  createLogger,
  Metrics,
  readSettings,
  startService,
  type RunningService,
} from '@livechat/runtime';
import { Module } from '@nestjs/common';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { EventLogModule, showLags } from './event-log.module.ts';
import { EventLog, type LogRecord } from './event-log.ts';

@Module({ imports: [EventLogModule] })
class LogUser {}

let service: RunningService;
let dataDir: string;
let lines: string[];
beforeEach(async () => {
  lines = [];
  dataDir = mkdtempSync(join(tmpdir(), 'livechat-log-'));
  const settings = readSettings({ PORT: '0', ADMIN_PORT: '0', DATA_DIR: dataDir });
  const logger = createLogger(settings, 'test', { write: (line: string) => void lines.push(line) });
  service = await startService({ name: 'test', module: LogUser, settings, logger });
});
afterEach(async () => {
  await service.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

test('records set aside are counted by a closed reason; each error is told in the log', async () => {
  const log = service.app.get(EventLog);
  const handle = ([record]: readonly LogRecord<'raw-chats'>[]) =>
    Promise.reject(new Error(`No place for ${record?.offset}`));
  await log.consume({ group: 'g', topics: ['raw-chats'] }, { handle });
  for (const id of ['1', '2']) {
    await log.append('raw-chats', 's', { type: 'stream.ended', streamId: 's', id });
  }
  const setAside = () => lines.filter((line) => line.includes('A record was set aside'));
  await vi.waitFor(() => expect(setAside()).toHaveLength(2), 10_000);
  expect(setAside().map((line) => JSON.parse(line) as object)).toMatchObject([
    {
      reason: 'handler_failed',
      error: 'No place for 0',
      origin: expect.stringMatching(/\/0$/) as string,
    },
    {
      reason: 'handler_failed',
      error: 'No place for 1',
      origin: expect.stringMatching(/\/1$/) as string,
    },
  ]);
  const metrics = await (await fetch(`${service.adminUrl}/metrics`)).text();
  expect(metrics.match(/^livechat_dead_letters_total\{.*$/gm)).toEqual([
    'livechat_dead_letters_total{topic="raw-chats",reason="handler_failed"} 2',
  ]);
});

test('lags are shown of the partitions read now, not of those another process took over', async () => {
  const metrics = new Metrics();
  const place = { group: 'g', topic: 'raw-chats' } as const;
  const shown = async () => {
    const text = await metrics.registry.metrics();
    return text.match(/^livechat_(?:consumer_lag|oldest_record_seconds)\{.*$/gm) ?? [];
  };
  showLags(metrics, [
    { ...place, partition: 0, records: 9, oldestSeconds: 103 },
    { ...place, partition: 1, records: 2, oldestSeconds: 1 },
  ]);
  expect(await shown()).toHaveLength(3);
  showLags(metrics, [{ ...place, partition: 1, records: 2, oldestSeconds: 1 }]);
  expect(await shown()).toEqual([
    'livechat_oldest_record_seconds{group="g"} 1',
    'livechat_consumer_lag{group="g",topic="raw-chats",partition="1"} 2',
  ]);
});
