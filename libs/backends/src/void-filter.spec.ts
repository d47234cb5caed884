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
): LogRecord<'raw-chats'> {
  return {
    topic: 'raw-chats',
    partition: 0,
    offset,
    at,
    key: streamId,
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

test('above its bound the filter forgets its oldest ids and says so', () => {
  let hits = 0;
  const filter = new VoidFilter(2, () => hits++);
  for (const id of ['a', 'b', 'c']) filter.voidReason(posted(0, { id }));
  expect(filter.size).toBe(2);
  expect(hits).toBe(1);
  expect(filter.voidReason(posted(1, { id: 'c' }))).toBe('copy');
  expect(filter.voidReason(posted(1, { id: 'a' }))).toBeUndefined();
});
