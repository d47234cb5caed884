import type { Sent } from '@livechat/contracts';
import { afterEach, expect, test, vi } from 'vitest';
import { wholeHistory } from './history.ts';
import {
  ask,
  connect,
  done,
  guest,
  member,
  message,
  newStream,
  textsOf,
  type Client,
} from './people.ts';
import { Product, type ProductOptions } from './product.ts';

let product: Product | undefined;
afterEach(async () => {
  await product?.dispose();
  product = undefined;
});

interface Load {
  isOn: boolean;
}

/** Sends a message, again with its id until it is acked or the load is off. */
async function delivered(
  client: Client,
  send: ReturnType<typeof message>,
  load: Load,
): Promise<Sent | undefined> {
  const answer = await ask(client, 'message:send', send).catch(() => undefined);
  if (answer?.ok) return answer;
  await new Promise((resolve) => setTimeout(resolve, 50));
  return load.isOn ? delivered(client, send, load) : undefined;
}

const options: ProductOptions = { env: { LIMIT_SENDS_PER_USER: 'off' } };

test('killed with -9 under load and restarted, every acked message is there once and in order', async () => {
  let running = await Product.start(options);
  product = running;
  const { url, port, dataDir } = running;
  const owner = await member(url, 'Olive');
  const { id: streamId } = await newStream(url, owner, { title: 'Under load' });
  const acked = new Map<string, Sent>();
  const load: Load = { isOn: true };
  const chatters = await Promise.all(
    Array.from({ length: 10 }, async (_, i) => {
      const client = connect(url, await guest(url, `Chatter ${i}`));
      await done(client, 'stream:join', { streamId });
      client.on('connect', () => client.emit('stream:join', { streamId }));
      return client;
    }),
  );
  /** One message at a time, each resent with its id until it is acked, as a client should. */
  const chat = async (client: (typeof chatters)[number], who: number) => {
    for (let n = 0; load.isOn; n++) {
      const send = message(streamId, `${who}:${n}`);
      const answer = await delivered(client, send, load);
      if (answer) acked.set(send.text, answer);
    }
  };
  const chats = chatters.map((client, i) => chat(client, i));
  for (let round = 1; round <= 3; round++) {
    await vi.waitFor(() => expect(acked.size).toBeGreaterThan(round * 300), 30_000);
    await running.kill();
    running = await Product.start({ ...options, port, dataDir });
    product = running;
  }
  await vi.waitFor(() => expect(acked.size).toBeGreaterThan(1_200), 30_000);
  load.isOn = false;
  await Promise.all(chats);
  for (const client of chatters) client.close();

  await vi.waitFor(
    async () => {
      const stored = textsOf(await wholeHistory(url, streamId));
      expect([...acked.keys()].filter((text) => !stored.includes(text))).toEqual([]);
    },
    { timeout: 20_000, interval: 500 },
  );
  const stored = await wholeHistory(url, streamId);
  const texts = textsOf(stored);
  expect(new Set(texts).size).toBe(texts.length);
  const offsets = stored.map((event) => event.offset);
  expect(offsets).toEqual([...offsets].sort((a, b) => a - b));
  for (let who = 0; who < 10; who++) {
    const own = texts.filter((text) => text.startsWith(`${who}:`));
    expect(own.map((text) => Number(text.split(':')[1]))).toEqual(own.map((_, n) => n));
  }
}, 120_000);
