import { AppError } from '@livechat/contracts';
import { ChatHistory, Counters, EventLog, Fanout } from '@livechat/backends';
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import {
  ask,
  ChatService,
  done,
  heard,
  message,
  refusal,
  textsOf,
  type Client,
  type Person,
} from './chat-service.fixture.ts';

const until = (check: () => void | Promise<void>) =>
  vi.waitFor(check, { timeout: 10_000, interval: 20 });
const away = () => Promise.reject(new AppError('unavailable'));

let chat: ChatService;
let owner: Person;
beforeAll(async () => {
  chat = await ChatService.start({
    LIMIT_SENDS_PER_USER: '1/s burst 3',
    LIMIT_SOCKETS_PER_USER: 'off',
    LIMIT_HISTORY_READS: '2/min',
    LIMIT_LOOPBACK: '1',
  });
  owner = await chat.person('Olive');
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => chat.stop());

const inStream = async (streamId: string, who?: Person): Promise<Client> => {
  const client = chat.connect(who ?? (await chat.person('Somebody')));
  await done(client, 'stream:join', { streamId });
  return client;
};
const countersAway = () =>
  (['add', 'get', 'put'] as const).forEach((name) =>
    vi.spyOn(chat.get(Counters), name).mockImplementation(away),
  );
/** The next append is refused as one that was not stored. */
const failNextAppend = (code: 'unavailable' | 'internal') =>
  vi.spyOn(chat.get(EventLog), 'append').mockRejectedValueOnce(new AppError(code));

test('while the counters are away sends go on, a resend is shown once, and limits hold here', async () => {
  const streamId = await chat.stream(owner);
  const writer = await inStream(streamId);
  const reader = await inStream(streamId);
  const seen = heard(reader);
  countersAway();
  const send = message(streamId, 'once');
  await done(writer, 'message:send', send);
  await done(writer, 'message:send', send);
  await done(writer, 'message:send', message(streamId, 'end'));
  const over = await ask(writer, 'message:send', message(streamId, 'too many'));
  expect(over).toMatchObject({ ok: false, error: { code: 'rate_limited' } });
  await until(() => expect(textsOf(seen)).toEqual(['once', 'end']));
  expect(await chat.metrics()).toMatch(/livechat_limits_local_total [1-9]/);
});

test('while the counters are away handshakes and reads of the history go on', async () => {
  const streamId = await chat.stream(owner);
  countersAway();
  await inStream(streamId);
  const read = () => fetch(`${chat.service.url}/chat/v1/streams/${streamId}/messages`);
  expect([(await read()).status, (await read()).status]).toEqual([200, 200]);
  const over = await read();
  expect(over.status).toBe(429);
  expect(Number(over.headers.get('retry-after'))).toBeGreaterThan(0);
});

test('counters that hang do not hold up acks', async () => {
  const streamId = await chat.stream(owner);
  const writer = await inStream(streamId);
  vi.spyOn(chat.get(Counters), 'put').mockImplementation(() => new Promise(() => undefined));
  await done(writer, 'message:send', message(streamId, 'quick'));
});

test('a message that was not stored may be sent again: its slow-mode turn and its text are its own', async () => {
  const streamId = await chat.stream(owner, { slowModeSeconds: 60, duplicates: true });
  const writer = await inStream(streamId);
  const send = message(streamId, 'stubborn');
  failNextAppend('unavailable');
  expect(await refusal(writer, 'message:send', send)).toBe('unavailable');
  await done(writer, 'message:send', send);
  expect(await refusal(writer, 'message:send', message(streamId, 'other'))).toBe('slow_mode');
});

test('what slow mode refused is no duplicate when it is said in time', async () => {
  const streamId = await chat.stream(owner, { slowModeSeconds: 1, duplicates: true });
  const writer = await inStream(streamId);
  await done(writer, 'message:send', message(streamId, 'first'));
  expect(await refusal(writer, 'message:send', message(streamId, 'second'))).toBe('slow_mode');
  await until(() =>
    done(writer, 'message:send', message(streamId, 'second')).then(() => undefined),
  );
});

test('the same text of the same author is a duplicate, whatever its id', async () => {
  const streamId = await chat.stream(owner, { duplicates: true });
  const writer = await inStream(streamId);
  await done(writer, 'message:send', message(streamId, 'Again and again'));
  const answer = await ask(writer, 'message:send', message(streamId, 'again  AND again'));
  expect(answer).toMatchObject({ ok: false, error: { code: 'rules', rule: 'duplicate' } });
});

test('an append without an answer is unknown to its sender, and not acked', async () => {
  const streamId = await chat.stream(owner);
  const writer = await inStream(streamId);
  failNextAppend('internal');
  expect(await refusal(writer, 'message:send', message(streamId, 'lost?'))).toBe('internal');
});

test('while the fan-out is away sends and answers are taken, and viewers catch up', async () => {
  const streamId = await chat.stream(owner);
  const [writer, reader] = [await inStream(streamId), await inStream(streamId)];
  const seen = heard(reader);
  const { offset } = await done(writer, 'message:send', message(streamId, 'before'));
  await until(() => expect(textsOf(seen)).toEqual(['before']));
  await until(async () =>
    expect(await chat.get(ChatHistory).find(streamId, 0, offset)).toBeDefined(),
  );
  const fanout = chat.get(Fanout);
  const spies = (['announce', 'recent', 'lasts', 'signal'] as const).map((name) =>
    vi.spyOn(fanout, name).mockImplementation(away),
  );
  const send = { streamId, id: randomUUID(), text: 'during', replyTo: offset };
  await done(writer, 'message:send', send);
  expect(textsOf(seen)).toEqual(['before']);
  for (const spy of spies) spy.mockRestore();
  await until(() => expect(textsOf(seen)).toEqual(['before', 'during']));
  expect(seen.at(-1)).toMatchObject({ replyTo: { offset, text: 'before' } });
});

test('a removed message is not quoted, even where only the ring knows of the removal', async () => {
  const streamId = await chat.stream(owner);
  const [writer, boss] = [await inStream(streamId), await inStream(streamId, owner)];
  const { offset } = await done(writer, 'message:send', message(streamId, 'regretted'));
  await until(async () =>
    expect(await chat.get(ChatHistory).find(streamId, 0, offset)).toBeDefined(),
  );
  const recent = chat.get(Fanout).recent.bind(chat.get(Fanout));
  const history = vi.spyOn(chat.get(ChatHistory), 'find');
  const posted = await chat.get(ChatHistory).find(streamId, 0, offset);
  history.mockResolvedValue(posted);
  vi.spyOn(chat.get(Fanout), 'recent').mockImplementation(async (id, epoch, options) => {
    const ring = await recent(id, epoch, options);
    return { ...ring, entries: ring.entries.filter((entry) => entry.offset !== offset) };
  });
  await done(boss, 'message:remove', { streamId, offset });
  const send = { streamId, id: randomUUID(), text: 'look', replyTo: offset };
  await until(async () => expect(await refusal(writer, 'message:send', send)).toBe('not_found'));
});
