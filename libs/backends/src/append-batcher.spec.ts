import { AppError } from '@livechat/contracts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  AppendBatcher,
  type BatcherOptions,
  type PartitionBatch,
  type StoredBatch,
} from './append-batcher.ts';

/** A store whose answers the test gives one by one. */
class Store {
  readonly calls: { batches: readonly PartitionBatch[]; at: number }[] = [];
  readonly #waiting: ((answer: Answer) => void)[] = [];
  #next = 0;

  write = (batches: readonly PartitionBatch[]): Promise<readonly (StoredBatch | undefined)[]> => {
    this.calls.push({ batches, at: performance.now() });
    return new Promise((resolve, reject) =>
      this.#waiting.push((answer) =>
        answer instanceof Error ? reject(answer) : resolve(answer(batches)),
      ),
    );
  };

  /** Answers the oldest call. */
  async answer(answer: Answer = this.stored): Promise<void> {
    this.#waiting.shift()?.(answer);
    await vi.advanceTimersByTimeAsync(0);
  }

  stored = (batches: readonly PartitionBatch[]): StoredBatch[] =>
    batches.map(({ records }) => {
      const baseOffset = this.#next;
      this.#next += records.length;
      return { baseOffset, at: 7 };
    });
}
type Answer = Error | ((batches: readonly PartitionBatch[]) => (StoredBatch | undefined)[]);

const record = (value: string, key = 'stream') => ({ key, value, headers: {} });
const codeOf = (append: Promise<unknown>) =>
  append.then(
    () => 'acked',
    (error: unknown) => (error as AppError).code,
  );
const values = (store: Store, call: number) =>
  store.calls[call]?.batches.map(({ records }) => records.map((r) => r.value));

let store: Store;
const batcher = (options: Partial<BatcherOptions> = {}) =>
  new AppendBatcher(store.write, { partitions: 8, ...options });

beforeEach(() => {
  vi.useFakeTimers();
  store = new Store();
});
afterEach(() => vi.useRealTimers());

test('the first append goes at once, those that follow within the spacing go together', async () => {
  const log = batcher();
  const first = log.append('t', record('a', 'one'));
  await vi.advanceTimersByTimeAsync(0);
  const rest = ['b', 'c'].map((value) => log.append('t', record(value, 'two')));
  await vi.advanceTimersByTimeAsync(5);
  expect(store.calls.map(({ at }) => at - (store.calls[0]?.at ?? 0))).toEqual([0, 5]);
  expect(values(store, 1)).toEqual([['b', 'c']]);
  await store.answer();
  await store.answer();
  expect(await first).toEqual({ partition: expect.any(Number) as number, offset: 0, at: 7 });
  expect((await Promise.all(rest)).map((a) => a.offset)).toEqual([1, 2]);
});

test('a partition with a batch under way gets no second one, others do not wait for it', async () => {
  const log = batcher();
  void log.append('t', record('a', 'one'));
  await vi.advanceTimersByTimeAsync(0);
  void log.append('t', record('b', 'one'));
  void log.append('t', record('c', 'two'));
  await vi.advanceTimersByTimeAsync(100);
  expect(values(store, 1)).toEqual([['c']]);
  await store.answer();
  await vi.advanceTimersByTimeAsync(5);
  expect(values(store, 2)).toEqual([['b']]);
});

test('a batch without an answer is written again in its place, before what came later', async () => {
  const log = batcher();
  const first = log.append('t', record('a'));
  await vi.advanceTimersByTimeAsync(0);
  const second = log.append('t', record('b'));
  await store.answer((batches) => batches.map(() => undefined));
  await vi.advanceTimersByTimeAsync(5);
  expect(values(store, 1)).toEqual([['a', 'b']]);
  await store.answer();
  expect([(await first).offset, (await second).offset]).toEqual([0, 1]);
});

