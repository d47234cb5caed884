import { KafkaEventLog } from '@livechat/backends';
import type { RawChat } from '@livechat/contracts';
import { silentLogger } from '@livechat/runtime';
import { randomUUID } from 'node:crypto';
import { Kafka, logLevel, Partitioners, type Producer } from 'kafkajs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { KafkaServers } from '../native/kafka.ts';
import { machine, median, round, spread, type Load, type Round } from './rounds.ts';

const repetitions = 5;
let kafka: KafkaServers;
let log: KafkaEventLog;
let producer: Producer;

beforeAll(async () => {
  kafka = await KafkaServers.start();
  log = await KafkaEventLog.open({
    brokers: kafka.brokers,
    clientId: 'bench',
    partitions: 32,
    replication: 1,
    retentionMs: 3_600_000,
    epoch: 1,
    logger: silentLogger(),
    onFatal: (error) => {
      throw error;
    },
  });
  const plain = new Kafka({ brokers: [...kafka.brokers], logLevel: logLevel.NOTHING });
  producer = plain.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
});
afterAll(async () => {
  await producer.disconnect();
  await log.close();
  await kafka.stop();
});

const streams = Array.from({ length: 50 }, () => `s-${randomUUID()}`);
const message = (i: number): RawChat => ({
  type: 'message.posted',
  streamId: streams[i % streams.length] ?? '',
  id: randomUUID(),
  author: { id: `u${i % 500}`, displayName: 'Somebody', kind: 'member', role: 'member' },
  text: `message number ${i} of a bench`,
});
const ours = (i: number) => {
  const value = message(i);
  return log.append('raw-chats', value.streamId, value);
};
/** What most products do: one send a message, awaited by the request that brought it. */
const peer = (i: number) => {
  const value = message(i);
  const messages = [{ key: value.streamId, value: JSON.stringify(value) }];
  return producer.send({ topic: 'raw-chats', acks: -1, messages });
};

/** A hot stream fills whole batches of its partition. */
const oursHot = (i: number) => {
  const value = { ...message(i), streamId: streams[0] ?? '' };
  return log.append('raw-chats', value.streamId, value);
};

const stored = async () => (await log.ends('raw-chats')).reduce((sum, end) => sum + end, 0);

interface Sides<T> {
  readonly ours: T;
  readonly peer: T;
}

/** CPU of a round without what its load costs by itself: timers, ids, texts. */
async function net(load: Load, send: (i: number) => Promise<unknown>): Promise<Round> {
  const generator = await round(load, (i) => Promise.resolve(JSON.stringify(message(i))));
  const whole = await round(load, send);
  return { ...whole, cpuMs: whole.cpuMs - generator.cpuMs };
}

/** A B A B, so that both meet the same machine; nothing may be lost or doubled. */
async function compared(load: Load, peerLoad: Load, own = ours): Promise<Sides<Round[]>> {
  const rounds: Sides<Round[]> = { ours: [], peer: [] };
  const before = await stored();
  await round({ messages: 1_000 }, own);
  await round({ messages: 1_000 }, peer);
  for (let i = 0; i < repetitions; i++) {
    rounds.ours.push(await net(load, own));
    rounds.peer.push(await net(peerLoad, peer));
  }
  const sent = 2_000 + repetitions * (load.messages + peerLoad.messages);
  expect((await stored()) - before, 'stored once each').toBe(sent);
  return rounds;
}

const perMessage = ({ cpuMs, messages }: Round) => (cpuMs * 1_000) / messages;

function report(title: string, { ours, peer }: Sides<Round[]>): void {
  const ratio = median(peer.map(perMessage)) / median(ours.map(perMessage));
  const line = (name: string, rounds: Round[]) =>
    `  ${name.padEnd(20)} CPU ${spread(rounds.map(perMessage))} us/message, ` +
    `${Math.round(median(rounds.map((r) => r.messages / r.seconds)))}/s, ` +
    `answer p50 ${median(rounds.map((r) => r.p50)).toFixed(1)} p99 ${median(rounds.map((r) => r.p99)).toFixed(1)} ms`;
  process.stdout.write(
    [
      '',
      `${title} (${machine()})`,
      line('our event log', ours),
      line('kafkajs send() each', peer),
      `  CPU of the peer / ours: ${ratio.toFixed(1)}x`,
      '',
    ].join('\n'),
  );
}

test('appends at 1,000 messages/s', async () => {
  const load = { messages: 5_000, perSecond: 1_000 };
  report('1,000 messages/s', await compared(load, load));
});

test('appends at 20,000 messages/s, the peer as fast as it goes with 64 outstanding', async () => {
  const rounds = await compared(
    { messages: 60_000, perSecond: 20_000 },
    { messages: 10_000, inFlight: 64 },
  );
  report('20,000 messages/s', rounds);
});

test('full batches: one hot stream with 2,000 messages outstanding', async () => {
  const rounds = await compared(
    { messages: 100_000, inFlight: 2_000 },
    { messages: 10_000, inFlight: 64 },
    oursHot,
  );
  report('full batches', rounds);
});
