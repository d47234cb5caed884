import { logEvent } from '@livechat/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { randomUUID } from 'node:crypto';
import type { Socket } from 'socket.io-client';
import { acked, benchProduct, benchSocket, benchStream } from './bench-product.ts';
import { machine, median, spread } from './rounds.ts';

const sockets = 50;
const badFrames = 1_000;
const sends = 200;
const perSecond = 100;
const repetitions = 6;

let product: Awaited<ReturnType<typeof benchProduct>>;
let streamId: string;
let writer: Socket;
const readers: Socket[] = [];
/** When each message was sent, by its text, and how long each delivery took. */
const sentAt = new Map<string, number>();
let delays: number[] = [];

beforeAll(async () => {
  product = await benchProduct({ LIMIT_SENDS_PER_USER: 'off' });
  const { accessToken, streamId: id } = await benchStream(product.url);
  streamId = id;
  writer = benchSocket(product.url, accessToken);
  await acked(writer, 'stream:join', { streamId });
  for (let i = 0; i < sockets; i++) {
    const reader = benchSocket(product.url);
    await acked(reader, 'stream:join', { streamId });
    reader.on('event', (payload: unknown) => {
      const event = logEvent.parse(payload);
      const started = event.type === 'message.posted' ? sentAt.get(event.text) : undefined;
      if (started !== undefined) delays.push(performance.now() - started);
    });
    readers.push(reader);
  }
});
afterAll(async () => {
  for (const client of [writer, ...readers]) client.close();
  await product.stop();
});

/** Frames of every bad kind, spread over the round; the socket is opened anew when it is closed. */
async function misbehave(): Promise<() => void> {
  const socket = benchSocket(product.url);
  await new Promise<void>((resolve) => socket.once('connect', resolve));
  let sent = 0;
  const timer = setInterval(
    () => {
      for (let i = 0; i < 10 && sent < badFrames; i++, sent++) {
        const kinds = [
          () => socket.emit('no:such:event', { sent }),
          () => socket.emit('message:send', { streamId, id: 7, text: [] }),
          () => socket.emit('message:send', 'x'.repeat(8_000)),
          () => socket.emit('stream:join', null),
        ];
        kinds[sent % kinds.length]?.();
      }
    },
    (sends / perSecond / badFrames) * 10_000,
  );
  return () => {
    clearInterval(timer);
    socket.close();
    expect(sent).toBe(badFrames);
  };
}

/** One round of sends at a steady rate; answers the 99th percentile of all deliveries, ms. */
async function p99(isBad: boolean, name: string): Promise<number> {
  const behave = isBad ? await misbehave() : undefined;
  delays = [];
  const sending: Promise<void>[] = [];
  for (let i = 0; i < sends; i++) {
    const send = { streamId, id: randomUUID(), text: `${name} ${i}` };
    sentAt.set(send.text, performance.now());
    sending.push(acked(writer, 'message:send', send));
    await new Promise((resolve) => setTimeout(resolve, 1_000 / perSecond));
  }
  await Promise.all(sending);
  const all = sends * sockets;
  for (let waited = 0; delays.length < all && waited < 10_000; waited += 20) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  behave?.();
  expect(delays.length, 'deliveries').toBe(all);
  return delays.sort((a, b) => a - b)[Math.floor((all - 1) * 0.99)] ?? NaN;
}

test(`p99 of ${sockets} sockets beside one that sends ${badFrames} bad frames`, async () => {
  const [quiet, bad]: [number[], number[]] = [[], []];
  await p99(false, 'warm-up');
  for (let i = 0; i < repetitions; i++) {
    quiet.push(await p99(false, `quiet ${i}`));
    bad.push(await p99(true, `bad ${i}`));
  }
  const ratio = median(bad) / median(quiet);
  process.stdout.write(
    [
      '',
      `Deliveries to ${sockets} sockets at ${perSecond} messages/s (${machine()})`,
      `  p99 without bad frames ${spread(quiet)} ms`,
      `  p99 beside ${badFrames} bad frames in a round of ${sends / perSecond} s ${spread(bad)} ms`,
      `  ratio ${ratio.toFixed(2)} (goal: at most 1.10)`,
      '',
    ].join('\n'),
  );
});
