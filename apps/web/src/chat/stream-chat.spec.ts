import { defaultRules, type EventPage } from '@livechat/contracts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PageQuery } from '../api/history.ts';
import {
  at,
  event,
  FakeServer,
  guest,
  message,
  messages,
  refuse,
  removal,
  streamId,
} from './fake-server.fixture.ts';
import { frame, moment, question } from '../insight/insight.fixture.ts';
import { StreamInsight } from '../insight/stream-insight.ts';
import { StreamChat } from './stream-chat.ts';

const settled = () => vi.advanceTimersByTimeAsync(0);
const moderator = { role: 'moderator', mayChat: true } as const;

describe('the chat of a stream', () => {
  let server: FakeServer;
  let chat: StreamChat;
  let me: string | undefined;
  let ids: number;
  let changed: ReturnType<typeof vi.fn<() => void>>;

  const texts = () =>
    chat.view.rows.map((row) => (row.kind === 'message' ? row.message.text : `+${row.recovered}`));
  const own = () => chat.view.own.map(({ text, state }) => `${text}: ${state}`);
  const start = async () => {
    chat.start();
    await settled();
  };
  const page = async (query: PageQuery): Promise<EventPage> => ({
    epoch: 1,
    items: server.range(query as never),
  });
  /** Appends what is sent as the relay would, unless told otherwise. */
  const appends = (withEvent = true) =>
    server.answers.set('message:send', ({ id, text }: { id: string; text: string }) => {
      const offset = server.head + 1;
      const author = { id: 'me', displayName: 'Me', kind: 'guest', role: 'guest' } as const;
      if (withEvent) server.post(message(offset, { id, text, author }));
      return { ok: true, id, epoch: 1, offset, at: at + offset };
    });

  beforeEach(() => {
    vi.useFakeTimers();
    server = new FakeServer();
    server.log = messages(0, 4);
    [me, ids] = ['me', 0];
    changed = vi.fn();
    chat = new StreamChat({
      streamId,
      open: server.open,
      auth: async () => ({ token: me && `token of ${me}` }),
      me: () => me,
      readHole: async (hole) => server.range(hole),
      page,
      labels: async () => ({ epoch: 1, items: [] }),
      newId: () => `own-${++ids}`,
      now: Date.now,
      insight: new StreamInsight(),
      changed,
    });
  });

  afterEach(() => {
    chat.stop();
    vi.useRealTimers();
  });

  it('shows what a join tells: messages, viewers, rules, who I am', async () => {
    await start();
    expect(texts()).toEqual(['text 0', 'text 1', 'text 2', 'text 3', 'text 4']);
    expect(chat.view).toMatchObject({ viewers: 3, you: guest, rules: defaultRules });
    expect(changed).toHaveBeenCalled();
  });

  it('shows a message of mine at once and only once, whichever comes first', async () => {
    await start();
    appends();
    chat.write('hello');
    expect(own()).toEqual(['hello: sending']);
    await settled();
    expect(own()).toEqual([]);
    expect(texts().filter((text) => text === 'hello')).toHaveLength(1);
  });

  it('answers a message by its offset', async () => {
    await start();
    chat.write('indeed', message(3));
    await settled();
    expect(server.payloads('message:send')).toMatchObject([{ text: 'indeed', replyTo: 3 }]);
  });

  it('brings a message over a cut line once, although its ack was lost', async () => {
    await start();
    server.answers.set('message:send', ({ id, text }: { id: string; text: string }, socket) => {
      server.log.push(message(5, { id, text }));
      socket.cut();
    });
    chat.write('hello');
    await vi.advanceTimersByTimeAsync(5_000);
    expect(texts().filter((text) => text === 'hello')).toHaveLength(1);
    expect(own()).toEqual([]);
    expect(server.payloads('message:send')).toHaveLength(1);
  });

  it('sends what was written while away, after the join', async () => {
    await start();
    server.isAway = true;
    server.socket.cut();
    chat.write('while away');
    appends();
    await vi.advanceTimersByTimeAsync(3_000);
    expect(own()).toEqual(['while away: sending']);
    server.isAway = false;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(own()).toEqual([]);
    expect(texts().at(-1)).toBe('while away');
    const names = server.socket.asked.map(({ name }) => name);
    expect(names.slice(0, 2)).toEqual(['stream:join', 'message:send']);
  });

  it('drops its own row when its ban stands below the acked offset, in either order', async () => {
    await start();
    appends(false);
    chat.write('too late');
    await settled();
    expect(own()).toEqual(['too late: sent']);
    server.log.push(message(5));
    server.socket.hear('event', event('chatter.banned', 4.5, { userId: 'me', prev: 4 }));
    expect(own()).toEqual([]);
    expect(chat.view.writer.isBanned).toBe(true);
    chat.write('again');
    await settled();
    expect(own()).toEqual([]);
  });

  it('says how many messages it recovered, below them', async () => {
    await start();
    server.socket.cut();
    server.log.push(...messages(5, 7));
    await vi.advanceTimersByTimeAsync(1_000);
    server.post(message(8));
    expect(texts().slice(-5)).toEqual(['text 5', 'text 6', 'text 7', '+3', 'text 8']);
  });

  it('makes a removed message vanish, and blanks where it was quoted', async () => {
    await start();
    server.post(message(5, { replyTo: { offset: 3, author: 'Ann', text: 'text 3' } }));
    server.post(removal(6, 3));
    expect(texts()).not.toContain('text 3');
    const last = chat.view.rows.at(-1);
    expect(last?.kind === 'message' && last.message.replyTo?.text).toBe('');
  });

  it('keeps a removed message for moderators, marked', async () => {
    server.you = moderator;
    await start();
    server.post(removal(5, 3));
    const row = chat.view.rows.find(({ place }) => place.offset === 3);
    expect(row).toMatchObject({ isRemoved: true });
    server.post(event('message.restored', 6, { target: { offset: 3, at, authorId: 'u-ann' } }));
    expect(chat.view.rows.find(({ place }) => place.offset === 3)).toMatchObject({
      isRemoved: false,
    });
  });

  it('fetches a restored message back to its place', async () => {
    await start();
    server.post(removal(5, 3));
    server.post(event('message.restored', 6, { target: { offset: 3, at, authorId: 'u-ann' } }));
    await settled();
    expect(texts()).toEqual(['text 0', 'text 1', 'text 2', 'text 3', 'text 4']);
  });

  it('forgets the messages of an erased chatter', async () => {
    await start();
    server.post(
      message(5, { author: { id: 'x', displayName: 'X', kind: 'member', role: 'member' } }),
    );
    server.post(event('chatter.erased', 6, { userId: 'u-ann' }));
    expect(texts()).toEqual(['text 5']);
  });

  it('pins a message, also one it has to fetch, and lets it go when it is removed', async () => {
    await start();
    server.log = messages(0, 4);
    const target = (offset: number) => ({ target: { offset, at, authorId: 'u-ann' } });
    server.post(event('message.pinned', 5, target(2)));
    await settled();
    expect(chat.view.pinned?.text).toBe('text 2');
    server.post(event('message.unpinned', 6, target(2)));
    expect(chat.view.pinned).toBeUndefined();
    server.post(event('message.pinned', 7, target(1)));
    await settled();
    server.post(removal(8, 1));
    expect(chat.view.pinned).toBeUndefined();
  });

  it('joins labels by offset, even those that come before their message', async () => {
    await start();
    const label = (offset: number) =>
      ({ offset, sentiment: 'positive', score: 1, category: 'praise', toxicity: 0 }) as const;
    const told = frame(5, { labels: [label(4), label(5)] });
    server.socket.hear('analysis', told);
    server.post(message(5));
    const labelled = chat.view.rows.filter((row) => row.kind === 'message' && row.label);
    expect(labelled.map(({ place }) => place.offset)).toEqual([4, 5]);
    expect(chat.view.analysis).toBe(told);
    server.socket.hear('analysis', { ...told, upTo: 2 });
    expect(chat.view.analysis).toBe(told);
  });

  it('shows questions and moments of every frame, and what the log decided of a question', async () => {
    await start();
    server.socket.hear('analysis', frame(2, { questions: [question('q')] }));
    server.socket.hear('analysis', frame(3, { moments: [moment('m')] }));
    expect(chat.view.questions).toMatchObject([{ id: 'q', state: 'open', epoch: 1 }]);
    expect(chat.view.moments).toMatchObject([{ id: 'm', epoch: 1 }]);
    server.post(event('question.answered', 5, { questionId: 'q' }));
    expect(chat.view.questions).toMatchObject([{ id: 'q', state: 'answered' }]);
  });

  it('shows the newest summary, and of one its highest revision', async () => {
    await start();
    const told = (upTo: number, revision: number) => {
      server.socket.hear('summary', { streamId, epoch: 1, upTo, revision } as never);
      return [chat.view.summary?.upTo, chat.view.summary?.revision];
    };
    expect(told(40, 0)).toEqual([40, 0]);
    expect(told(40, 55)).toEqual([40, 55]);
    expect(told(20, 60)).toEqual([40, 55]);
    expect(told(60, 0)).toEqual([60, 0]);
  });

  it('counts viewers, hears new rules and the end', async () => {
    await start();
    server.socket.hear('viewers', { streamId, count: 12 });
    server.post(event('rules.changed', 5, { rules: { ...defaultRules, emojiOnly: true } }));
    server.post(event('stream.ended', 6));
    expect(chat.view).toMatchObject({
      viewers: 12,
      rules: { emojiOnly: true },
      hasEnded: true,
      writer: { hasEnded: true },
    });
  });

  it('knows how long slow mode lasts, from an ack and from a refusal', async () => {
    await start();
    server.post(event('rules.changed', 5, { rules: { ...defaultRules, slowModeSeconds: 30 } }));
    appends();
    chat.write('one');
    await settled();
    expect(chat.view.writer.slowUntil).toBe(Date.now() + 30_000);
    server.answers.set('message:send', refuse('slow_mode', 12_000));
    chat.write('two');
    await settled();
    expect(chat.view.writer.slowUntil).toBe(Date.now() + 12_000);
    expect(own()).toEqual(['two: failed']);
  });

  it('lets a pardon lift what the join said', async () => {
    server.you = { role: 'member', mayChat: false, banned: true };
    await start();
    expect(chat.view.writer.isBanned).toBe(true);
    server.post(event('chatter.pardoned', 5, { userId: 'me' }));
    expect(chat.view.writer).toMatchObject({ isBanned: false, you: { mayChat: true } });
  });

  it('goes on under another name, and sends nothing of the one before', async () => {
    await start();
    server.answers.set('message:send', () => new Promise(() => undefined));
    chat.write('of the first');
    me = 'other';
    chat.reidentify();
    await settled();
    expect(server.socket.auth.token).toBe('token of other');
    expect(own()).toEqual(['of the first: failed']);
    expect(texts()).toHaveLength(5);
  });

  it('begins anew without what it knew where the log is another one', async () => {
    await start();
    server.socket.hear('summary', { streamId, epoch: 1, upTo: 4, revision: 0 } as never);
    server.socket.cut();
    server.epoch = 2;
    server.log = messages(0, 1);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(texts()).toEqual(['text 0', 'text 1']);
    expect(chat.view.summary).toBeUndefined();
  });

  it('takes a thousand messages a second with little work for each', async () => {
    await start();
    const before = performance.now();
    for (let offset = 5; offset < 10_005; offset++) server.socket.hear('event', message(offset));
    expect(chat.view.rows.at(-1)?.place.offset).toBe(10_004);
    expect(performance.now() - before).toBeLessThan(1_000);
  });
});
