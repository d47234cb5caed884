import { Fanout, type RingBatch, type StreamListener } from '@livechat/backends';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import {
  ask,
  ChatService,
  done,
  heard,
  message,
  textsOf,
  type Person,
} from './chat-service.fixture.ts';

const until = (check: () => void | Promise<void>) =>
  vi.waitFor(check, { timeout: 10_000, interval: 20 });

let chat: ChatService;
let owner: Person;
beforeAll(async () => {
  chat = await ChatService.start({
    LIMIT_SENDS_PER_USER: 'off',
    LIMIT_SENDS_PER_STREAM: 'off',
    BOUND_SOCKET_BUFFER: '64KB',
  });
  owner = await chat.person('Olive');
});
afterAll(() => chat.stop());

test('batches lost on the channel are seen as holes and filled, in order and once', async () => {
  const fanout = chat.get(Fanout);
  const listen = fanout.listen.bind(fanout);
  let lost = 0;
  const spy = vi.spyOn(fanout, 'listen').mockImplementation((id, listener: StreamListener) =>
    listen(id, {
      signal: (signal) => listener.signal(signal),
      events: (batch: RingBatch) => {
        if (Math.random() < 0.3) lost++;
        else listener.events(batch);
      },
    }),
  );
  const streamId = await chat.stream(owner);
  const writer = chat.connect(owner);
  const seen = heard(writer);
  await done(writer, 'stream:join', { streamId });
  const texts = Array.from({ length: 150 }, (_, i) => `${i}`);
  for (const text of texts) await done(writer, 'message:send', message(streamId, text));
  await until(() => expect(textsOf(seen)).toEqual(texts));
  expect(lost).toBeGreaterThan(10);
  expect(await chat.metrics()).toMatch(/livechat_gaps_filled_total [1-9]/);
  spy.mockRestore();
});

test('a socket that cannot keep up is closed as slow, and others get everything', async () => {
  const streamId = await chat.stream(owner);
  const [writer, slow] = [chat.connect(owner), chat.connect()];
  const seen = heard(writer);
  await done(writer, 'stream:join', { streamId });
  await done(slow, 'stream:join', { streamId });
  const transport = slow.io.engine.transport as unknown as {
    ws: { _socket: { pause(): void; resume(): void } };
  };
  transport.ws._socket.pause();
  const pad = '한'.repeat(400);
  const texts = Array.from({ length: 6_000 }, (_, i) => `${i} ${pad}`);
  for (let i = 0; i < texts.length; i += 500) {
    const part = texts.slice(i, i + 500);
    await Promise.all(part.map((text) => done(writer, 'message:send', message(streamId, text))));
  }
  await until(() => expect(textsOf(seen)).toHaveLength(texts.length));
  await until(async () =>
    expect(await chat.metrics()).toMatch(/livechat_slow_sockets_closed_total 1/),
  );
  const closed = new Promise<{ context?: { reason?: string } }>((resolve) =>
    slow.on('disconnect', (_, details) => resolve(details as never)),
  );
  transport.ws._socket.resume();
  await closed;
}, 60_000);

test('a drain tells clients when to come back, acks what was taken and ends cleanly', async () => {
  const other = await ChatService.start({ DRAIN_SPREAD: '300ms', LIMIT_SENDS_PER_USER: 'off' });
  const person = await other.person('Pat');
  const streamId = await other.stream(person);
  const client = other.connect(person);
  await done(client, 'stream:join', { streamId });
  const drained = new Promise<{ reconnectInMs: number }>((resolve) => client.on('drain', resolve));
  const answers = Array.from({ length: 20 }, (_, i) =>
    ask(client, 'message:send', message(streamId, `${i}`)),
  );
  const stopped = other.service.stop();
  expect((await drained).reconnectInMs).toBeLessThanOrEqual(300);
  const late = await ask(client, 'message:send', message(streamId, 'late'));
  expect(late).toMatchObject({ ok: false, error: { code: 'draining' } });
  for (const answer of await Promise.all(answers)) {
    if (!answer.ok) expect(answer.error.code).toBe('draining');
  }
  expect(await stopped).toBe(true);
  await other.stop();
});

test('sends over a user’s limit are refused with the time to wait', async () => {
  const other = await ChatService.start({ LIMIT_SENDS_PER_USER: '1/s burst 3' });
  const person = await other.person('Pat');
  const streamId = await other.stream(person);
  const client = other.connect(person);
  await done(client, 'stream:join', { streamId });
  const answers = [];
  for (let i = 0; i < 5; i++) {
    answers.push(await ask(client, 'message:send', message(streamId, `${i}`)));
  }
  expect(answers.filter((answer) => answer.ok)).toHaveLength(3);
  const refused = answers.at(-1);
  expect(refused).toMatchObject({ ok: false, error: { code: 'rate_limited' } });
  const wait = refused && !refused.ok ? refused.error.retryAfterMs : undefined;
  expect(wait).toBeGreaterThan(0);
  expect(wait).toBeLessThanOrEqual(3_000);
  await other.stop();
});
