import { AppError } from '@livechat/contracts';
import { EmbeddedCounters, EmbeddedFanout, type LogRecord } from '@livechat/backends';
import { Metrics, silentLogger } from '@livechat/runtime';
import { expect, test, vi } from 'vitest';
import { Relay } from './relay.ts';

const record = (offset: number, id: string): LogRecord<'raw-chats'> => ({
  topic: 'raw-chats',
  partition: 0,
  offset,
  at: Date.now(),
  key: 's',
  headers: {},
  replayed: false,
  value: { type: 'stream.ended', streamId: 's', id },
});

test('a void event is not announced, however often its delivery is tried', async () => {
  const fanout = new EmbeddedFanout();
  const options = { epoch: 0, voidIds: 100 };
  const relay = new Relay(fanout, new EmbeddedCounters(), new Metrics(), silentLogger(), options);
  const records = [record(0, 'a'), record(1, 'a')];
  const announce = vi.spyOn(fanout, 'announce').mockRejectedValueOnce(new AppError('unavailable'));
  await expect(relay.handle(records)).rejects.toThrow();
  await relay.handle(records);
  const announced = announce.mock.calls.map(([{ entries }]) => entries.map((e) => e.offset));
  expect(announced).toEqual([[0], [0]]);
});
