import {
  AppError,
  type ImportLine,
  type ImportReport,
  type TokenClaims,
} from '@livechat/contracts';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import {
  ChatService,
  done,
  message,
  refusal,
  textsOf,
  type Person,
} from './chat-service.fixture.ts';
import { Access } from './access.ts';
import { Importing } from './importing.ts';

let chat: ChatService;
let owner: Person;
beforeAll(async () => {
  chat = await ChatService.start({ LIMIT_SENDS_PER_USER: 'off' });
  owner = await chat.person('Olive');
});
afterAll(() => chat.stop());

const start = Date.UTC(2026, 0, 1);
const said = (n: number, text: string, more: Partial<ImportLine> = {}): ImportLine =>
  ({
    kind: 'message',
    id: randomUUID(),
    at: start + n * 1_000,
    author: { id: `twitch:${n % 3}`, displayName: `Name ${n % 3}`, role: 'member' },
    text,
    ...more,
  }) as ImportLine;

const post = (streamId: string, lines: readonly (ImportLine | string)[], who = owner) =>
  fetch(`${chat.service.url}/chat/v1/streams/${streamId}/import`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-ndjson',
      'x-livechat': '1',
      authorization: `Bearer ${who.token}`,
    },
    body: lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'),
  });
const imported = async (streamId: string, lines: readonly (ImportLine | string)[]) => {
  const response = await post(streamId, lines);
  expect(response.status).toBe(200);
  return (await response.json()) as ImportReport;
};
const archived = (streamId: string, limit = 1_000) =>
  chat.history.page('event', { streamId, epoch: 0, limit });
const claimsOf = ({ id, sid }: Person): TokenClaims => ({
  sub: id,
  sid,
  name: 'Somebody',
  kind: 'member',
  exp: Date.now() / 1_000 + 300,
});

test('imported messages keep their times and authors, and a second import adds nothing', async () => {
  const streamId = await chat.stream(owner);
  const lines = Array.from({ length: 300 }, (_, i) => said(i, `line ${i}`));
  const report = await imported(streamId, lines);
  expect(report).toEqual({ read: 300, imported: 300, duplicates: 0, skipped: {} });
  await vi.waitFor(async () => expect(textsOf(await archived(streamId))).toHaveLength(300), 10_000);
  const events = (await archived(streamId)).filter((event) => event.type === 'message.posted');
  expect(textsOf(events)).toEqual(lines.map((line) => (line.kind === 'message' ? line.text : '')));
  expect(events[7]).toMatchObject({ at: start + 7_000, author: { id: 'twitch:1' } });
  expect(await imported(streamId, lines)).toMatchObject({ imported: 0, duplicates: 300 });
  expect(textsOf(await archived(streamId))).toHaveLength(300);
});

test('malformed lines are counted by reason and skipped, never fatal', async () => {
  const streamId = await chat.stream(owner);
  const report = await imported(streamId, [
    'not JSON',
    '{"kind":"message"}',
    said(1, ''),
    said(2, 'good'),
    { kind: 'removal', target: randomUUID(), at: start },
    said(3, 'x'.repeat(5_000)),
  ]);
  expect(report).toEqual({
    read: 6,
    imported: 1,
    duplicates: 0,
    skipped: {
      'not JSON': 1,
      'wrong shape': 1,
      'text is invalid': 1,
      'text is too_large': 1,
      'removal of an unknown message': 1,
    },
  });
});

test('removals and replies find their messages', async () => {
  const streamId = await chat.stream(owner);
  const [first, second] = [said(1, 'to go'), said(2, 'to stay')];
  const target = first.kind === 'message' ? first.id : '';
  const answered = second.kind === 'message' ? second.id : '';
  const lines: readonly ImportLine[] = [
    first,
    second,
    said(3, 'an answer', { replyTo: answered }),
    { kind: 'removal', target, at: start + 5_000 },
  ];
  await imported(streamId, lines);
  await vi.waitFor(
    async () => expect(textsOf(await archived(streamId))).toEqual(['to stay', 'an answer']),
    10_000,
  );
  const answer = (await archived(streamId)).find(
    (event) => event.type === 'message.posted' && event.text === 'an answer',
  );
  expect(answer).toMatchObject({ replyTo: { author: 'Name 2', text: 'to stay' } });
  expect(await imported(streamId, lines)).toMatchObject({ imported: 0, duplicates: 4 });
});

test('only the broadcaster imports, never among live messages, and no live message follows', async () => {
  const streamId = await chat.stream(owner);
  const stranger = await chat.person('Stan');
  expect((await post(streamId, [said(1, 'x')], stranger)).status).toBe(403);
  const live = await chat.stream(owner);
  const client = chat.connect(owner);
  await done(client, 'stream:join', { streamId: live });
  await done(client, 'message:send', message(live, 'live'));
  expect((await post(live, [said(1, 'x')])).status).toBe(409);
  await imported(streamId, [said(1, 'x')]);
  await done(client, 'stream:join', { streamId });
  await vi.waitFor(
    async () =>
      expect(await refusal(client, 'message:send', message(streamId, 'y'))).toBe('forbidden'),
    10_000,
  );
});

