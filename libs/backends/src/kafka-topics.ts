import { topicNames } from '@livechat/contracts';
import type { Admin } from 'kafkajs';
import type { RenewedClient } from './kafka-renewal.ts';

export interface TopicOptions {
  /** Fixed for good: another count would send streams to other partitions. */
  readonly partitions: number;
  /** Copies of each partition (default: 3, or as many as there are brokers). */
  readonly replication?: number;
  /** How long records stay: longer than the worst outage, at most the erasure promise; ms. */
  readonly retentionMs: number;
}

/** Largest record, bytes, as the broker counts: key, value and headers. */
export const maxRecordBytes = 1_000_000;

const pollMs = 100;
const pollLimitMs = 30_000;

/** The topic that holds a topic's dead letters. */
export const deadLettersOf = (topic: string): string => `${topic}.dlq`;

/**
 * Creates the log's topics and their dead-letter topics where they are missing, and waits until
 * every partition has a leader. Throws when a topic has another number of partitions.
 */
export async function ensureTopics(
  admin: RenewedClient<Admin>,
  options: TopicOptions,
): Promise<void> {
  const wanted = topicNames.flatMap((topic) => [topic, deadLettersOf(topic)]);
  const there = await admin.use((client) => client.listTopics());
  const missing = wanted.filter((topic) => !there.includes(topic));
  if (missing.length > 0) {
    const { brokers } = await admin.use((client) => client.describeCluster());
    const replication = options.replication ?? Math.min(3, brokers.length);
    const topics = missing.map((topic) => topicConfig(topic, { ...options, replication }));
    // Waiting for leaders here fails where the metadata has not spread yet (3 brokers): polled below.
    await admin.use((client) => client.createTopics({ topics, waitForLeaders: false }));
  }
  await untilLed(admin, wanted, options.partitions);
}

function topicConfig(topic: string, options: Required<TopicOptions>) {
  const { partitions, replication, retentionMs } = options;
  const isDeadLetters = topic.endsWith('.dlq');
  const configs = {
    'message.timestamp.type': 'LogAppendTime',
    'cleanup.policy': 'delete',
    'retention.ms': retentionMs,
    // A dead letter carries its record and says where from and why.
    'max.message.bytes': (isDeadLetters ? 2 : 1) * 1_048_576,
    'min.insync.replicas': replication >= 3 ? 2 : 1,
    'unclean.leader.election.enable': false,
  };
  return {
    topic,
    numPartitions: partitions,
    replicationFactor: replication,
    configEntries: Object.entries(configs).map(([name, value]) => ({ name, value: `${value}` })),
  };
}

async function untilLed(
  admin: RenewedClient<Admin>,
  topics: string[],
  partitions: number,
): Promise<void> {
  const deadline = performance.now() + pollLimitMs;
  for (;;) {
    const counts = await admin
      .use((client) => ledPartitions(client, topics))
      .catch((error: unknown) => error as Error);
    const isComplete = counts instanceof Map && [...counts.values()].every((n) => n >= partitions);
    if (isComplete) return refuseOthers(counts, partitions);
    if (performance.now() > deadline) {
      if (counts instanceof Map) refuseOthers(counts, partitions);
      throw new Error(`Kafka did not bring up its topics in time`, { cause: counts });
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

/** Partitions with a leader per topic; rejects while the metadata is not complete, or a leader does not know yet that it is one. */
async function ledPartitions(admin: Admin, topics: string[]): Promise<Map<string, number>> {
  for (const topic of topics) await admin.fetchTopicOffsets(topic);
  const { topics: found } = await admin.fetchTopicMetadata({ topics });
  return new Map(
    found.map(({ name, partitions }) => [name, partitions.filter((p) => p.leader >= 0).length]),
  );
}

function refuseOthers(counts: ReadonlyMap<string, number>, partitions: number): void {
  for (const [topic, count] of counts) {
    if (count !== partitions) {
      throw new Error(
        `Topic ${topic} has ${count} partitions with a leader, but ${partitions} are set: a topic's count never changes`,
      );
    }
  }
}
