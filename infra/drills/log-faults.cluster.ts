import { KafkaEventLog, type GroupLag, type KafkaLogOptions } from '@livechat/backends';
import { silentLogger } from '@livechat/runtime';
import { randomUUID } from 'node:crypto';
import { Kafka, logLevel } from 'kafkajs';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { FaultProxy } from '../native/fault-proxy.ts';
import { KafkaServers } from '../native/kafka.ts';
import { LogCollector } from './log-collector.ts';
import { LogSenders, message } from './log-senders.ts';
import { expectHonest, storedIds } from './log-truth.ts';

let proxy: FaultProxy;
let kafka: KafkaServers;
let direct: Kafka;
const opened: KafkaEventLog[] = [];
const fatal = vi.fn<(error: Error) => void>();

beforeAll(async () => {
  proxy = await FaultProxy.start();
  kafka = await KafkaServers.start({ proxyPort: proxy.port });
  proxy.passTo(kafka.proxiedPort);
  direct = new Kafka({ brokers: [...kafka.brokers], logLevel: logLevel.NOTHING });
});
afterAll(async () => {
  await kafka.stop();
  await proxy.stop();
});
afterEach(async () => {
  proxy.answers = 'pass';
  await Promise.all(opened.splice(0).map((log) => log.abandon()));
  fatal.mockClear();
});

async function open(options: Partial<KafkaLogOptions> = {}): Promise<KafkaEventLog> {
  const log = await KafkaEventLog.open({
    brokers: kafka.brokers,
    clientId: 'faults',
    partitions: 4,
    replication: 1,
    retentionMs: 3_600_000,
    epoch: 7,
    sessionTimeoutMs: 4_000,
    logger: silentLogger(),
    onFatal: fatal,
    ...options,
  });
  opened.push(log);
  return log;
}

const until = (check: () => unknown) => vi.waitFor(check, { timeout: 30_000, interval: 20 });
const after = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const consumption = (group = `g-${randomUUID()}`) => ({
  group,
  topics: ['raw-chats'] as const,
  commitEveryMs: 50,
});

test('answers that are cut give no false ack; copies are allowed, order is kept', async () => {
  const log = await open({ brokers: [`127.0.0.1:${proxy.port}`] });
  const senders = new LogSenders(log);
  for (let i = 0; i < 8; i++) {
    await after(150 + Math.random() * 200);
    proxy.answers = 'cut';
    await after(20 + Math.random() * 120);
    proxy.answers = 'pass';
  }
  proxy.answers = 'swallow';
  // Beyond the horizon of 10 s: what was sent before has got its answer, and it is not a refusal.
  await after(11_000);
  proxy.answers = 'pass';
  await until(() => log.append('raw-chats', 's', message('s')));
  await after(1_000);
  const told = await senders.stop();
  const stored = await storedIds(direct);
  expectHonest(told, stored);
  expect(proxy.lost).toBeGreaterThan(0);
  expect(stored.size, 'the fault made copies').toBeGreaterThan(new Set(stored.values()).size);
  expect(told.map(({ code }) => code)).toContain('internal');
  expect(told.at(-1)?.acked, 'it healed').toBeDefined();
});

test('an outage of the broker loses nothing acked, refuses at once meanwhile and heals by itself', async () => {
  const log = await open();
  const collector = new LogCollector();
  await log.consume(consumption(), collector);
  const senders = new LogSenders(log);
  await after(1_000);
  await kafka.nodes[0]?.kill();
  await until(() => expect(log.ends('raw-chats')).rejects.toMatchObject({ code: 'unavailable' }));
  const refusedFrom = senders.told.length;
  await after(3_000);
  const refused = await Promise.all(senders.told.slice(refusedFrom));
  expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(['unavailable']));
  expect(Math.max(...refused.map(({ ms }) => ms))).toBeLessThan(100);
  await kafka.restart();
  await until(() => log.append('raw-chats', 's', message('s')));
  await after(1_000);
  const told = await senders.stop();
  expectHonest(told, await storedIds(direct));
  await until(() => collector.expectEveryAck(told));
  expect(fatal).not.toHaveBeenCalled();
});

