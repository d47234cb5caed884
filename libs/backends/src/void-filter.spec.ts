import type { RawChat } from '@livechat/contracts';
import { expect, test } from 'vitest';
import type { LogRecord } from './event-log.ts';
import { VoidFilter, voidWindowMs } from './void-filter.ts';

const streamId = 's';
let next = 0;

function record(
  value: Record<string, unknown>,
  at: number,
  offset = next++,
  place = { partition: 0, key: streamId },
): LogRecord<'raw-chats'> {
  return {
    topic: 'raw-chats',
    ...place,
    offset,
    at,
    headers: {},
    replayed: false,
    value: { streamId, id: `id-${offset}`, ...value } as RawChat,
  };
}

const posted = (at: number, more: Record<string, unknown> = {}) =>
  record({ type: 'message.posted', author: { id: 'ann' }, text: 'x', ...more }, at);

test('a copy is void within five minutes, and the same record again is no copy', () => {
  const filter = new VoidFilter();
  const first = posted(0, { id: 'same' });
  expect(filter.voidReason(first)).toBeUndefined();
  expect(filter.voidReason(first)).toBeUndefined();
  expect(filter.voidReason(posted(voidWindowMs, { id: 'same' }))).toBe('copy');
  expect(filter.voidReason(posted(voidWindowMs + 1, { id: 'same' }))).toBeUndefined();
});

test('what stands behind a ban is void for five minutes, unless pardoned', () => {
  const filter = new VoidFilter();
  filter.voidReason(record({ type: 'chatter.banned', userId: 'ann', by: 'm' }, 1_000));
  expect(filter.voidReason(posted(2_000))).toBe('banned');
  expect(filter.voidReason(posted(2_000, { author: { id: 'bob' } }))).toBeUndefined();
  filter.voidReason(record({ type: 'chatter.pardoned', userId: 'ann', by: 'm' }, 3_000));
  expect(filter.voidReason(posted(3_000))).toBeUndefined();
});

test('a time-out ends when it says', () => {
  const filter = new VoidFilter();
  const until = 10_000;
  filter.voidReason(record({ type: 'chatter.timed_out', userId: 'ann', until, by: 'm' }, 1_000));
  expect(filter.voidReason(posted(9_999))).toBe('timed_out');
  expect(filter.voidReason(posted(10_000))).toBeUndefined();
});

test('what stands behind the end of a stream is void, imported records excepted', () => {
  const filter = new VoidFilter();
  filter.voidReason(record({ type: 'stream.ended' }, 1_000));
  expect(filter.voidReason(posted(1_001))).toBe('ended');
  expect(filter.voidReason(posted(1_001, { at: 5 }))).toBeUndefined();
});

test('a batch that is tried again is judged as at first, whatever stands behind in it', () => {
  const filter = new VoidFilter();
  const until = 1_000_000;
  const batch = [
    posted(1),
    record({ type: 'chatter.banned', userId: 'ann', by: 'm' }, 2),
    posted(3),
    record({ type: 'chatter.pardoned', userId: 'ann', by: 'm' }, 4),
    posted(5),
    record({ type: 'chatter.timed_out', userId: 'ann', until, by: 'm' }, 6),
    posted(7),
    record({ type: 'stream.ended' }, 8),
    posted(9, { author: { id: 'bob' } }),
  ];
  const judged = () => batch.map((r) => filter.voidReason(r)).filter((_, i) => i % 2 === 0);
  const first = judged();
  expect(first).toEqual([undefined, 'banned', undefined, 'timed_out', 'ended']);
  expect(judged()).toEqual(first);
  expect(judged()).toEqual(first);
});

test('a partition far behind keeps its memory while another runs ahead', () => {
  const filter = new VoidFilter();
  const behind = { partition: 1, key: 'behind' };
  const posting = { type: 'message.posted', author: { id: 'ann' }, text: 'x' };
  filter.voidReason(record({ ...posting, id: 'same' }, 1_000, next++, behind));
  for (let i = 0; i < 10_000; i++) filter.voidReason(posted(voidWindowMs * 3 + i));
  expect(filter.voidReason(record({ ...posting, id: 'same' }, 2_000, next++, behind))).toBe('copy');
});

test('above its bound the filter forgets its oldest ids and says so', () => {
  let hits = 0;
  const filter = new VoidFilter(2, () => hits++);
  for (const id of ['a', 'b', 'c']) filter.voidReason(posted(0, { id }));
  expect(filter.size).toBe(2);
  expect(hits).toBe(1);
  expect(filter.voidReason(posted(1, { id: 'c' }))).toBe('copy');
  expect(filter.voidReason(posted(1, { id: 'a' }))).toBeUndefined();
});
