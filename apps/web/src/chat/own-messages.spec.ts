import type { ClientEvent, Sent } from '@livechat/contracts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RequestError, type RequestErrorCode } from '../api/http.ts';
import { at, streamId } from './fake-server.fixture.ts';
import { OwnMessages } from './own-messages.ts';

type Send = (message: ClientEvent<'message:send'>) => Promise<Sent>;

const settled = () => vi.advanceTimersByTimeAsync(0);
const minutes = (n: number) => vi.advanceTimersByTimeAsync(n * 60_000);

describe('own messages', () => {
  let send: ReturnType<typeof vi.fn<Send>>;
  let own: OwnMessages;
  let isVoid = (_offset: number, _at: number) => false;
  let offset = 0;

  const ack: Send = async ({ id }) => ({ ok: true, id, epoch: 1, offset: ++offset, at });
  const never: Send = () => new Promise(() => undefined);
  const refusal =
    (code: RequestErrorCode, retryAfterMs?: number): Send =>
    () =>
      Promise.reject(new RequestError(code, { retryAfterMs }));
  const states = () => own.list.map(({ text, state }) => `${text}: ${state}`);
  const ids = () => send.mock.calls.map(([{ id }]) => id);

  beforeEach(() => {
    vi.useFakeTimers();
    offset = 10;
    isVoid = () => false;
    send = vi.fn<Send>(ack);
    let ids = 0;
    own = new OwnMessages({
      streamId,
      send,
      isVoid: (...place) => isVoid(...place),
      changed: () => undefined,
      newId: () => `id-${++ids}`,
      now: Date.now,
    });
    own.open();
  });

  afterEach(() => {
    own.stop();
    vi.useRealTimers();
  });

  it('shows a message at once, sends it, and drops it when its event comes', async () => {
    own.write('hi', { offset: 4, author: 'Ann', text: 'text 4' });
    expect(states()).toEqual(['hi: sending']);
    await settled();
    expect(send.mock.calls).toEqual([[{ streamId, id: 'id-1', text: 'hi', replyTo: 4 }]]);
    expect(states()).toEqual(['hi: sent']);
    own.settle('id-1');
    expect(states()).toEqual([]);
  });

  it('keeps one send outstanding, in the order they were written', async () => {
    send.mockImplementationOnce(never);
    own.write('one');
    own.write('two');
    await settled();
    expect(send).toHaveBeenCalledTimes(1);
    expect(states()).toEqual(['one: sending', 'two: sending']);
  });

  it('takes an event that comes before its ack', async () => {
    let answer: (sent: Sent) => void = () => undefined;
    send.mockImplementationOnce(() => new Promise((resolve) => (answer = resolve)));
    own.write('hi');
    own.settle('id-1');
    answer({ ok: true, id: 'id-1', epoch: 1, offset: 11, at });
    await settled();
    expect(states()).toEqual([]);
  });

  it('sends again with the same id while nobody knows what became of it', async () => {
    send.mockImplementationOnce(refusal('offline'));
    own.write('hi');
    await settled();
    own.close();
    expect(states()).toEqual(['hi: sending']);
    await vi.advanceTimersByTimeAsync(20_000);
    own.open();
    await settled();
    expect(ids()).toEqual(['id-1', 'id-1']);
    expect(states()).toEqual(['hi: sent']);
  });

  it('says it was not sent after two minutes without an answer', async () => {
    send.mockImplementation(refusal('offline'));
    own.write('hi');
    await minutes(2.1);
    expect(states()).toEqual(['hi: failed']);
    expect(own.list[0]?.fault?.code).toBe('offline');
    const tries = send.mock.calls.length;
    await minutes(5);
    expect(send.mock.calls.length).toBe(tries);
  });

  it('says so too where no connection came back at all', async () => {
    own.close();
    own.write('hi');
    await minutes(2.1);
    expect(states()).toEqual(['hi: failed']);
    own.open();
    await settled();
    expect(send).not.toHaveBeenCalled();
  });

  it('waits for what passes by itself: a limit, an outage', async () => {
    send.mockImplementationOnce(refusal('rate_limited', 3_000));
    own.write('hi');
    await vi.advanceTimersByTimeAsync(2_999);
    expect(send).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(states()).toEqual(['hi: sent']);
  });

  it.each(['blocked_words', 'banned', 'slow_mode', 'too_large'] as const)(
    'leaves a message refused as %s to its writer, and sends the next',
    async (code) => {
      send.mockImplementationOnce(refusal(code));
      own.write('one');
      own.write('two');
      await settled();
      expect(states()).toEqual(['one: failed', 'two: sent']);
      expect(own.list[0]?.fault?.code).toBe(code);
    },
  );

  it('tries a failed one again under the same id while that is safe, later under a new one', async () => {
    send.mockImplementationOnce(refusal('blocked_words'));
    own.write('hi');
    await settled();
    send.mockImplementationOnce(refusal('blocked_words'));
    own.resend('id-1');
    await settled();
    expect(ids()).toEqual(['id-1', 'id-1']);
    await minutes(3);
    own.resend('id-1');
    await settled();
    expect(ids()).toEqual(['id-1', 'id-1', 'id-2']);
    expect(states()).toEqual(['hi: sent']);
  });

  it('lets a failed one be discarded, and no other', async () => {
    send.mockImplementationOnce(refusal('blocked_words'));
    own.write('one');
    await settled();
    send.mockImplementation(never);
    own.write('two');
    own.dismiss('id-2');
    own.dismiss('id-1');
    expect(states()).toEqual(['two: sending']);
  });

  it('settles a message that was given up when its event comes after all', async () => {
    send.mockImplementation(refusal('offline'));
    own.write('hi');
    await minutes(2.1);
    own.settle('id-1');
    expect(states()).toEqual([]);
  });

  it('drops an acked message that the log has passed without showing it', async () => {
    own.write('hi');
    await settled();
    own.passed(10);
    expect(states()).toEqual(['hi: sent']);
    own.passed(11);
    expect(states()).toEqual([]);
  });

  it('drops it as well where the ack comes after the log has passed', async () => {
    own.passed(11);
    own.write('hi');
    await settled();
    expect(states()).toEqual([]);
  });

  it('drops an acked message that a ban below it has made void', async () => {
    own.write('hi');
    await settled();
    isVoid = (place) => place > 9;
    own.judge();
    expect(states()).toEqual([]);
    own.write('again');
    await settled();
    expect(states()).toEqual([]);
  });

  it('sends nothing under another name', async () => {
    own.close();
    own.write('hi');
    own.abandon();
    own.open();
    await settled();
    expect(send).not.toHaveBeenCalled();
    expect(own.list[0]?.fault?.code).toBe('unauthenticated');
  });

  it('takes only so many at once', () => {
    own.close();
    const taken = Array.from({ length: 60 }, () => own.write('hi')).filter(Boolean);
    expect(taken).toHaveLength(50);
  });
});
