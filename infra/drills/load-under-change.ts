import { runGenerator, type Report } from '@livechat/chat-generator';
import { setTimeout as after } from 'node:timers/promises';
import { expect, vi } from 'vitest';
import type { LocalCluster } from '../native/local-cluster.ts';
import type { ServiceProcess } from '../native/service-process.ts';

const perSecond = 200;
const calmMs = 3_000;
const healthyWithinMs = 60_000;

/** What came of a run of chat during which something changed. */
export interface Outcome {
  readonly report: Report;
  /** From the end of the change until everything was ready and no reader was behind. */
  readonly healthyMs: number;
}

/**
 * Chats at 200 messages a second over four streams, with three viewers each, while `change`
 * happens; then waits until the product is healthy without help, which must be within a minute.
 */
export async function loadUnderChange(
  cluster: LocalCluster,
  change: () => Promise<void>,
): Promise<Outcome> {
  const load = new AbortController();
  const running = chat(cluster.url, load.signal);
  let healthyMs = 0;
  try {
    await Promise.race([running, accepting(cluster)]);
    await after(calmMs);
    await change();
    const changed = performance.now();
    await healthy(cluster);
    healthyMs = performance.now() - changed;
    await after(calmMs);
  } finally {
    load.abort();
    await running.catch(() => undefined);
  }
  return { report: await running, healthyMs };
}

const chat = (url: string, signal: AbortSignal): Promise<Report> =>
  runGenerator(
    {
      url,
      streams: 4,
      chatters: 200,
      rate: perSecond,
      viewers: 3,
      burst: 1,
      seed: 'operation',
      minutes: 10,
    },
    signal,
  );

/** Messages accepted by all chat-services that run, since each was started. */
export async function accepted(cluster: LocalCluster): Promise<number> {
  const running = cluster.of('chat-service').filter(({ process }) => process.isRunning);
  const counts = await Promise.all(
    running.map((service) => service.metric('livechat_messages_accepted_total')),
  );
  return counts.flatMap((samples) => [...samples.values()]).reduce((sum, n) => sum + n, 0);
}

/** Everybody has joined and the chat flows. */
async function accepting(cluster: LocalCluster): Promise<void> {
  const before = await accepted(cluster);
  await vi.waitFor(
    async () => expect(await accepted(cluster)).toBeGreaterThan(before + perSecond),
    { timeout: 60_000, interval: 200 },
  );
}

const healthy = (cluster: LocalCluster) =>
  vi.waitFor(() => Promise.all(cluster.services.map(isHealthy)), {
    timeout: healthyWithinMs,
    interval: 500,
  });

async function isHealthy(service: ServiceProcess): Promise<void> {
  const response = await fetch(`${service.adminUrl}/health/ready`);
  expect(await response.json(), service.name).toMatchObject({ status: 'ready' });
  for (const [group, seconds] of await service.metric('livechat_oldest_record_seconds')) {
    expect(seconds, `${service.name} ${group}`).toBeLessThan(10);
  }
}

/**
 * Nothing acked is lost, nothing is doubled on any screen or in the history, the order holds for
 * every viewer and chatter, and the analysis of each stream counts what is stored.
 */
export async function expectWhole(cluster: LocalCluster, { report }: Outcome): Promise<void> {
  const { lost, doubled, outOfOrder, unfilled, notes, examples, passed } = report;
  expect({ lost, doubled, outOfOrder, unfilled, notes, examples, passed }).toEqual({
    lost: 0,
    doubled: 0,
    outOfOrder: 0,
    unfilled: 0,
    notes: [],
    examples: [],
    passed: true,
  });
  const { counts, streams } = report;
  expect(counts.acked).toBeGreaterThan(perSecond);
  await vi.waitFor(
    async () => {
      const totals = await Promise.all(streams.map((id) => analysed(cluster.url, id)));
      expect(totals.reduce((sum, n) => sum + n, 0)).toBe(counts.stored);
    },
    { timeout: healthyWithinMs, interval: 500 },
  );
}

/** Messages that the newest analysis of a stream counts. */
async function analysed(url: string, streamId: string): Promise<number> {
  const response = await fetch(`${url}/chat/v1/streams/${streamId}/analysis`);
  const analysis = (await response.json()) as { totals?: { messages: number } } | null;
  return analysis?.totals?.messages ?? 0;
}

/** A line of what was measured, for the report of a drill. */
export const measured = ({ report, healthyMs }: Outcome): string =>
  JSON.stringify({
    healthyS: Math.round(healthyMs / 100) / 10,
    longestReceiptS:
      Math.round(Math.max(report.receipt.max, report.chatterLists.receipt.max) / 100) / 10,
    acked: report.counts.acked,
    refusals: report.refusals,
    gaps: report.gaps + report.chatterLists.gaps,
    rejoined: report.counts.resets + report.chatterLists.resets,
  });
