import { AppError, type RawChat } from '@livechat/contracts';
import { EmbeddedChatHistory, EmbeddedCheckpoints, type LogRecord } from '@livechat/backends';
import { Metrics, silentLogger } from '@livechat/runtime';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Archiver } from './archiver.ts';

let history: EmbeddedChatHistory;
let checkpoints: EmbeddedCheckpoints;
let metrics: Metrics;
beforeEach(() => {
  history = new EmbeddedChatHistory(':memory:');
  checkpoints = new EmbeddedCheckpoints(':memory:');
  metrics = new Metrics();
});
afterEach(async () => {
  await history.close();
  await checkpoints.close();
});

const archiver = (epoch = 0) =>
  new Archiver(history, checkpoints, metrics, silentLogger(), { epoch, voidIds: 100 });

const record = (offset: number, value: RawChat): LogRecord<'raw-chats'> => ({
  topic: 'raw-chats',
  partition: 0,
  offset,
  at: 1_000 + offset,
  key: 's',
  headers: {},
  replayed: false,
  value,
});
const author = { id: 'u1', displayName: 'Ann', kind: 'member', role: 'member' } as const;
const said = (offset: number, id: string) =>
  record(offset, { type: 'message.posted', streamId: 's', id, author, text: id });
const banned = (offset: number, id: string) =>
  record(offset, { type: 'chatter.banned', streamId: 's', id, userId: 'u1', by: 'o' });

/** 2 messages and a ban that count; a copied message, a copied ban and a message too late. */
const chat = [
  said(0, 'a'),
  said(2, 'b'),
  said(3, 'a'),
  banned(4, 'ban'),
  banned(7, 'ban'),
  said(9, 'c'),
];
const counts = { message: 2, other: 1, copy: 1, event_copy: 1, banned: 1 };

async function counted(): Promise<Record<string, number>> {
  const values = [...(await metrics.archived.get()).values, ...(await metrics.voided.get()).values];
  return Object.fromEntries(
    values.map(({ labels, value }) => [Object.values(labels)[0] ?? '', value]),
  );
}

const archived = async (epoch = 0) =>
  (await history.page('event', { streamId: 's', epoch, limit: 100 })).map((e) => [
    e.offset,
    e.prev,
  ]);

test('every record is counted, as archived or under its reason', async () => {
  await archiver().handle(chat);
  expect(await counted()).toEqual(counts);
  expect(await archived()).toEqual([
    [0, -1],
    [2, 0],
    [4, 2],
  ]);
});

test('records that are tried again in an outage are counted once', async () => {
  const one = archiver();
  vi.spyOn(history, 'write').mockRejectedValueOnce(new AppError('unavailable'));
  await expect(one.handle(chat)).rejects.toThrow();
  vi.spyOn(checkpoints, 'save').mockRejectedValueOnce(new AppError('unavailable'));
  await expect(one.handle(chat)).rejects.toThrow();
  await one.handle(chat);
  expect(await counted()).toEqual(counts);
});

test('records that come again after a crash or a join are counted once, void ones too', async () => {
  for (let end = 1; end <= chat.length; end++) await archiver().handle(chat.slice(0, end));
  const last = archiver();
  await last.handle(chat);
  last.assigned();
  await last.handle(chat);
  expect(await counted()).toEqual(counts);
});

test('records read back for memory are not counted', async () => {
  await archiver().handle(chat.map((one) => ({ ...one, replayed: true })));
  expect(await counted()).toEqual({});
});

test('ordinals go on into the next epoch, the chain begins anew', async () => {
  const write = vi.spyOn(history, 'write');
  await archiver().handle(chat);
  await archiver(1).handle([said(0, 'd'), said(1, 'e')]);
  const rows = write.mock.calls.flatMap(([records]) => records);
  expect(rows.map(({ ordinal }) => ordinal)).toEqual([0, 1, 2, 3, 4]);
  expect(await archived(1)).toEqual([
    [0, -1],
    [1, 0],
  ]);
});

test('an erasure that fails is tried again until it is done', async () => {
  const one = archiver();
  vi.spyOn(history, 'erase').mockRejectedValueOnce(new AppError('unavailable'));
  const records = [
    said(0, 'a'),
    record(1, { type: 'chatter.erased', streamId: 's', id: 'e', userId: 'u1' }),
  ];
  await expect(one.handle(records)).rejects.toThrow();
  await one.handle(records);
  expect(await history.find('s', 0, 0)).toMatchObject({ text: '' });
});
