import { KafkaEventLog } from '@livechat/backends';
import { silentLogger } from '@livechat/runtime';
import { Kafka, logLevel } from 'kafkajs';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { KafkaServers } from '../native/kafka.ts';
import { LogCollector } from './log-collector.ts';
import { LogSenders, message } from './log-senders.ts';
import { expectHonest, storedIds } from './log-truth.ts';

let kafka: KafkaServers;
beforeAll(async () => void (kafka = await KafkaServers.start({ nodes: 3 })));
afterAll(() => kafka.stop());

test('three brokers killed one after another lose nothing acked, and appends go on by themselves', async () => {
  const fatal = vi.fn<(error: Error) => void>();
  const log = await KafkaEventLog.open({
    brokers: kafka.brokers,
    clientId: 'loss',
    partitions: 8,
    retentionMs: 3_600_000,
    epoch: 1,
    sessionTimeoutMs: 4_000,
    logger: silentLogger(),
    onFatal: fatal,
  });
  const collector = new LogCollector();
  await log.consume({ group: 'g', topics: ['raw-chats'], commitEveryMs: 50 }, collector);
  const senders = new LogSenders(log);
  for (const node of kafka.nodes) {
    await node.kill();
    // Every partition has a leader again when one stream of each has been acked.
    const streams = Array.from({ length: 40 }, (_, i) => `s${i}`);
    const appends = () => Promise.all(streams.map((s) => log.append('raw-chats', s, message(s))));
    await vi.waitFor(appends, { timeout: 40_000, interval: 200 });
    await node.start();
    await inSync();
  }
  const told = await senders.stop();
  expectHonest(told, await storedIds(client()));
  await vi.waitFor(() => collector.expectEveryAck(told), { timeout: 40_000, interval: 100 });
  expect(fatal).not.toHaveBeenCalled();
  await log.close();
}, 240_000);

const client = () => new Kafka({ brokers: [...kafka.brokers], logLevel: logLevel.NOTHING });

/** Waits until every partition has all its copies: with the next broker gone two must be left. */
async function inSync(): Promise<void> {
  const admin = client().admin();
  await admin.connect();
  const topics = ['raw-chats', '__consumer_offsets'];
  await vi.waitFor(
    async () => {
      const metadata = await admin.fetchTopicMetadata({ topics });
      const copies = metadata.topics.flatMap((t) => t.partitions.map((p) => p.isr.length));
      expect(Math.min(...copies)).toBe(3);
    },
    { timeout: 60_000, interval: 200 },
  );
  await admin.disconnect();
}
