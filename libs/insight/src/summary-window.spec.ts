import { archivePositionStage, EmbeddedChatHistory, EmbeddedCheckpoints } from '@livechat/backends';
import { EmbeddedFanout } from '@livechat/backends';
import type { LogEvent, SummaryRequest } from '@livechat/contracts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SummaryWindow } from './summary-window.ts';

const streamId = 's';
let history: EmbeddedChatHistory;
let checkpoints: EmbeddedCheckpoints;
let hits: number;

beforeEach(() => {
  history = new EmbeddedChatHistory(':memory:');
  checkpoints = new EmbeddedCheckpoints(':memory:');
  hits = 0;
});
afterEach(async () => {
  await Promise.all([history.close(), checkpoints.close()]);
});

/** n messages at even offsets, then the removals of some. */
function log(n: number, removed: readonly number[] = []): LogEvent[] {
  const posted = Array.from({ length: n }, (_, i): LogEvent => ({
    type: 'message.posted',
    streamId,
    id: `m${i}`,
    offset: 2 * i,
    prev: 2 * i - 2,
    at: i,
    author: { id: `u${i % 5}`, displayName: 'x', kind: 'member', role: 'member' },
    text: `text ${2 * i}`,
  }));
  const removals = removed.map((offset, i): LogEvent => ({
    type: 'message.removed',
    streamId,
    id: `r${i}`,
    offset: 2 * (n + i),
    prev: 2 * (n + i) - 2,
    at: n + i,
    target: { offset, at: 0, authorId: 'u' },
    by: 'mod',
  }));
  return [...posted, ...removals];
}

async function ringOf(events: readonly LogEvent[], maxEntries = 5_000): Promise<EmbeddedFanout> {
  const fanout = new EmbeddedFanout({ maxEntries });
  const entries = events.map((e) => ({ offset: e.offset, at: e.at, body: JSON.stringify(e) }));
  await fanout.announce({ streamId, epoch: 0, prev: -1, entries });
  return fanout;
}

async function archive(events: readonly LogEvent[], upTo = events.at(-1)?.offset ?? -1) {
  await history.write(
    events.map((value, ordinal) => ({
      kind: 'event' as const,
      streamId,
      epoch: 0,
      key: value.offset,
      version: 0,
      ordinal,
      value,
    })),
  );
  await checkpoints.save(archivePositionStage, [{ key: '0', epoch: 0, offset: upTo, state: null }]);
}

const windowOn = (fanout: EmbeddedFanout) =>
  new SummaryWindow(
    { fanout, history, checkpoints },
    { window: 20, partitions: 1, onBoundHit: () => hits++ },
  );
const request = (from: number, upTo: number, revision = 0): SummaryRequest => ({
  id: 's:1',
  epoch: 0,
  revision,
  streamId,
  from,
  upTo,
  count: (upTo - from) / 2 + 1,
  at: 0,
});
const offsets = (messages: readonly { offset: number }[]) => messages.map(({ offset }) => offset);

test('a small block is filled with older messages to the window, and those before tell what is usual', async () => {
  const { messages, earlier } = await windowOn(await ringOf(log(100))).view(request(180, 190));
  expect(offsets(messages)).toEqual(Array.from({ length: 20 }, (_, i) => 152 + 2 * i));
  expect(earlier).toHaveLength(40);
  expect(earlier.at(-1)).toBe('text 150');
});

test('a big block is all there', async () => {
  const { messages } = await windowOn(await ringOf(log(100))).view(request(20, 190));
  expect(messages).toHaveLength(86);
});

test('a removed message is not looked at, nor one posted since', async () => {
  const { messages } = await windowOn(await ringOf(log(30, [40, 44]))).view(request(40, 50));
  expect(offsets(messages)).not.toContain(40);
  expect(messages.at(-1)?.offset).toBe(50);
});

test('ring and archive give the same', async () => {
  const events = log(200, [300, 302, 390]);
  await archive(events);
  const short = await windowOn(await ringOf(events, 30)).view(request(360, 398, 400));
  const long = await windowOn(await ringOf(events)).view(request(360, 398, 400));
  expect(short).toEqual(long);
});

test('nothing is said before ring or archive have come as far as the request and its revision', async () => {
  const events = log(60, [20]);
  await archive(events, 100);
  const window = windowOn(await ringOf(events.slice(0, 40)));
  await expect(window.view(request(80, 118))).rejects.toMatchObject({ code: 'unavailable' });
  await expect(window.view(request(10, 20, 120))).rejects.toMatchObject({ code: 'unavailable' });
});

test('the message a revision is about is found in the ring, else in the archive', async () => {
  const events = log(20, [8]);
  const inRing = windowOn(await ringOf(events));
  expect(await inRing.target(request(0, 10, 40))).toMatchObject({ offset: 8 });
  await archive(events);
  const inArchive = windowOn(new EmbeddedFanout());
  expect(await inArchive.target(request(0, 10, 40))).toMatchObject({ offset: 8 });
  expect(await inArchive.target(request(0, 10, 99))).toBeUndefined();
});

test('a block beyond the bound is told of by its newest messages, and shows', async () => {
  const ring = await ringOf(log(5_200), 10_000);
  const { messages } = await windowOn(ring).view(request(0, 10_398));
  expect([messages.length, messages.at(-1)?.offset, hits]).toEqual([5_000, 10_398, 1]);
});

test('an erased chatter’s messages are not looked at, be they in the ring or blank in the archive', async () => {
  const events = log(30);
  const gone = {
    type: 'chatter.erased',
    streamId,
    id: 'e',
    offset: 60,
    prev: 58,
    at: 60,
    userId: 'u1',
  } as const;
  const blank = events.map((event) =>
    event.type === 'message.posted' && event.author.id === 'u1' ? { ...event, text: '' } : event,
  );
  await archive([...blank, gone]);
  const ring = await windowOn(await ringOf([...events, gone])).view(request(40, 58));
  const archived = await windowOn(new EmbeddedFanout()).view(request(40, 58));
  expect(ring.messages.filter(({ author }) => author.id === 'u1')).toEqual([]);
  expect(archived.messages).toEqual(ring.messages);
});

describe('a recap', () => {
  const final = (upTo: number, revision = 0) => ({
    ...request(upTo, upTo, revision),
    final: true as const,
  });

  test('is of the whole stream, from the ring as from the archive', async () => {
    const events = log(1_200, [40, 44]);
    await archive(events);
    const whole = await windowOn(await ringOf(events)).view(final(2_398));
    expect(whole).toMatchObject({ from: 0, counts: { messages: 1_198, chatters: 5 } });
    expect(offsets(whole.messages)).not.toContain(40);
    expect(whole.messages).toHaveLength(1_198);
    expect(await windowOn(await ringOf(events, 30)).view(final(2_398))).toEqual(whole);
  });

  test('of a long stream counts every message, and looks closely at an even sample', async () => {
    const events = log(9_000);
    const { messages, counts } = await windowOn(await ringOf(events, 10_000)).view(final(17_998));
    expect(counts).toMatchObject({ messages: 9_000, chatters: 5 });
    expect(messages.length).toBeGreaterThan(2_000);
    expect(messages.length).toBeLessThanOrEqual(4_000);
    const gaps = new Set(messages.slice(1).map(({ offset }, i) => offset - messages[i]!.offset));
    expect([...gaps]).toEqual([8]);
  });

  test('waits for the archive where the ring is too short', async () => {
    const events = log(60);
    await archive(events, 100);
    const window = windowOn(await ringOf(events, 10));
    await expect(window.view(final(118))).rejects.toMatchObject({ code: 'unavailable' });
  });
});
