import { KafkaEventLog, type KafkaLogOptions } from '@livechat/backends';
import { silentLogger } from '@livechat/runtime';
import { randomUUID } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { KafkaServers } from '../native/kafka.ts';
import { LogCollector } from './log-collector.ts';
import { message } from './log-senders.ts';

let kafka: KafkaServers;
const opened: KafkaEventLog[] = [];
const fatal = vi.fn<(error: Error) => void>();

beforeAll(async () => void (kafka = await KafkaServers.start()));
afterAll(() => kafka.stop());
afterEach(async () => {
  await Promise.all(opened.splice(0).map((log) => log.abandon()));
  fatal.mockClear();
});

async function open(options: Partial<KafkaLogOptions> = {}): Promise<KafkaEventLog> {
  const log = await KafkaEventLog.open({
    brokers: kafka.brokers,
    clientId: 'lost',
    partitions: 4,
    replication: 1,
    retentionMs: 3_600_000,
    epoch: 7,
    logger: silentLogger(),
    onFatal: fatal,
    ...options,
  });
  opened.push(log);
  return log;
}

const until = (check: () => unknown) => vi.waitFor(check, { timeout: 30_000, interval: 20 });
const consumption = (group = `g-${randomUUID()}`) => ({
  group,
  topics: ['raw-chats'] as const,
  commitEveryMs: 50,
});
const newEpoch = /raw-chats, partition \d, ends at offset \d+, but offset \d+ .*LOG_EPOCH=8/;

const fill = (log: KafkaEventLog, streams = 40) =>
  Promise.all(
    Array.from({ length: streams }, (_, i) => log.append('raw-chats', `s${i}`, message(`s${i}`))),
  );

/** As a disk that comes back empty: the log is gone, the groups' offsets are still there. */
async function wipeRecords(): Promise<void> {
  await kafka.halt();
  const data = join(kafka.folders[0] ?? '', 'data');
  for (const folder of readdirSync(data).filter((name) => name.startsWith('raw-chats-'))) {
    rmSync(join(data, folder), { recursive: true });
  }
  await kafka.restart();
}

async function createAnew(): Promise<void> {
  const admin = new Kafka({ brokers: [...kafka.brokers], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  await admin.deleteTopics({ topics: ['raw-chats'] });
  await until(async () => expect(await admin.listTopics()).not.toContain('raw-chats'));
  await admin.createTopics({ topics: [{ topic: 'raw-chats', numPartitions: 4 }] });
  await admin.disconnect();
}

test('a group that had read further than the log now reaches does not start: the next epoch is named', async () => {
  const log = await open();
  const [options, collector] = [consumption(), new LogCollector()];
  const reading = await log.consume(options, collector);
  await fill(log);
  await until(() => expect(collector.seen).toHaveLength(40));
  await reading.stop();
  await log.close();
  opened.splice(0);
  await wipeRecords();
  const again = await open();
  await expect(again.consume(options, new LogCollector())).rejects.toThrow(newEpoch);
  expect(fatal).toHaveBeenCalledOnce();
  const next = await open({ epoch: 8 });
  const fresh = new LogCollector();
  await next.consume(options, fresh);
  await fill(next);
  await until(() => expect(fresh.seen).toHaveLength(40));
});

test('a new group does not start either when the archive stands above the end of the log', async () => {
  const log = await open({ knownEnd: () => Promise.resolve(1_000) });
  await expect(log.consume(consumption(), new LogCollector())).rejects.toThrow(newEpoch);
});

test('a log created anew under running processes stops its writer and its readers', async () => {
  const [writer, reader] = [await open(), await open()];
  const collector = new LogCollector();
  await fill(writer, 400);
  const options = consumption();
  await reader.consume(options, collector);
  await until(() => expect(collector.seen.length).toBeGreaterThanOrEqual(400));
  await createAnew();
  await fill(await open());
  await until(() => expect(fatal).toHaveBeenCalled());
  expect(fatal.mock.calls[0]?.[0].message, 'told by the reader').toMatch(newEpoch);
  fatal.mockClear();
  const answers = await Promise.allSettled(
    Array.from({ length: 40 }, (_, i) => writer.append('raw-chats', `s${i}`, message(`s${i}`))),
  );
  await expect(
    (await open()).consume(options, new LogCollector()),
    'the group stays stopped, though kafkajs has overwritten its offsets',
  ).rejects.toThrow(/LOG_EPOCH=8/);
  expect(answers.map(({ status }) => status)).not.toContain('fulfilled');
  expect(fatal.mock.calls[0]?.[0].message, 'told by the writer').toMatch(newEpoch);
});
