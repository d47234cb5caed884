import { Database, EventLog, Fanout, Presence, RefreshFamilyRow } from '@livechat/backends';
import { Metrics, TokenVerifier } from '@livechat/runtime';
import type { Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import {
  ask,
  ChatService,
  done,
  message,
  type Client,
  type Person,
} from './chat-service.fixture.ts';
import { SocketLine } from './socket-line.ts';

const until = (check: () => void | Promise<void>) =>
  vi.waitFor(check, { timeout: 10_000, interval: 20 });

let chat: ChatService;
let owner: Person;
beforeAll(async () => {
  chat = await ChatService.start({ LIMIT_SENDS_PER_USER: 'off', LIMIT_SOCKETS_PER_USER: '1' });
  owner = await chat.person('Olive');
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => chat.stop());

const connected = (client: Client) =>
  new Promise<void>((resolve, reject) => {
    client.once('connect', () => resolve());
    client.once('connect_error', reject);
  });
/** The code and reason a socket was closed with. */
const closed = (client: Client) =>
  new Promise<{ code?: number; reason?: string } | undefined>((resolve) =>
    client.once('disconnect', (_, details) =>
      resolve((details as { context?: { code?: number; reason?: string } } | undefined)?.context),
    ),
  );
const engine = (client: Client) =>
  client.io.engine.transport as unknown as {
    ws: { send(data: string): void; _socket: { pause(): void; resume(): void } };
  };

test('the bytes that sockets have not taken show on the admin port', async () => {
  const client = chat.connect();
  await connected(client);
  vi.spyOn(SocketLine.prototype, 'outstanding', 'get').mockReturnValue(700);
  expect(await chat.get(Metrics).text()).toContain('livechat_queue_bytes{queue="sockets"} 700');
  client.close();
});

test('who leaves during the handshake gives his place back', async () => {
  const pat = await chat.person('Pat');
  const verifier = chat.get(TokenVerifier);
  const verify = verifier.verify.bind(verifier);
  let letGo = () => {};
  const wait = new Promise<void>((resolve) => (letGo = resolve));
  const spy = vi.spyOn(verifier, 'verify').mockImplementation(async (token) => {
    await wait;
    return verify(token);
  });
  const impatient = chat.connect(pat);
  await until(() => expect(spy).toHaveBeenCalledOnce());
  const gone = new Promise((resolve) => impatient.io.engine.once('close', resolve));
  impatient.close();
  await gone;
  const onlooker = chat.connect();
  await connected(onlooker);
  letGo();
  await until(async () => {
    const again = chat.connect(pat);
    await connected(again);
    again.close();
  });
});

test('a session that ended opens no socket with the token it still has', async () => {
  const eve = await chat.person('Eve');
  const client = chat.connect(eve);
  await connected(client);
  const end = closed(client);
  const body = JSON.stringify({ sids: [eve.sid] });
  await chat.get(Fanout).signal({ channel: 'sessions', event: 'revoked', body });
  expect(await end).toMatchObject({ code: 4003 });
  await expect(connected(chat.connect(eve))).rejects.toMatchObject({
    data: { code: 'unauthenticated' },
  });
});

test('a session that ended renews nothing, and says nothing while its socket closes', async () => {
  const eve = await chat.person('Eve');
  const streamId = await chat.stream(owner);
  const client = chat.connect(eve);
  await done(client, 'stream:join', { streamId });
  const append = vi.spyOn(chat.get(EventLog), 'append');
  const body = JSON.stringify({ sids: [eve.sid] });
  const end = closed(client);
  await chat.get(Fanout).signal({ channel: 'sessions', event: 'revoked', body });
  client.emit('auth:renew', { token: eve.token });
  client.emit('message:send', message(streamId, 'last words'));
  expect(await end).toMatchObject({ code: 4003 });
  expect(append).not.toHaveBeenCalled();
});

test('a revocation lost on the way is seen in SQL within two seconds of the handshake', async () => {
  const eve = await chat.person('Eve');
  await chat
    .get(Database)
    .run((manager) => manager.update(RefreshFamilyRow, { id: eve.sid }, { revokedAt: Date.now() }));
  const started = performance.now();
  const client = chat.connect(eve);
  const end = closed(client);
  await connected(client);
  expect(await end).toMatchObject({ code: 4003, reason: 'revoked' });
  expect(performance.now() - started).toBeLessThan(10_000);
});

test('renewing takes only a token of the same user and session', async () => {
  const [ann, bob] = [await chat.person('Ann'), await chat.person('Bob')];
  const client = chat.connect(ann);
  await connected(client);
  const renewed = await done(client, 'auth:renew', { token: ann.token });
  expect(renewed.expiresAt).toBeGreaterThan(Date.now());
  for (const token of [
    bob.token,
    await chat.token(ann.id, bob.sid, 'Ann', 'member'),
    await chat.token(bob.id, ann.sid, 'Bob', 'member'),
  ]) {
    const answer = await ask(client, 'auth:renew', { token });
    expect(answer).toMatchObject({ ok: false, error: { code: 'forbidden' } });
  }
});

test('an open socket whose token ran out is closed half a minute later', async () => {
  const dan = await chat.person('Dan');
  const soon = { ...dan, token: await chat.token(dan.id, dan.sid, 'Dan', 'member', -28) };
  const client = chat.connect(soon);
  await connected(client);
  expect(await closed(client)).toMatchObject({ code: 4001, reason: 'token_expired' });
});

test('a client that asks and asks and never reads is closed before its answers pile up', async () => {
  const streamId = await chat.stream(owner);
  const writer = chat.connect(owner);
  await done(writer, 'stream:join', { streamId });
  const pad = '한'.repeat(400);
  await Promise.all(
    Array.from({ length: 100 }, (_, i) =>
      done(writer, 'message:send', message(streamId, `${i} ${pad}`)),
    ),
  );
  const greedy = chat.connect();
  await connected(greedy);
  const before = process.memoryUsage().rss;
  engine(greedy).ws._socket.pause();
  for (let i = 0; i < 1_500; i++) greedy.emit('stream:join', { streamId }, () => undefined);
  await until(async () =>
    expect(await chat.metrics()).toMatch(/livechat_slow_sockets_closed_total [1-9]/),
  );
  expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024);
  const end = closed(greedy);
  engine(greedy).ws._socket.resume();
  await end;
  await done(writer, 'message:send', message(streamId, 'unharmed'));
  writer.close();
});

test.each([
  ['asking for other namespaces', '40/admin,'],
  ['connecting again', '40'],
  ['binary events', '451-["message:send",{"_placeholder":true,"num":0}]'],
])('%s closes the socket', async (_case, packet) => {
  const client = chat.connect();
  await connected(client);
  const end = closed(client);
  for (let i = 0; i < 12; i++) engine(client).ws.send(packet);
  await end;
});

test('who leaves the namespace keeps no connection open', async () => {
  const client = chat.connect();
  await connected(client);
  const gone = new Promise((resolve) => client.io.engine.once('close', resolve));
  engine(client).ws.send('41');
  await gone;
});

test('an event without an ack, or without a payload, harms nobody', async () => {
  const client = chat.connect();
  await connected(client);
  const raw = client as Socket;
  raw.emit('stream:join');
  raw.emit('stream:join', { streamId: 'none' });
  const answer = await new Promise((resolve) => raw.emit('stream:join', resolve));
  expect(answer).toMatchObject({ ok: false, error: { code: 'invalid' } });
  expect(client.connected).toBe(true);
});

test('a drain first answers what was taken, then sends clients away, then gives leases back', async () => {
  const other = await ChatService.start({ DRAIN_SPREAD: '200ms', LIMIT_SENDS_PER_USER: 'off' });
  const person = await other.person('Pat');
  const streamId = await other.stream(person);
  const client = other.connect(person);
  await done(client, 'stream:join', { streamId });
  const log = other.get(EventLog);
  const append = log.append.bind(log) as (...args: unknown[]) => Promise<never>;
  vi.spyOn(log, 'append').mockImplementation(async (...args: unknown[]) => {
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    return append(...args);
  });
  const order: string[] = [];
  const presence = other.get(Presence);
  const release = presence.release.bind(presence);
  vi.spyOn(presence, 'release').mockImplementation((leases) => {
    if (leases.length > 0) order.push('release');
    return release(leases);
  });
  client.on('drain', () => void order.push('drain'));
  client.on('disconnect', () => void order.push('closed'));
  client.emit('message:send', message(streamId, 'slow'), (answer) => {
    order.push(answer.ok ? 'acked' : answer.error.code);
  });
  await until(() => expect(log.append).toHaveBeenCalled());
  const stopped = other.service.stop();
  expect(await stopped).toBe(true);
  await until(() => expect(order).toContain('closed'));
  expect(order.slice(0, 2)).toEqual(['acked', 'drain']);
  expect(order.indexOf('release')).toBeGreaterThan(order.indexOf('drain'));
  await other.stop();
});
