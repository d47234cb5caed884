import { expect, test, vi } from 'vitest';
import type { LogRecord, TopicPartition } from './event-log.ts';
import { RecordWork } from './record-work.ts';

const place: TopicPartition = { topic: 'raw-chats', partition: 0 };
const queued = (offset: number) => ({
  record: {
    ...place,
    offset,
    at: 0,
    key: 's',
    headers: {},
    replayed: false,
  } as LogRecord<'raw-chats'>,
  bytes: 10,
});

test('a stop commits what was finished while an earlier commit was under way', async () => {
  const handle = vi.fn(() => Promise.resolve());
  const commits: number[] = [];
  let answer = (): void => undefined;
  const work = new RecordWork<'raw-chats'>(
    { handle },
    {
      commit: (_, next) => {
        commits.push(next);
        return new Promise((resolve) => (answer = resolve));
      },
      deadLetter: () => Promise.resolve(),
      full: () => undefined,
    },
    { commitEveryMs: 5 },
  );
  await work.assign([{ ...place, committed: 0 }]);
  work.push(place, [queued(0)]);
  await vi.waitFor(() => expect(commits).toEqual([1]), 10_000);
  work.push(place, [queued(1)]);
  await vi.waitFor(() => expect(handle).toHaveBeenCalledTimes(2), 10_000);
  const stopping = work.stop();
  answer();
  await vi.waitFor(() => expect(commits).toEqual([1, 2]), 10_000);
  answer();
  await stopping;
});

test('what was dropped is neither handled on nor committed', async () => {
  const commit = vi.fn(() => Promise.resolve());
  const handled: number[] = [];
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  const work = new RecordWork<'raw-chats'>(
    {
      handle: async ([record]) => {
        handled.push(record?.offset ?? -1);
        await held;
      },
    },
    { commit, deadLetter: () => Promise.resolve(), full: () => undefined },
    { commitEveryMs: 5 },
  );
  await work.assign([{ ...place, committed: 0 }]);
  work.push(place, [queued(0)]);
  await vi.waitFor(() => expect(handled).toEqual([0]), 10_000);
  work.push(place, [queued(1)]);
  work.drop();
  release();
  await work.stop();
  expect(handled).toEqual([0]);
  expect(commit).not.toHaveBeenCalled();
});
