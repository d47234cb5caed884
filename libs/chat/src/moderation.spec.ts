import type { LogEvent } from '@livechat/contracts';
import { Database, verifyAudit } from '@livechat/backends';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
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

let chat: ChatService;
let owner: Person;
let mod: Person;
let ann: Person;
let bob: Person;

beforeAll(async () => {
  chat = await ChatService.start({
    LIMIT_SENDS_PER_USER: 'off',
    LIMIT_SOCKETS_PER_USER: 'off',
  });
  [owner, mod, ann, bob] = (await Promise.all(
    ['Owner', 'Mod', 'Ann', 'Bob'].map((name) => chat.person(name)),
  )) as [Person, Person, Person, Person];
});
afterAll(() => chat.stop());

const inStream = async (streamId: string, who?: Person): Promise<Client> => {
  const client = chat.connect(who);
  await done(client, 'stream:join', { streamId });
  return client;
};
const room = async (rules = {}) => {
  const streamId = await chat.stream(owner, rules, [mod]);
  const [moderator, writer, reader] = await Promise.all([
    inStream(streamId, mod),
    inStream(streamId, ann),
    inStream(streamId),
  ]);
  return { streamId, moderator, writer, seen: heard(reader) };
};
const typesOf = (events: readonly LogEvent[]) => events.map((event) => event.type);
const archived = async (streamId: string) =>
  chat.history.page('event', { streamId, epoch: 0, limit: 1_000 });

test('a removed message goes from history and comes back when restored', async () => {
  const { streamId, moderator, writer, seen } = await room();
  const { offset, at } = await done(writer, 'message:send', message(streamId, 'bad'));
  await done(writer, 'message:send', message(streamId, 'good'));
  const { offset: removal } = await done(moderator, 'message:remove', { streamId, offset });
  await until(() => expect(seen.at(-1)).toMatchObject({ type: 'message.removed' }));
  expect(seen.at(-1)).toMatchObject({
    offset: removal,
    target: { offset, at, authorId: ann.id },
    by: mod.id,
  });
  await until(async () => expect(textsOf(await archived(streamId))).toEqual(['good']));
  const context = `${chat.service.url}/chat/v1/streams/${streamId}/messages/${offset}/context`;
  expect((await fetch(context)).status).toBe(404);
  await done(moderator, 'message:restore', { streamId, offset });
  await until(async () => expect(textsOf(await archived(streamId))).toEqual(['bad', 'good']));
});

test('authors remove their own messages and nobody else’s', async () => {
  const { streamId, writer } = await room();
  const other = await inStream(streamId, bob);
  const { offset } = await done(writer, 'message:send', message(streamId, 'mine'));
  expect(await refusal(other, 'message:remove', { streamId, offset })).toBe('forbidden');
  expect(await refusal(writer, 'message:remove', { streamId, offset })).toBeUndefined();
});

test('a time-out refuses sends until it is over or pardoned', async () => {
  const { streamId, moderator, writer, seen } = await room();
  await done(moderator, 'chatter:timeout', { streamId, userId: ann.id, seconds: 600 });
  expect(await refusal(writer, 'message:send', message(streamId, 'x'))).toBe('timed_out');
  const again = await done(writer, 'stream:join', { streamId });
  expect(again.you.mayChat).toBe(false);
  expect(again.you.timedOutUntil).toBeGreaterThan(Date.now());
  await done(moderator, 'chatter:pardon', { streamId, userId: ann.id });
  await done(writer, 'message:send', message(streamId, 'back'));
  await until(() => expect(textsOf(seen)).toEqual(['back']));
  expect(typesOf(seen)).toEqual(['chatter.timed_out', 'chatter.pardoned', 'message.posted']);
});

test('a ban refuses sends, and with removeMessages takes the author’s messages along', async () => {
  const { streamId, moderator, writer, seen } = await room();
  for (const text of ['a', 'b']) await done(writer, 'message:send', message(streamId, text));
  await done(moderator, 'chatter:ban', { streamId, userId: ann.id, removeMessages: true });
  expect(await refusal(writer, 'message:send', message(streamId, 'x'))).toBe('banned');
  await until(() =>
    expect(typesOf(seen).slice(-3)).toEqual([
      'chatter.banned',
      'message.removed',
      'message.removed',
    ]),
  );
  await until(async () => expect(textsOf(await archived(streamId))).toEqual([]));
});