test('a partition paused beyond the session time loses nothing, keeps its owner and holds up no other', async () => {
  const lags: GroupLag[] = [];
  const log = await open({
    maxLaneBytes: 2_000,
    sessionTimeoutMs: 3_000,
    onLags: (told) => lags.push(...told),
  });
  const collector = new LogCollector();
  let release = (): void => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  let slow: number | undefined;
  collector.hook = ([record]) => {
    slow ??= record?.partition;
    return record?.partition === slow ? held : Promise.resolve();
  };
  const senders = new LogSenders(log);
  await log.consume(consumption(), collector);
  await after(7_000);
  const before = collector.seen.length;
  await until(() => expect(collector.seen.length).toBeGreaterThan(before));
  expect(collector.seen.map(({ partition }) => partition)).not.toContain(slow);
  const behind = () => lags.findLast(({ partition }) => partition === slow);
  await until(() => expect(behind()?.oldestSeconds).toBeGreaterThan(2));
  expect(behind()?.records).toBeGreaterThan(10);
  release();
  const told = await senders.stop();
  await until(() => collector.expectEveryAck(told));
  expect(collector.assignments).toHaveLength(1);
});

test('members that come and go under load lose nothing and keep the order of each stream', async () => {
  const log = await open();
  const options = consumption();
  const collector = new LogCollector();
  collector.hook = () => after(Math.random() * 10);
  await log.consume(options, collector);
  const senders = new LogSenders(log);
  for (let i = 0; i < 4; i++) {
    const other = await open();
    const guest = await other.consume(options, collector);
    await after(500);
    // Even ones leave in order, odd ones as a crash would.
    await (i % 2 === 0 ? guest.stop() : other.abandon());
  }
  const told = await senders.stop();
  await until(() => collector.expectEveryAck(told));
  for (const offsets of collector.firsts()) {
    expect(offsets).toEqual(offsets.toSorted((a, b) => a - b));
  }
  expect(collector.assignments.length).toBeGreaterThan(8);
});

test('from the moment of a join on nothing of the old queues is handed on', async () => {
  let gate = Promise.resolve();
  let pass = (): void => undefined;
  const asked = vi.fn();
  const knownEnd = async () => {
    asked();
    await gate;
    return undefined;
  };
  const [log, other] = [await open({ knownEnd }), await open()];
  const [options, first, second] = [consumption(), new LogCollector(), new LogCollector()];
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  const handed = vi.fn(() => held);
  const stream = `s-${randomUUID()}`;
  first.hook = ([record]) => (record?.key === stream ? handed() : Promise.resolve());
  await log.consume(options, first);
  await log.append('raw-chats', stream, message(stream));
  await until(() => expect(handed).toHaveBeenCalledOnce());
  for (let i = 1; i < 10; i++) await log.append('raw-chats', stream, message(stream));
  await after(500);
  gate = new Promise((resolve) => (pass = resolve));
  asked.mockClear();
  const joining = other.consume(options, second);
  await until(() => expect(asked).toHaveBeenCalled());
  release();
  await after(500);
  expect(handed, 'beyond what was in hand').toHaveBeenCalledOnce();
  pass();
  await joining;
  const offsets = () =>
    new Set([...first.seen, ...second.seen].filter((r) => r.key === stream).map((r) => r.offset));
  await until(() => expect(offsets().size).toBe(10));
});

test('a consumer that kafkajs gives up for good is told to the process', async () => {
  const log = await open();
  const options = consumption();
  const stranger = direct.consumer({
    groupId: `${options.group}.7`,
    partitionAssigners: [
      () => ({
        name: 'another-protocol',
        version: 1,
        assign: () => Promise.resolve([]),
        protocol: () => ({ name: 'another-protocol', metadata: Buffer.alloc(0) }),
      }),
    ],
  });
  await stranger.connect();
  await stranger.subscribe({ topic: 'raw-chats' });
  await stranger.run({ eachMessage: () => Promise.resolve() });
  await expect(log.consume(options, new LogCollector())).rejects.toThrow(/protocol/i);
  expect(fatal).toHaveBeenCalledOnce();
  await stranger.disconnect();
});
