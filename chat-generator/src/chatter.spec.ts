import type { Answer, ClientEvent, ErrorCode } from '@livechat/contracts';
import { describe, expect, it } from 'vitest';
import { Chatter, type Door } from './chatter.ts';
import type { LedgerEntry } from './ledger/entries.ts';

type Message = ClientEvent<'message:send'>;
type Reply = Answer<'message:send'> | undefined;

const ok = (message: Message): Reply => ({ ok: true, id: message.id, epoch: 0, offset: 7, at: 0 });
const no = (code: ErrorCode, retryAfterMs?: number): Reply => ({
  ok: false,
  error: { code, message: code, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) },
});

/** A chatter whose tries are answered one after the other; time passes only where he waits. */
function chatting(...answers: readonly ((message: Message) => Reply)[]) {
  const sent: Message[] = [];
  const entries: LedgerEntry[] = [];
  const waits: number[] = [];
  let now = 0;
  let heldUp = 0;
  const door: Door = {
    ready: () => {
      if (sent.length > 0) now += heldUp;
      return Promise.resolve();
    },
    send: (message) => {
      sent.push(message);
      const answer = answers[Math.min(sent.length, answers.length) - 1]!;
      return Promise.resolve(answer(message));
    },
  };
  const pause = (ms: number) => {
    waits.push(ms);
    now += Math.max(1_000, ms);
    return Promise.resolve();
  };
  const chatter = new Chatter(door, (entry) => entries.push(entry), {
    sender: 3,
    streamId: 's1',
    pause,
    now: () => now,
    stopped: () => false,
  });
  const kinds = () => entries.map((entry) => ('code' in entry ? entry.code : entry.type));
  const holdUp = (ms: number) => (heldUp = ms);
  return { chatter, sent, entries, waits, kinds, holdUp };
}
const say = (text: string) => ({ text, due: 0 });

describe('a chatter', () => {
  it('notes his intent before the answer, and its place with the ack', async () => {
    const { chatter, entries, sent } = chatting(ok);
    chatter.offer(say('hi'));
    await chatter.idle();
    expect(entries).toMatchObject([
      { type: 'INTENT', sender: 3, seq: 1, id: sent[0]!.id, stream: 's1', due: 0 },
      { type: 'ACK', id: sent[0]!.id, epoch: 0, offset: 7 },
    ]);
  });

  it('has one message under way at a time, in the order offered', async () => {
    const { chatter, sent } = chatting(() => undefined, ok);
    for (const text of ['a', 'b', 'c']) chatter.offer(say(text));
    await chatter.idle();
    expect(sent.map(({ text }) => text)).toEqual(['a', 'a', 'b', 'c']);
  });

  it('sends again with the same id what was not answered, or failed inside the service', async () => {
    const { chatter, sent, kinds } = chatting(
      () => undefined,
      () => no('internal'),
      ok,
    );
    chatter.offer(say('hi'));
    await chatter.idle();
    expect(new Set(sent.map(({ id }) => id)).size).toBe(1);
    expect(kinds()).toEqual(['INTENT', 'UNKNOWN', 'INTENT', 'UNKNOWN', 'INTENT', 'ACK']);
  });

  it.each(['rate_limited', 'slow_mode', 'draining', 'unavailable'] as const)(
    'waits as long as it is told after %s',
    async (code) => {
      const { chatter, waits, kinds } = chatting(() => no(code, 2_500), ok);
      chatter.offer(say('hi'));
      await chatter.idle();
      expect(waits).toEqual([2_500]);
      expect(kinds()).toEqual(['INTENT', code, 'INTENT', 'ACK']);
    },
  );

  it('does not send again through a door that opened too late', async () => {
    const { chatter, sent, kinds } = chatting(() => undefined, ok);
    chatter.offer(say('hi'));
    await chatter.idle();
    expect(sent).toHaveLength(2);
    const late = chatting(() => undefined, ok);
    late.holdUp(121_000);
    late.chatter.offer(say('hi'));
    await late.chatter.idle();
    expect(late.sent).toHaveLength(1);
    expect(late.kinds()).toEqual(['INTENT', 'UNKNOWN']);
    expect(kinds()).toEqual(['INTENT', 'UNKNOWN', 'INTENT', 'ACK']);
  });

  it('gives up after 2 minutes, as the service might take a later one for new', async () => {
    const { chatter, sent } = chatting(() => no('unavailable', 30_000));
    chatter.offer(say('hi'));
    await chatter.idle();
    expect(sent).toHaveLength(5);
  });

  it('does not insist where the answer is final', async () => {
    const { chatter, sent } = chatting(() => no('blocked_words'), ok);
    chatter.offer(say('bad'));
    chatter.offer(say('good'));
    await chatter.idle();
    expect(sent.map(({ text }) => text)).toEqual(['bad', 'good']);
  });

  it('drops what is offered while 200 wait', () => {
    const { chatter } = chatting(ok);
    const taken = Array.from({ length: 205 }, (_, n) => chatter.offer(say(`${n}`)));
    expect(taken.filter((isTaken) => !isTaken)).toHaveLength(4);
  });
});