test('a message that passed the door but stands behind its author’s ban is void', async () => {
  const { streamId, moderator, seen } = await room();
  await done(moderator, 'chatter:ban', { streamId, userId: ann.id });
  const late = {
    type: 'message.posted' as const,
    ...message(streamId, 'late'),
    author: { id: ann.id, displayName: 'Ann', kind: 'member' as const, role: 'member' as const },
  };
  await chat.log.append('raw-chats', streamId, late);
  await done(moderator, 'message:send', message(streamId, 'end'));
  await until(() => expect(textsOf(seen)).toEqual(['end']));
  await until(async () => expect(textsOf(await archived(streamId))).toEqual(['end']));
  // Counted once the row and the checkpoint behind it are durable.
  await until(async () =>
    expect(await chat.metrics()).toMatch(/livechat_void_total\{reason="banned"\} [1-9]/),
  );
});

test('rules are judged at the door, for chatters and not for moderators', async () => {
  const { streamId, moderator, writer } = await room();
  const set = (rules: object) => done(moderator, 'stream:rules', { streamId, ...rules });
  const says = (client: Client, text: string) =>
    ask(client, 'message:send', message(streamId, text));
  await set({ blockedWords: ['spoiler'] });
  expect(await says(writer, 'a SPOILER!')).toMatchObject({ error: { code: 'blocked_words' } });
  expect(await says(moderator, 'a spoiler')).toMatchObject({ ok: true });
  await set({ blockedWords: [], emojiOnly: true });
  expect(await says(writer, 'words')).toMatchObject({
    error: { code: 'rules', rule: 'emojiOnly' },
  });
  expect(await says(writer, '🔥 🎉')).toMatchObject({ ok: true });
  await set({ emojiOnly: false, slowModeSeconds: 60 });
  expect(await says(writer, 'one')).toMatchObject({ ok: true });
  const slowed = await says(writer, 'two');
  expect(slowed).toMatchObject({ error: { code: 'slow_mode' } });
  await set({ slowModeSeconds: 0, lockdownUntil: Date.now() + 60_000 });
  expect(await says(writer, 'x')).toMatchObject({ error: { code: 'rules', rule: 'lockdown' } });
  await set({ lockdownUntil: null, guestsMayChat: false });
  const guest = await inStream(streamId, await chat.person('Guest', 'guest'));
  expect(await says(guest, 'x')).toMatchObject({ error: { code: 'rules', rule: 'guests' } });
});

test('the audit log tells who did what, to moderators only, and its chain holds', async () => {
  const { streamId, moderator, writer } = await room();
  const { offset } = await done(writer, 'message:send', message(streamId, 'x'));
  await done(moderator, 'message:remove', { streamId, offset, reason: 'spam' });
  const audit = (who: Person) =>
    fetch(`${chat.service.url}/chat/v1/streams/${streamId}/audit`, {
      headers: { authorization: `Bearer ${who.token}` },
    });
  expect((await audit(ann)).status).toBe(403);
  const { items } = (await (await audit(mod)).json()) as { items: object[] };
  expect(items[0]).toMatchObject({ actorId: mod.id, action: 'message.removed', reason: 'spam' });
  expect(await verifyAudit(chat.get(Database))).not.toHaveProperty('brokenAt');
});

test('pins, answers and dismissals are events that only moderators make', async () => {
  const { streamId, moderator, writer, seen } = await room();
  const { offset } = await done(writer, 'message:send', message(streamId, 'x'));
  await done(moderator, 'message:pin', { streamId, offset });
  await done(moderator, 'message:unpin', { streamId, offset });
  await done(moderator, 'question:answer', { streamId, id: 'q1' });
  await done(moderator, 'question:dismiss', { streamId, id: 'q2' });
  await until(() =>
    expect(typesOf(seen).slice(-4)).toEqual([
      'message.pinned',
      'message.unpinned',
      'question.answered',
      'question.dismissed',
    ]),
  );
});
