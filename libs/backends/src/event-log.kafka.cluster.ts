import { topicNames } from '@livechat/contracts';
import { silentLogger } from '@livechat/runtime';
import { randomUUID } from 'node:crypto';
import { Kafka, logLevel, type Admin, type Consumer, type KafkaMessage } from 'kafkajs';
import { inject } from 'vitest';
import { eventLogContract } from './event-log.contract.ts';
import { KafkaEventLog } from './event-log.kafka.ts';
import { deadLettersOf } from './kafka-topics.ts';
import type { LogBounds, LogUnderTest } from './log-under-test.contract.ts';

const brokers = inject('kafkaBrokers');
const client = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING });

const open = (bounds: LogBounds = {}) =>
  KafkaEventLog.open({
    brokers,
    clientId: 'contract',
    partitions: 8,
    replication: 1,
    retentionMs: 3_600_000,
    epoch: 1,
    ...bounds,
    sessionTimeoutMs: 4_000,
    logger: silentLogger(),
    onFatal: (error) => {
      throw error;
    },
  });

/** Empties the topics of what earlier tests left, so that counts are exact. */
async function purge(admin: Admin): Promise<void> {
  for (const topic of topicNames.flatMap((name) => [name, deadLettersOf(name)])) {
    const filled = (await admin.fetchTopicOffsets(topic)).filter(({ low, high }) => low !== high);
    const partitions = filled.map(({ partition, high }) => ({ partition, offset: high }));
    if (partitions.length > 0) await admin.deleteTopicRecords({ topic, partitions });
  }
}

/** Reads a topic with plain kafkajs, always up to its end. */
class TopicReader {
  readonly #messages: KafkaMessage[] = [];
  readonly #next = new Map<number, number>();
  readonly #consumer: Consumer;
  #running: Promise<void> | undefined;

  constructor(
    readonly topic: string,
    readonly admin: Admin,
  ) {
    this.#consumer = client.consumer({ groupId: `reader-${randomUUID()}`, maxWaitTimeInMs: 50 });
  }

  async messages(): Promise<readonly KafkaMessage[]> {
    await (this.#running ??= this.#run());
    const ends = await this.admin.fetchTopicOffsets(this.topic);
    const isBehind = () =>
      ends.some((e) => e.high !== e.low && (this.#next.get(e.partition) ?? 0) < Number(e.high));
    while (isBehind()) await new Promise((resolve) => setTimeout(resolve, 20));
    return this.#messages;
  }

  stop = (): Promise<void> => this.#consumer.disconnect();

  async #run(): Promise<void> {
    await this.#consumer.connect();
    await this.#consumer.subscribe({ topic: this.topic, fromBeginning: true });
    await this.#consumer.run({
      eachMessage: ({ partition, message }) => {
        this.#messages.push(message);
        this.#next.set(partition, Number(message.offset) + 1);
        return Promise.resolve();
      },
    });
  }
}

eventLogContract('kafka', async (bounds) => {
  const admin = client.admin();
  await admin.connect();
  const readers = new Map<string, TopicReader>();
  const reader = (topic: string) => {
    const found = readers.get(topic) ?? new TopicReader(topic, admin);
    readers.set(topic, found);
    return found;
  };
  let log = await open(bounds);
  await purge(admin);
  const under: LogUnderTest = {
    log,
    reopen: async () => {
      await log.abandon();
      return (under.log = log = await open(bounds));
    },
    appendRaw: async (topic, key, text) => {
      await log.appendText(topic, key, text);
    },
    deadLetters: async (topic) =>
      (await reader(deadLettersOf(topic)).messages()).map(({ value, headers }) => ({
        value: String(value),
        headers: Object.fromEntries(
          Object.entries(headers ?? {}).map(([name, text]) => [name, String(text)]),
        ),
      })),
    dispose: async () => {
      await Promise.all([...readers.values()].map((r) => r.stop()));
      await log.close();
      await admin.disconnect();
    },
  };
  return under;
});