test('an append that fails while the next lines are awaited ends the import, and nothing else', async () => {
  const streamId = await chat.stream(owner);
  const append = vi.spyOn(chat.log, 'append').mockRejectedValue(new AppError('unavailable'));
  let goOn = () => {};
  const waiting = new Promise<void>((resolve) => (goOn = resolve));
  async function* lines() {
    yield JSON.stringify(said(1, 'lost'));
    await waiting;
    yield JSON.stringify(said(2, 'never read'));
  }
  const importing = chat.get(Importing).run(claimsOf(owner), streamId, lines());
  await vi.waitFor(() => expect(append).toHaveBeenCalled(), 10_000);
  await new Promise((resolve) => setImmediate(resolve));
  goOn();
  await expect(importing).rejects.toMatchObject({ code: 'unavailable' });
  append.mockRestore();
  expect(await imported(streamId, [said(1, 'again')])).toMatchObject({ imported: 1 });
});

test('one import into a stream at a time; a second waits its turn', async () => {
  const streamId = await chat.stream(owner);
  let goOn = () => {};
  const waiting = new Promise<void>((resolve) => (goOn = resolve));
  let begun = false;
  async function* lines() {
    begun = true;
    await waiting;
    yield JSON.stringify(said(1, 'once'));
  }
  const first = chat.get(Importing).run(claimsOf(owner), streamId, lines());
  await vi.waitFor(() => expect(begun).toBe(true), 10_000);
  const second = await post(streamId, [said(1, 'once')]);
  expect(second.status).toBe(503);
  expect(second.headers.get('retry-after')).toBe('2');
  goOn();
  expect(await first).toMatchObject({ imported: 1 });
});

test('a message written while the stream is claimed wins, and the chat goes on', async () => {
  const streamId = await chat.stream(owner);
  const client = chat.connect(owner);
  await done(client, 'stream:join', { streamId });
  const run = vi.spyOn(chat.get(Access), 'reload').mockImplementationOnce(async (id) => {
    const raw = { type: 'message.posted' as const, ...message(id, 'quick') };
    const author = { id: owner.id, displayName: 'O', kind: 'member', role: 'broadcaster' } as const;
    await chat.log.append('raw-chats', id, { ...raw, author });
    return chat.get(Access).of(id);
  });
  expect((await post(streamId, [said(1, 'x')])).status).toBe(409);
  expect(run).toHaveBeenCalledTimes(2);
  await vi.waitFor(() => done(client, 'message:send', message(streamId, 'goes on')), 10_000);
});

test('a stream whose live messages are all removed is no new one', async () => {
  const streamId = await chat.stream(owner);
  const client = chat.connect(owner);
  await done(client, 'stream:join', { streamId });
  const { offset } = await done(client, 'message:send', message(streamId, 'gone'));
  await done(client, 'message:remove', { streamId, offset });
  expect((await post(streamId, [said(1, 'x')])).status).toBe(409);
});

test('nobody of ours is made to have said something, and names mislead nobody', async () => {
  const streamId = await chat.stream(owner);
  const forged = { author: { id: owner.id, displayName: 'Olive', role: 'broadcaster' as const } };
  const turned = { author: { id: 'twitch:9', displayName: 'a\u202eb', role: 'member' as const } };
  const report = await imported(streamId, [
    said(1, 'forged', forged),
    { kind: 'ban', authorId: owner.id, at: start },
    said(2, 'turned', turned),
  ]);
  expect(report).toMatchObject({ imported: 1, skipped: { 'author without a platform': 2 } });
  await vi.waitFor(async () => expect(textsOf(await archived(streamId))).toHaveLength(1), 10_000);
  const [posted] = (await archived(streamId)).filter(({ type }) => type === 'message.posted');
  expect(posted).toMatchObject({ author: { displayName: 'ab' } });
});

test('removing all of an author costs what he wrote, however often it is asked', async () => {
  const streamId = await chat.stream(owner);
  const lines = Array.from({ length: 1_500 }, (_, i) => said(i, `line ${i}`));
  const removals = Array.from({ length: 3_000 }, (): ImportLine => ({
    kind: 'removals',
    authorId: 'twitch:1',
    at: start + 1e7,
  }));
  const report = await imported(streamId, [...lines, ...removals]);
  expect(report).toMatchObject({ imported: 1_501, duplicates: 2_999 });
  await vi.waitFor(
    async () => expect(textsOf(await archived(streamId, 5_000))).toHaveLength(1_000),
    10_000,
  );
}, 60_000);
