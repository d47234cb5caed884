import { runGenerator, type Report } from '@livechat/chat-generator';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { LocalCluster } from '../native/local-cluster.ts';
import { NativeServers } from '../native/native-servers.ts';
import { serviceNames, type ServiceProcess } from '../native/service-process.ts';

const rate = 200;
const healthyWithinMs = 60_000;
const calmMs = 5_000;

let servers: NativeServers;
let cluster: LocalCluster;
beforeAll(async () => {
  servers = await NativeServers.start();
  cluster = await LocalCluster.start({
    servers: servers.settings(),
    replicas: Object.fromEntries(serviceNames.map((name) => [name, 2])),
    env: { LIMIT_SENDS_PER_USER: 'off', LIMIT_HISTORY_READS: 'off', SHUTDOWN_GRACE: '10s' },
  });
}, 180_000);
afterAll(async () => {
  await cluster.stop();
  await servers.stop();
}, 60_000);

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Chats at 200 messages/s over four streams while `change` happens, and judges all of it. */
async function underLoad(change: () => Promise<void>): Promise<Report> {
  const load = new AbortController();
  const running = runGenerator(
    {
      url: cluster.url,
      streams: 4,
      chatters: 200,
      rate,
      viewers: 3,
      burst: 1,
      seed: 'operation',
      minutes: 5,
    },
    load.signal,
  );
  let healedMs = 0;
  const chatting = Promise.race([running, wait(calmMs)]);
  try {
    await chatting;
    await change();
    const changed = performance.now();
    await healthy();
    healedMs = performance.now() - changed;
    await wait(calmMs);
  } finally {
    load.abort();
  }
  const report = await running;
  const { counts, refusals, gaps, receipt } = report;
  console.log(
    JSON.stringify({
      healedMs,
      longestMs: receipt.max,
      p99: receipt.p99,
      acked: counts.acked,
      dropped: report.dropped,
      gaps,
      refusals,
      resets: counts.resets,
      notes: report.notes,
    }),
  );
  await analysed(report);
  return report;
}

/** Everything is ready and no reader is behind, without help, within a minute. */
const healthy = () =>
  vi.waitFor(
    async () => {
      for (const service of cluster.services) await assertCalm(service);
    },
    { timeout: healthyWithinMs, interval: 500 },
  );

async function assertCalm(service: ServiceProcess): Promise<void> {
  const response = await fetch(`${service.adminUrl}/health/ready`);
  expect(await response.json()).toMatchObject({ status: 'ready' });
  for (const [group, seconds] of await service.metric('livechat_oldest_record_seconds')) {
    expect(seconds, `${service.name} ${group}`).toBeLessThan(10);
  }
}

/** The analysis of each stream counts every message that is stored. */
const analysed = ({ streams, counts }: Report) =>
  vi.waitFor(
    async () => {
      const totals = await Promise.all(streams.map((id) => total(id)));
      expect(totals.reduce((all, one) => all + one, 0)).toBe(counts.stored);
    },
    { timeout: healthyWithinMs, interval: 500 },
  );

async function total(streamId: string): Promise<number> {
  const response = await fetch(`${cluster.url}/chat/v1/streams/${streamId}/analysis`);
  const analysis = (await response.json()) as { totals?: { messages: number } } | null;
  return analysis?.totals?.messages ?? 0;
}

const expectWhole = (report: Report) => {
  const { lost, doubled, outOfOrder, unfilled, notes, examples } = report;
  expect({ lost, doubled, outOfOrder, unfilled, notes, examples }).toEqual({
    lost: 0,
    doubled: 0,
    outOfOrder: 0,
    unfilled: 0,
    notes: [],
    examples: [],
  });
  expect(report.passed).toBe(true);
  expect(report.counts.acked).toBeGreaterThan(rate);
};

async function killAndRestart({ process }: ServiceProcess): Promise<void> {
  await process.kill();
  await wait(1_000);
  await process.start();
}

describe('under 200 messages a second, with two replicas of each service', () => {
  test.each(serviceNames)(
    '%s killed with -9 and started again loses, doubles and swaps nothing',
    async (name) => {
      const [first] = cluster.of(name);
      expectWhole(await underLoad(() => killAndRestart(first!)));
    },
    300_000,
  );

  test('chat-service restarted replica by replica loses, doubles and swaps nothing', async () => {
    const report = await underLoad(async () => {
      for (const { process } of cluster.of('chat-service')) {
        await process.stop();
        await process.start();
        await wait(2_000);
      }
    });
    expectWhole(report);
  }, 300_000);

  test('a restart of Kafka refuses sends meanwhile and acks nothing false', async () => {
    expectWhole(await underLoad(() => servers.kafka.bounce()));
  }, 300_000);

  test('a restart of Redis stops delivery and not acceptance; viewers catch up', async () => {
    expectWhole(await underLoad(() => servers.redis.bounce()));
  }, 300_000);

  test('Redis flushed under load loses nothing', async () => {
    expectWhole(await underLoad(() => Promise.resolve(servers.redis.flush())));
  }, 300_000);

  test('a restart of Cassandra does not stop the chat', async () => {
    expectWhole(await underLoad(() => servers.cassandra.bounce()));
  }, 300_000);

  test('a restart of the SQL server does not stop the chat', async () => {
    expectWhole(await underLoad(() => servers.sql.bounce()));
  }, 300_000);
});
