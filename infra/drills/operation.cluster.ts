import { setTimeout as after } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LocalCluster } from '../native/local-cluster.ts';
import { NativeServers } from '../native/native-servers.ts';
import { serviceNames } from '../native/service-process.ts';
import {
  accepted,
  expectWhole,
  loadUnderChange,
  measured,
  type Outcome,
} from './load-under-change.ts';

const limitMs = 300_000;
const outageMs = 3_000;

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

/** The ledger after a change under load, with what was measured printed. */
async function under(change: () => Promise<void>): Promise<Outcome> {
  const outcome = await loadUnderChange(cluster, change);
  console.log(measured(outcome));
  await expectWhole(cluster, outcome);
  return outcome;
}

/** Messages accepted while a server is away. */
async function without(server: { halt(): Promise<void>; restart(): Promise<void> }) {
  await server.halt();
  const before = await accepted(cluster);
  await after(outageMs);
  const meanwhile = (await accepted(cluster)) - before;
  await server.restart();
  return meanwhile;
}

describe('under 200 messages a second, with two replicas of each service', () => {
  test.each(serviceNames)(
    '%s killed with -9 and started again',
    async (name) => {
      const [replica] = cluster.of(name);
      await under(async () => {
        await replica?.process.kill();
        await after(1_000);
        await replica?.process.start();
      });
    },
    limitMs,
  );

  test(
    'chat-service restarted in order, one replica after the other',
    async () => {
      await under(async () => {
        for (const replica of cluster.of('chat-service')) {
          await replica.process.stop();
          await replica.start();
          await after(1_000);
        }
      });
    },
    limitMs,
  );

  test(
    'without Kafka sends are refused with `unavailable`, and nothing false is acked',
    async () => {
      let meanwhile = NaN;
      const { report } = await under(async () => void (meanwhile = await without(servers.kafka)));
      expect(meanwhile).toBe(0);
      expect(report.refusals).toEqual({ unavailable: expect.any(Number) as number });
    },
    limitMs,
  );

  test(
    'without Redis messages are accepted and not delivered; viewers catch up by themselves',
    async () => {
      let meanwhile = NaN;
      await under(async () => void (meanwhile = await without(servers.redis)));
      expect(meanwhile).toBeGreaterThan(100);
    },
    limitMs,
  );

  test(
    'Redis emptied under load',
    async () => {
      await under(() => Promise.resolve(servers.redis.flush()));
    },
    limitMs,
  );

  test(
    'without Cassandra the chat goes on',
    async () => {
      let meanwhile = NaN;
      await under(async () => void (meanwhile = await without(servers.cassandra)));
      expect(meanwhile).toBeGreaterThan(100);
    },
    limitMs,
  );

  test(
    'without the SQL server the chat goes on',
    async () => {
      let meanwhile = NaN;
      await under(async () => void (meanwhile = await without(servers.sql)));
      expect(meanwhile).toBeGreaterThan(100);
    },
    limitMs,
  );
});
