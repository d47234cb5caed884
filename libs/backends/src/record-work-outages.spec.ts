import { AppError } from '@livechat/contracts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { LogHandler, LogRecord } from './event-log.ts';
import type { QueuedRecord } from './record-lane.ts';
import { RecordWork } from './record-work.ts';

const partition = { topic: 'raw-chats', partition: 0 } as const;
const queued = (offset: number, key = 's'): QueuedRecord<'raw-chats'> => ({
  bytes: 10,
  record: {
    ...partition,
    offset,
    key,
    at: 0,
    headers: {},
    replayed: false,
    value: { type: 'stream.ended', streamId: key, id: `${offset}` },
  },
});
const ticks = (ms: number) => vi.advanceTimersByTimeAsync(ms);

let commits: number[];
let letters: number[];
let deadLetter: (record: LogRecord<'raw-chats'>) => Promise<void>;
beforeEach(() => {
  vi.useFakeTimers();
  commits = [];
  letters = [];
  deadLetter = ({ offset }) => {
    letters.push(offset);
    return Promise.resolve();
  };
});
afterEach(() => vi.useRealTimers());

async function working(handler: LogHandler<'raw-chats'>): Promise<RecordWork<'raw-chats'>> {
  const source = {
    commit: (_: unknown, next: number) => {
      commits.push(next);
      return Promise.resolve();
    },
    deadLetter: (record: LogRecord<'raw-chats'>) => deadLetter(record),
    full: () => undefined,
  };
  const work = new RecordWork<'raw-chats'>(handler, source, { commitEveryMs: 100 });
  await work.assign([{ ...partition, committed: 0 }]);
  return work;
}

test.each(['unavailable', 'internal'] as const)(
  'an error of code %s is waited out, however often it comes, and buries nothing',
  async (code) => {
    let failures = 8;
    const handled: number[] = [];
    const work = await working({
      handle: (records) => {
        if (failures-- > 0) return Promise.reject(new AppError(code));
        handled.push(...records.map(({ offset }) => offset));
        return Promise.resolve();
      },
    });
    work.push(partition, [queued(0), queued(1)]);
    await ticks(120_000);
    expect(handled).toEqual([0, 1]);
    expect(letters).toEqual([]);
    expect(commits).toEqual([2]);
    await work.stop();
  },
);

test('a fault of a handler buries the one record it is about, and the rest is handled', async () => {
  const handled: number[] = [];
  const work = await working({
    handle: (records) => {
      if (records.some(({ offset }) => offset === 1)) return Promise.reject(new Error('a fault'));
      handled.push(...records.map(({ offset }) => offset));
      return Promise.resolve();
    },
  });
  work.push(partition, [queued(0), queued(1), queued(2)]);
  await ticks(60_000);
  expect(handled).toEqual([0, 2]);
  expect(letters).toEqual([1]);
  expect(commits.at(-1)).toBe(3);
  await work.stop();
});

test('a dead letter that cannot be written before a stop is not passed over', async () => {
  deadLetter = () => Promise.reject(new AppError('unavailable'));
  const work = await working({ handle: () => Promise.reject(new Error('a fault')) });
  work.push(partition, [queued(0), queued(1, 'other')]);
  await ticks(5_000);
  const stopped = work.stop();
  await ticks(300_000);
  await stopped;
  expect(commits).toEqual([]);
});

test('records behind one that is waited out are handled, and not committed before it', async () => {
  const handled: string[] = [];
  let isAway = true;
  const work = await working({
    handle: ([first]) => {
      if (first?.key === 'stuck' && isAway) return Promise.reject(new AppError('unavailable'));
      handled.push(first?.key ?? '');
      return Promise.resolve();
    },
  });
  work.push(partition, [queued(0, 'first'), queued(1, 'stuck'), queued(2, 'last')]);
  await ticks(5_000);
  expect(handled).toEqual(['first', 'last']);
  expect(commits).toEqual([1]);
  isAway = false;
  await ticks(20_000);
  expect(handled).toEqual(['first', 'last', 'stuck']);
  expect(commits).toEqual([1, 3]);
  await work.stop();
});
