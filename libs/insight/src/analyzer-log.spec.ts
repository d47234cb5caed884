import type { AnalysisRecord, RawChat, SummaryRequest } from '@livechat/contracts';
import { EmbeddedChatHistory, EmbeddedCheckpoints, EmbeddedEventLog } from '@livechat/backends';
import { Metrics, silentLogger } from '@livechat/runtime';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { testOptions } from './analyzer.fixture.ts';
import { Analyzer, readBackMs } from './analyzer.ts';

const streams = ['s1', 's2', 's3'];
let folder: string;
let log: EmbeddedEventLog;
let history: EmbeddedChatHistory;
let checkpoints: EmbeddedCheckpoints;
let analyzer: Analyzer;
const analyses: AnalysisRecord[] = [];
const requests: SummaryRequest[] = [];

/** Opens the stores of the folder and joins the group, as a process that starts does. */
async function start(): Promise<{ stop(): Promise<void> }> {
  log = new EmbeddedEventLog(join(folder, 'log.db'), { partitions: 4 });
  history = new EmbeddedChatHistory(join(folder, 'history.db'));
  checkpoints = new EmbeddedCheckpoints(join(folder, 'checkpoints.db'));
  const stores = { log, history, checkpoints };
  const options = { ...testOptions, everyMs: 20, minInterval: 0 };
  analyzer = new Analyzer(stores, new Metrics(), silentLogger(), options);
  return log.consume(
    { group: 'stream-analyzer', topics: ['raw-chats'], readBackMs, commitEveryMs: 100 },
    analyzer,
  );
}

async function read(): Promise<void> {
  await log.consume(
    { group: 'test', topics: ['analysis-results', 'summary-requests'] },
    {
      handle: (records) => {
        for (const { topic, value } of records) {
          if (topic === 'analysis-results') analyses.push(value as AnalysisRecord);
          else requests.push(value as SummaryRequest);
        }
        return Promise.resolve();
      },
    },
  );
}

const post = (count: number) =>
  Promise.all(
    Array.from({ length: count }, (_, i) => {
      const streamId = streams[i % streams.length] ?? '';
      const author = { id: `u${i % 9}`, displayName: 'x', kind: 'member', role: 'member' } as const;
      const message: RawChat = {
        type: 'message.posted',
        streamId,
        id: randomUUID(),
        author,
        text: `message ${i} thanks`,
      };
      return log.append('raw-chats', streamId, message);
    }),
  );

const messagesOf = (streamId: string) =>
  Math.max(...analyses.filter((a) => a.streamId === streamId).map((a) => a.totals.messages));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'livechat-analyzer-'));
  analyses.length = 0;
  requests.length = 0;
});
afterEach(async () => {
  analyzer.close();
  await log.close();
  await Promise.all([history.close(), checkpoints.close()]);
  rmSync(folder, { recursive: true });
});

test('on a real log every message is labelled once, over a stop and over a death without one', async () => {
  const first = await start();
  await read();
  const appended = [...(await post(150))];
  await vi.waitFor(() => expect(streams.map(messagesOf)).toEqual([50, 50, 50]), 10_000);
  await first.stop();
  analyzer.close();

  appended.push(...(await post(90)));
  const stopped = log;
  await start();
  await read();
  await vi.waitFor(() => expect(streams.map(messagesOf)).toEqual([80, 80, 80]), 10_000);
  // As good as dead: what it did since its last commit is lost.
  analyzer.close();
  vi.spyOn(analyzer, 'beforeCommit').mockRejectedValue(new Error('dead'));
  const dead = log;
  await start();
  await read();
  appended.push(...(await post(60)));
  await vi.waitFor(() => expect(streams.map(messagesOf)).toEqual([100, 100, 100]), 10_000);

  const contents = new Map<string, Set<string>>();
  for (const { streamId, labels } of analyses) {
    for (const label of labels) {
      const key = `${streamId}/${label.offset}`;
      contents.set(key, (contents.get(key) ?? new Set()).add(JSON.stringify(label)));
    }
  }
  expect(contents.size).toBe(appended.length);
  expect([...contents.values()].every((different) => different.size === 1)).toBe(true);
  const ids = new Set(requests.map(({ id, revision }) => `${id}/${revision}`));
  expect(ids.size).toBe(60);
  await dead.close();
  await stopped.close();
}, 40_000);
