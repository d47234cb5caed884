import { type Joined } from '@livechat/contracts';
import { randomUUID } from 'node:crypto';
import type { Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
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

describe('chat over sockets', () => {
  let chat: ChatService;
  let owner: Person;
  let ann: Person;

  beforeAll(async () => {
    chat = await ChatService.start({
      LIMIT_SENDS_PER_USER: 'off',
      LIMIT_SOCKETS_PER_USER: 'off',
    });
    owner = await chat.person('Owner');
    ann = await chat.person('Ann');
  });
  afterAll(() => chat.stop());

  const joined = async (streamId: string, who?: Person): Promise<[Client, Joined]> => {
    const client = chat.connect(who);
    return [client, await done(client, 'stream:join', { streamId })];
  };

  test('a message is acked with its position and reaches every viewer at that position', async () => {
    const streamId = await chat.stream(owner);
    const [writer] = await joined(streamId, ann);
    const [reader] = await joined(streamId);
    const [seen, own] = [heard(reader), heard(writer)];
    const send = message(streamId, 'hello there');
    const ack = await done(writer, 'message:send', send);
    expect(ack).toMatchObject({ ok: true, id: send.id, epoch: 0 });
    await until(() => expect(textsOf(seen)).toEqual(['hello there']));
    await until(() => expect(textsOf(own)).toEqual(['hello there']));
    expect(seen.at(-1)).toMatchObject({ offset: ack.offset, at: ack.at, id: send.id });
  });

  test('all viewers see the same order, chained by prev without a hole', async () => {
    const streamId = await chat.stream(owner);
    const writers = await Promise.all(
      ['A', 'B', 'C'].map(async (name) => joined(streamId, await chat.person(name))),
    );
    const readers = await Promise.all([joined(streamId), joined(streamId)]);
    const seen = readers.map(([client]) => heard(client));
    const sends = writers.flatMap(([client], w) =>
      Array.from({ length: 60 }, (_, i) =>
        done(client, 'message:send', message(streamId, `${w}:${i}`)),
      ),
    );
    await Promise.all(sends);
    await until(() => expect(seen.map((events) => textsOf(events).length)).toEqual([180, 180]));
    expect(seen[0]).toEqual(seen[1]);
    const posted = (seen[0] ?? []).filter((event) => event.type === 'message.posted');
    posted.slice(1).forEach((event, i) => expect(event.prev).toBe(posted[i]?.offset));
    for (const w of [0, 1, 2]) {
      const own = textsOf(posted).filter((text) => text.startsWith(`${w}:`));
      expect(own).toEqual(Array.from({ length: 60 }, (_, i) => `${w}:${i}`));
    }
  });

  test('a resend with the same id gets the same ack and is shown once', async () => {
    const streamId = await chat.stream(owner);
    const [client] = await joined(streamId, ann);
    const seen = heard(client);
    const send = message(streamId, 'once');
    const first = await done(client, 'message:send', send);
    expect(await done(client, 'message:send', send)).toEqual(first);
    await done(client, 'message:send', message(streamId, 'end'));
    await until(() => expect(textsOf(seen)).toEqual(['once', 'end']));
  });

  test('copies that race past the door are void: shown, stored and counted once', async () => {
    const streamId = await chat.stream(owner);
    const clients = await Promise.all([joined(streamId, ann), joined(streamId, ann)]);
    const seen = heard(clients[0][0]);
    const send = message(streamId, 'twin');
    await Promise.all(clients.map(([client]) => done(client, 'message:send', send)));
    await done(clients[0][0], 'message:send', message(streamId, 'end'));
    await until(() => expect(textsOf(seen)).toEqual(['twin', 'end']));
    await until(async () => {
      const range = { streamId, epoch: 0, limit: 100 };
      expect(textsOf(await chat.history.page('event', range))).toEqual(['twin', 'end']);
    });
  });

  test('another’s id is refused, and the author comes from the token only', async () => {
    const streamId = await chat.stream(owner);
    const [client] = await joined(streamId, ann);
    const [other] = await joined(streamId, await chat.person('Bob'));
    const send = message(streamId, 'mine');
    await done(client, 'message:send', send);
    expect(await refusal(other, 'message:send', send)).toBe('conflict');
    const forged = { ...message(streamId, 'x'), author: { id: owner.id } } as never;
    expect(await refusal(client, 'message:send', forged)).toBe('invalid');
  });

  test('a join answers the newest events, and events after it follow on them', async () => {
    const streamId = await chat.stream(owner);
    const [writer] = await joined(streamId, ann);
    for (let i = 0; i < 120; i++) await done(writer, 'message:send', message(streamId, `${i}`));
    const [reader, answer] = await joined(streamId);
    expect(answer).toMatchObject({ recovered: false, more: false, you: { role: 'anonymous' } });
    expect(answer.events).toHaveLength(100);
    expect(textsOf(answer.events).at(-1)).toBe('119');
    const seen = heard(reader);
    await done(writer, 'message:send', message(streamId, 'next'));
    await until(() => expect(seen).toHaveLength(1));
    expect(seen[0]?.prev).toBe(answer.head);
  });

  test('a viewer that comes back gets exactly what it missed, in pages', async () => {
    const streamId = await chat.stream(owner);
    const [writer] = await joined(streamId, ann);
    const { offset } = await done(writer, 'message:send', message(streamId, 'last seen'));
    const texts = Array.from({ length: 1_200 }, (_, i) => `${i}`);
    await Promise.all(texts.map((text) => done(writer, 'message:send', message(streamId, text))));
    const reader = chat.connect();
    let last = { epoch: 0, offset };
    const got: string[] = [];
    for (let more = true; more;) {
      const page = await done(reader, 'stream:join', { streamId, last });
      expect(page.recovered).toBe(true);
      expect(page.events.length).toBeLessThanOrEqual(500);
      got.push(...textsOf(page.events));
      last = { epoch: 0, offset: page.events.at(-1)?.offset ?? last.offset };
      more = page.more;
    }
    expect(got).toEqual(texts);
  });

  test('a position of another epoch, or from the future, starts the list anew', async () => {
    const streamId = await chat.stream(owner);
    const [writer] = await joined(streamId, ann);
    await done(writer, 'message:send', message(streamId, 'x'));
    for (const last of [
      { epoch: 9, offset: 0 },
      { epoch: 0, offset: 1e9 },
    ]) {
      const answer = await done(writer, 'stream:join', { streamId, last });
      expect(answer.recovered).toBe(false);
      expect(textsOf(answer.events)).toEqual(['x']);
    }
  });

  test('history pages go backwards in order and without a hole', async () => {
    const streamId = await chat.stream(owner);
    const [writer] = await joined(streamId, ann);
    const texts = Array.from({ length: 450 }, (_, i) => `m${i}`);
    await Promise.all(texts.map((text) => done(writer, 'message:send', message(streamId, text))));
    const messages = `${chat.service.url}/chat/v1/streams/${streamId}/messages`;
    await until(async () => {
      const newest = (await (await fetch(`${messages}?limit=1`)).json()) as { items: never[] };
      expect(textsOf(newest.items)).toEqual(['m449']);
    });
    const got: string[] = [];
    let query = '?limit=100';
    for (let i = 0; i < 10 && query; i++) {
      const response = await fetch(`${messages}${query}`);
      const page = (await response.json()) as {
        items: never[];
        next?: { epoch: number; before?: number };
      };
      got.unshift(...textsOf(page.items));
      query = page.next ? `?limit=100&epoch=${page.next.epoch}&before=${page.next.before}` : '';
    }
    expect(got).toEqual(texts);
  });

  test('sending needs a token, a join and a live stream; each refusal has its code', async () => {
    const streamId = await chat.stream(owner);
    const anonymous = chat.connect();
    await done(anonymous, 'stream:join', { streamId });
    expect(await refusal(anonymous, 'message:send', message(streamId, 'x'))).toBe(
      'unauthenticated',
    );
    const client = chat.connect(ann);
    expect(await refusal(client, 'message:send', message(streamId, 'x'))).toBe('forbidden');
    const unknown = randomUUID();
    expect(await refusal(client, 'stream:join', { streamId: unknown })).toBe('not_found');
    expect(await refusal(client, 'message:send', message(unknown, 'x'))).toBe('not_found');
    await done(client, 'stream:join', { streamId });
    expect(await refusal(client, 'message:send', message(streamId, ' '))).toBe('invalid');
    expect(await refusal(client, 'message:send', message(streamId, 'x'.repeat(600)))).toBe(
      'too_large',
    );
    await chat.end(streamId);
    await until(async () =>
      expect(await refusal(client, 'message:send', message(streamId, 'x'))).toBe('stream_ended'),
    );
  });

  test('a thousand bad frames get the coded error or the door, and others chat on', async () => {
    const streamId = await chat.stream(owner);
    const [good] = await joined(streamId, ann);
    const [bad] = await joined(streamId, await chat.person('Bad'));
    const shapes: unknown[] = [null, 7, 'text', [], { streamId }, { streamId, id: 1, text: {} }];
    const answers = await Promise.all(
      Array.from({ length: 1_000 }, (_, i) =>
        ask(bad, 'message:send', shapes[i % shapes.length] as never),
      ),
    );
    expect(answers.every((a) => !a.ok && a.error.code === 'invalid')).toBe(true);
    await done(good, 'message:send', message(streamId, 'still here'));
  });

  test('unknown events close the socket at the tenth, oversized frames at once', async () => {
    for (const abuse of [
      (c: Client) => Array.from({ length: 12 }, () => (c as Socket).emit('nonsense')),
      (c: Client) => c.emit('stream:join', { streamId: 'x'.repeat(20_000) }),
    ]) {
      const client = chat.connect(ann);
      await new Promise<void>((resolve) => client.on('connect', () => resolve()));
      const closed = new Promise((resolve) => client.on('disconnect', resolve));
      abuse(client);
      await closed;
    }
  });

  test('a token in the query, of wrong shape or made up is refused at the handshake', async () => {
    for (const auth of [{ token: 'nonsense' }, { token: 5 }, { who: 'me' }]) {
      const client = chat.connect(undefined, auth);
      const error = await new Promise<Error & { data?: { code: string } }>((resolve) =>
        client.on('connect_error', resolve),
      );
      expect(['unauthenticated', 'invalid']).toContain(error.data?.code);
    }
  });

  test('viewers are counted once per browser or user, and the count falls when they leave', async () => {
    const streamId = await chat.stream(owner);
    const watcher = chat.connect(undefined, { viewer: 'the-watcher' });
    const counts: number[] = [];
    watcher.on('viewers', ({ count }) => void counts.push(count));
    await done(watcher, 'stream:join', { streamId });
    const tabs = ['tab-of-bob', 'tab-of-bob', 'tab-of-eve'].map((viewer) =>
      chat.connect(undefined, { viewer }),
    );
    for (const tab of tabs) await done(tab, 'stream:join', { streamId });
    await until(() => expect(counts.at(-1)).toBe(3));
    tabs[0]?.close();
    tabs[2]?.close();
    await until(() => expect(counts.at(-1)).toBe(2));
  });

  test('a revoked session’s sockets are closed', async () => {
    const eve = await chat.person('Eve');
    const client = chat.connect(eve);
    await new Promise<void>((resolve) => client.on('connect', () => resolve()));
    const closed = new Promise((resolve) => client.on('disconnect', resolve));
    const { Fanout } = await import('@livechat/backends');
    const body = JSON.stringify({ sids: [eve.sid] });
    await chat.get(Fanout).signal({ channel: 'sessions', event: 'revoked', body });
    await closed;
  });

  test('the SSE feed gives events with their positions and resumes after one', async () => {
    const streamId = await chat.stream(owner);
    const [writer] = await joined(streamId, ann);
    const first = await done(writer, 'message:send', message(streamId, 'one'));
    await done(writer, 'message:send', message(streamId, 'two'));
    const response = await fetch(`${chat.service.url}/chat/v1/streams/${streamId}/events`, {
      headers: { 'last-event-id': `0-${first.offset}` },
    });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    const read = async () => void (text += (await reader?.read())?.value ?? '');
    while (!text.includes('"two"')) await read();
    expect(text).not.toContain('"one"');
    await done(writer, 'message:send', message(streamId, 'three'));
    while (!text.includes('"three"')) await read();
    expect(text).toMatch(/event: message\.posted\nid: 0-\d+\ndata: \{/);
    await reader?.cancel();
  });
});

test('after a restart on the same data every acked message is there once, in order', async () => {
  const first = await ChatService.start({ LIMIT_SENDS_PER_USER: 'off' });
  const owner = await first.person('Owner');
  const streamId = await first.stream(owner);
  const writer = first.connect(owner);
  await done(writer, 'stream:join', { streamId });
  const texts = Array.from({ length: 50 }, (_, i) => `${i}`);
  for (const text of texts) await done(writer, 'message:send', message(streamId, text));
  writer.close();
  await first.service.stop();
  const second = await ChatService.start({}, first.folder);
  const reader = second.connect();
  const answer = await done(reader, 'stream:join', { streamId });
  expect(textsOf(answer.events)).toEqual(texts);
  await second.stop();
  await first.stop();
});
