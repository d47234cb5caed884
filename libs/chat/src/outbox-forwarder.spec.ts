import { AppError } from '@livechat/contracts';
import { Database, EventLog, Fanout, pendingOutbox } from '@livechat/backends';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import {
  ask,
  ChatService,
  done,
  heard,
  message,
  refusal,
  type Client,
  type Person,
} from './chat-service.fixture.ts';
import { OutboxForwarder } from './outbox-forwarder.ts';

const until = (check: () => void | Promise<void>) =>
  vi.waitFor(check, { timeout: 10_000, interval: 20 });
const away = () => Promise.reject(new AppError('unavailable'));

let chat: ChatService;
let owner: Person;
let streamId: string;
let boss: Client;
beforeAll(async () => {
  chat = await ChatService.start({ LIMIT_SENDS_PER_USER: 'off', LIMIT_SOCKETS_PER_USER: 'off' });
  owner = await chat.person('Olive');
  streamId = await chat.stream(owner);
  boss = chat.connect(owner);
  await done(boss, 'stream:join', { streamId });
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => chat.stop());

test('a change is acked and in force although nobody can be nudged', async () => {
  const ann = await chat.person('Ann');
  const client = chat.connect(ann);
  await done(client, 'stream:join', { streamId });
  vi.spyOn(chat.get(Fanout), 'signal').mockImplementation(away);
  await done(boss, 'chatter:ban', { streamId, userId: ann.id });
  expect(await refusal(client, 'message:send', message(streamId, 'x'))).toBe('banned');
});

test('SQL going away behind the append neither spoils the ack nor doubles the event', async () => {
  const seen = heard(boss);
  const [log, database] = [chat.get(EventLog), chat.get(Database)];
  const append = log.append.bind(log) as (...args: unknown[]) => Promise<never>;
  const { run } = Database.prototype;
  let isAway = false;
  const appends = vi.spyOn(log, 'append').mockImplementation(async (...args: unknown[]) => {
    const appended = await append(...args);
    isAway = true;
    return appended;
  });
  vi.spyOn(database, 'run').mockImplementation((work) =>
    isAway ? away() : run.call(database, work),
  );
  await done(boss, 'stream:rules', { streamId, caps: true });
  await chat.get(OutboxForwarder).forward();
  await chat.get(OutboxForwarder).forward();
  isAway = false;
  await until(async () => {
    await chat.get(OutboxForwarder).forward();
    const pending = await database.run((manager) => pendingOutbox(manager));
    expect(pending).toEqual([]);
  });
  expect(appends).toHaveBeenCalledOnce();
  await until(() => expect(seen.filter(({ type }) => type === 'rules.changed')).toHaveLength(1));
});

test('an append that fails is tried again, and the command is answered when it stands', async () => {
  const appends = vi.spyOn(chat.get(EventLog), 'append');
  appends.mockRejectedValueOnce(new AppError('unavailable'));
  const answer = await ask(boss, 'stream:rules', { streamId, caps: false });
  expect(answer).toMatchObject({ ok: true });
  expect(appends.mock.calls.length).toBeGreaterThan(1);
});

test('with SQL away moderation is unavailable at once', async () => {
  const { offset } = await done(boss, 'message:send', message(streamId, 'there'));
  vi.spyOn(chat.get(Database), 'run').mockImplementation(away);
  for (const code of [
    await refusal(boss, 'stream:rules', { streamId, caps: true }),
    await refusal(boss, 'message:remove', { streamId, offset }),
    await refusal(boss, 'chatter:ban', { streamId, userId: 'somebody' }),
  ]) {
    expect(code).toBe('unavailable');
  }
});

test('a message may be removed as soon as it is acked, though no reader has it yet', async () => {
  vi.spyOn(chat.get(Fanout), 'recent').mockResolvedValue({ last: -1, prev: null, entries: [] });
  const { offset } = await done(boss, 'message:send', message(streamId, 'regretted at once'));
  await done(boss, 'message:remove', { streamId, offset });
});

test('only messages are removed, restored and pinned, and a removed one is not pinned', async () => {
  const { offset } = await done(boss, 'message:send', message(streamId, 'shown'));
  await done(boss, 'message:pin', { streamId, offset });
  const { offset: removal } = await done(boss, 'message:remove', { streamId, offset });
  for (const name of [
    'message:remove',
    'message:restore',
    'message:pin',
    'message:unpin',
  ] as const) {
    expect(await refusal(boss, name, { streamId, offset: removal }), name).toBe('not_found');
    expect(await refusal(boss, name, { streamId, offset: 1e9 }), name).toBe('not_found');
  }
  await until(async () =>
    expect(await refusal(boss, 'message:pin', { streamId, offset })).toBe('not_found'),
  );
  await done(boss, 'message:unpin', { streamId, offset });
});