test('a batch is bounded in records and in bytes; a record above the bytes goes alone', async () => {
  const log = batcher({ maxBatch: 2, maxBatchBytes: 1_000 });
  for (const value of ['a', 'b', 'c', 'x'.repeat(2_000), 'd']) void log.append('t', record(value));
  for (let i = 0; i < 4; i++) {
    await vi.advanceTimersByTimeAsync(5);
    await store.answer();
  }
  const lengths = store.calls.map(({ batches }) => batches[0]?.records.map((r) => r.value.length));
  expect(lengths).toEqual([[1, 1], [1], [2_000], [1]]);
});

test('a record unsent at the horizon is unavailable, one under way is unknown', async () => {
  const log = batcher();
  const sent = codeOf(log.append('t', record('a')));
  await vi.advanceTimersByTimeAsync(0);
  const unsent = codeOf(log.append('t', record('b')));
  await vi.advanceTimersByTimeAsync(10_500);
  expect([await sent, await unsent]).toEqual(['internal', 'unavailable']);
});

test('a record that was perhaps stored stays unknown, even if a later try was never sent', async () => {
  const log = batcher();
  const append = codeOf(log.append('t', record('a')));
  await vi.advanceTimersByTimeAsync(0);
  await store.answer(new Error('connection lost'));
  await vi.advanceTimersByTimeAsync(500);
  for (let i = 0; i < 40; i++) {
    await store.answer(new AppError('unavailable'));
    await vi.advanceTimersByTimeAsync(300);
  }
  expect(store.calls.length).toBeGreaterThan(2);
  expect(await append).toBe('internal');
});

test('a record that was perhaps stored and waits for another try is never called refused', async () => {
  const log = batcher({ spacingMs: 20_000 });
  const append = codeOf(log.append('t', record('a')));
  await vi.advanceTimersByTimeAsync(0);
  await store.answer(new Error('connection lost'));
  await vi.advanceTimersByTimeAsync(500);
  log.dropUnsent();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(store.calls).toHaveLength(1);
  expect(await append).toBe('internal');
});

test('where that is wished, what was certainly not sent is refused at once', async () => {
  const log = batcher({ refuseUnsent: true });
  const unsure = codeOf(log.append('t', record('a', 'one')));
  await vi.advanceTimersByTimeAsync(0);
  await store.answer(new Error('connection lost'));
  await vi.advanceTimersByTimeAsync(500);
  const unsent = codeOf(log.append('t', record('b', 'two')));
  await store.answer(new AppError('unavailable'));
  await vi.advanceTimersByTimeAsync(500);
  await store.answer(new AppError('unavailable'));
  expect(await unsent).toBe('unavailable');
  await vi.advanceTimersByTimeAsync(500);
  await store.answer();
  expect(await unsure).toBe('acked');
});

test('when the store is known to be away, what was never sent is refused at once', async () => {
  const log = batcher();
  const sent = codeOf(log.append('t', record('a')));
  await vi.advanceTimersByTimeAsync(0);
  const unsent = codeOf(log.append('t', record('b')));
  log.dropUnsent();
  expect(await unsent).toBe('unavailable');
  await store.answer();
  expect(await sent).toBe('acked');
});

test('a full buffer refuses at once and says so', async () => {
  const onBoundHit = vi.fn();
  const log = batcher({ maxBytes: 1_000, onBoundHit });
  const first = codeOf(log.append('t', record('x'.repeat(800))));
  expect(await codeOf(log.append('t', record('x'.repeat(800))))).toBe('unavailable');
  expect(onBoundHit).toHaveBeenCalledOnce();
  await vi.advanceTimersByTimeAsync(0);
  await store.answer();
  expect(await first).toBe('acked');
  void log.append('t', record('x'.repeat(800)));
  await vi.advanceTimersByTimeAsync(5);
  expect(store.calls).toHaveLength(2);
});

test('close waits for the answers and refuses what comes later', async () => {
  const log = batcher();
  const append = codeOf(log.append('t', record('a')));
  let closed = false;
  const closing = log.close().then(() => (closed = true));
  expect(await codeOf(log.append('t', record('b')))).toBe('unavailable');
  await vi.advanceTimersByTimeAsync(50);
  expect(closed).toBe(false);
  await store.answer();
  await vi.advanceTimersByTimeAsync(10);
  await closing;
  expect(await append).toBe('acked');
});
