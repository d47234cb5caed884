import { AppError } from '@livechat/contracts';
import { ChatHistory, Counters, Database, Presence } from '@livechat/backends';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import {
  ask,
  ChatService,
  done,
  heard,
  message,
  textsOf,
  type Client,
  type Person,
} from './chat-service.fixture.ts';
import { StreamBroadcaster } from './stream-broadcaster.ts';

const until = (check: () => void | Promise<void>) =>
  vi.waitFor(check, { timeout: 10_000, interval: 20 });
const away = () => Promise.reject(new AppError('unavailable'));

let chat: ChatService;
let owner: Person;
let broadcaster: StreamBroadcaster;
beforeAll(async () => {
  chat = await ChatService.start({
    LIMIT_SENDS_PER_USER: 'off',
    LIMIT_SOCKETS_PER_USER: 'off',
    LIMIT_SSE_PER_IP: '1',
    LIMIT_LOOPBACK: '1',
    LIMIT_HISTORY_READS: 'off',
  });
  owner = await chat.person('Olive');
  broadcaster = chat.get(StreamBroadcaster);
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => chat.stop());

const says = (client: Client, streamId: string, text: string) =>
  done(client, 'message:send', message(streamId, text));
const isWatched = (streamId: string) => broadcaster.streamIds.includes(streamId);
const sockets = async () =>
  Number(/^livechat_sockets (\d+)$/m.exec(await chat.metrics())?.[1] ?? NaN);
/** Has something happen when a join counts its stream; the regular counting of all goes on as it is. */
function onJoinOf(streamId: string, happen: () => Promise<void>): void {
  const presence = chat.get(Presence);
  const real = presence.counts.bind(presence);
  let isOver = false;
  vi.spyOn(presence, 'counts').mockImplementation(async (ids) => {
    const isJoin = !isOver && ids.length === 1 && ids[0] === streamId;
    isOver ||= isJoin;
    if (isJoin) await happen();
    return real(ids);
  });
}

/** Makes a join of the stream wait until it is let go. */
function heldJoin(streamId: string) {
  let [letGo, isHeld] = [() => {}, false];
  const wait = new Promise<void>((resolve) => (letGo = resolve));
  onJoinOf(streamId, () => {
    isHeld = true;
    return wait;
  });
  return { letGo, begun: () => until(() => expect(isHeld).toBe(true)) };
}

/** Makes the first lease of the stream wait until it is let go. */
function heldLease(streamId: string): () => void {
  const presence = chat.get(Presence);
  const real = presence.hold.bind(presence);
  let [letGo, isOver] = [() => {}, false];
  const wait = new Promise<void>((resolve) => (letGo = resolve));
  vi.spyOn(presence, 'hold').mockImplementation(async (leases, ttlMs) => {
    const isIts = !isOver && leases.length === 1 && leases[0]?.streamId === streamId;
    isOver ||= isIts;
    if (isIts) await wait;
    return real(leases, ttlMs);
  });
  return letGo;
}

test('who joins while the last viewer leaves hears what is said', async () => {
  const streamId = await chat.stream(owner);
  const [last, joiner, writer] = [chat.connect(), chat.connect(), chat.connect(owner)];
  await done(last, 'stream:join', { streamId });
  const { letGo, begun } = heldJoin(streamId);
  const seen = heard(joiner);
  const joining = done(joiner, 'stream:join', { streamId });
  await begun();
  await done(last, 'stream:leave', { streamId });
  letGo();
  await joining;
  await done(writer, 'stream:join', { streamId });
  await says(writer, streamId, 'to all');
  await until(() => expect(textsOf(seen)).toEqual(['to all']));
});

test('of a join and a leave sent at once the leave holds', async () => {
  const streamId = await chat.stream(owner);
  const [fickle, writer] = [chat.connect(), chat.connect(owner)];
  await done(writer, 'stream:join', { streamId });
  const seen = heard(fickle);
  await Promise.all([
    done(fickle, 'stream:join', { streamId }),
    done(fickle, 'stream:leave', { streamId }),
  ]);
  await says(writer, streamId, 'unheard');
  const back = await done(fickle, 'stream:join', { streamId });
  expect(textsOf(back.events)).toEqual(['unheard']);
  expect(textsOf(seen)).toEqual([]);
});

test('who is gone before his join is answered is in no audience', async () => {
  const streamId = await chat.stream(owner);
  const client = chat.connect();
  const { letGo, begun } = heldJoin(streamId);
  client.emit('stream:join', { streamId });
  await begun();
  const open = await sockets();
  client.close();
  await until(async () => expect(await sockets()).toBe(open - 1));
  letGo();
  await until(() => expect(isWatched(streamId)).toBe(false));
});

test('a join that fails leaves nothing behind', async () => {
  const streamId = await chat.stream(owner);
  const client = chat.connect();
  onJoinOf(streamId, () => Promise.reject(new Error('a fault')));
  const answer = await ask(client, 'stream:join', { streamId });
  expect(answer).toMatchObject({ ok: false, error: { code: 'internal' } });
  expect(isWatched(streamId)).toBe(false);
});

test('with counts, results and history away a join shows the log all the same', async () => {
  const streamId = await chat.stream(owner);
  const writer = chat.connect(owner);
  await done(writer, 'stream:join', { streamId });
  await says(writer, streamId, 'there');
  vi.spyOn(chat.get(Presence), 'counts').mockImplementation(away);
  vi.spyOn(chat.get(Counters), 'get').mockImplementation(away);
  for (const read of ['page', 'find', 'epochs'] as const) {
    vi.spyOn(chat.get(ChatHistory), read).mockImplementation(away);
  }
  const seen = heard(writer);
  const reader = chat.connect();
  await until(async () => {
    const joined = await done(reader, 'stream:join', { streamId });
    expect(textsOf(joined.events)).toEqual(['there']);
    expect(joined).toMatchObject({ analysis: null, summary: null, viewers: 0 });
  });
  await says(writer, streamId, 'live');
  await until(() => expect(textsOf(seen)).toContain('live'));
});

test('a join is answered without waiting for the lease, before any event', async () => {
  const streamId = await chat.stream(owner);
  const [writer, reader] = [chat.connect(owner), chat.connect()];
  await done(writer, 'stream:join', { streamId });
  const letGo = heldLease(streamId);
  const order: string[] = [];
  reader.on('event', () => void order.push('event'));
  reader.emit('stream:join', { streamId }, () => void order.push('answer'));
  await Promise.all(Array.from({ length: 20 }, (_, i) => says(writer, streamId, `${i}`)));
  await says(writer, streamId, 'end');
  await until(() => expect(order.length).toBeGreaterThan(1));
  letGo();
  expect(order[0]).toBe('answer');
});

test('live events begin after the last page, also for a socket that was live before', async () => {
  const streamId = await chat.stream(owner);
  const [writer, reader] = [chat.connect(owner), chat.connect()];
  await done(writer, 'stream:join', { streamId });
  const { offset } = await says(writer, streamId, 'last seen');
  await done(reader, 'stream:join', { streamId });
  await Promise.all(Array.from({ length: 600 }, (_, i) => says(writer, streamId, `${i}`)));
  const got: number[] = [];
  let last = { epoch: 0, offset };
  await until(async () => {
    const page = await done(reader, 'stream:join', { streamId, last });
    expect(page.more).toBe(true);
    got.push(...page.events.map((event) => event.offset));
  });
  last = { epoch: 0, offset: got.at(-1) ?? -1 };
  const between = heard(reader);
  await says(writer, streamId, 'meanwhile');
  const late = await done(reader, 'stream:join', { streamId, last });
  expect(between).toEqual([]);
  expect(late.more).toBe(false);
  await says(writer, streamId, 'after');
  await until(() => expect(textsOf(between).at(-1)).toBe('after'));
});

test('after a restart a join shows the newest hundred, whatever was said since', async () => {
  const first = await ChatService.start({ LIMIT_SENDS_PER_USER: 'off' });
  const someone = await first.person('Someone');
  const streamId = await first.stream(someone);
  const writer = first.connect(someone);
  await done(writer, 'stream:join', { streamId });
  for (let i = 0; i < 150; i++) await says(writer, streamId, `${i}`);
  await first.service.stop();
  const second = await ChatService.start({}, first.folder);
  const back = second.connect({ ...someone, token: someone.token });
  await done(back, 'stream:join', { streamId });
  await says(back, streamId, 'since');
  await done(back, 'stream:leave', { streamId });
  const joined = await done(second.connect(), 'stream:join', { streamId });
  expect(joined.events).toHaveLength(100);
  expect(textsOf(joined.events).slice(-2)).toEqual(['149', 'since']);
  joined.events.slice(1).forEach((e, i) => expect(e.prev).toBe(joined.events[i]?.offset));
  await second.stop();
  await first.stop();
});

test('a feed that is refused, or whose reader leaves, leaves nothing behind', async () => {
  const [streamId, other] = [await chat.stream(owner), await chat.stream(owner)];
  const open = (id: string) => fetch(`${chat.service.url}/chat/v1/streams/${id}/events`);
  const feed = await open(streamId);
  expect(isWatched(streamId)).toBe(true);
  expect((await open(other)).status).toBe(429);
  await until(() => expect(isWatched(other)).toBe(false));
  await feed.body?.cancel();
  await until(() => expect(isWatched(streamId)).toBe(false));
});

test('reading goes on while SQL is away', async () => {
  const streamId = await chat.stream(owner);
  const writer = chat.connect(owner);
  await done(writer, 'stream:join', { streamId });
  vi.spyOn(chat.get(Database), 'run').mockImplementation(away);
  await says(writer, streamId, 'as known');
  const joined = await done(chat.connect(), 'stream:join', { streamId });
  expect(joined.ok).toBe(true);
  const page = await fetch(`${chat.service.url}/chat/v1/streams/${streamId}/messages`);
  expect(page.status).toBe(200);
  const removal = await ask(writer, 'message:remove', { streamId, offset: joined.head });
  expect(removal).toMatchObject({ ok: false, error: { code: 'unavailable' } });
});
