import type { AnalysisFrame } from '@livechat/contracts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FramePace } from './frame-pace.ts';

const frame = (upTo: number, more: Partial<AnalysisFrame> = {}) =>
  ({
    streamId: 's',
    upTo,
    labels: [{ offset: upTo }],
    questions: [],
    moments: [],
    ...more,
  }) as unknown as AnalysisFrame;

let out: AnalysisFrame[];
let isAway: boolean;
let pace: FramePace;
beforeEach(() => {
  vi.useFakeTimers();
  out = [];
  isAway = false;
  pace = new FramePace((each) => {
    if (isAway) return Promise.reject(new Error('away'));
    out.push(each);
    return Promise.resolve();
  });
});
afterEach(() => vi.useRealTimers());

test('of many frames at once two a second go out, the newest, with all labels of those between', async () => {
  for (let upTo = 0; upTo < 1_000; upTo++) {
    await pace.put(frame(upTo));
    await vi.advanceTimersByTimeAsync(5);
  }
  await vi.advanceTimersByTimeAsync(500);
  expect(out.length).toBeGreaterThanOrEqual(10);
  expect(out.length).toBeLessThanOrEqual(12);
  expect(out.at(-1)?.upTo).toBe(999);
  expect(out.at(-1)?.labels.length).toBeGreaterThan(50);
});

test('what reaches no higher is dropped, so that upTo only rises', async () => {
  for (const upTo of [5, 3, 5, 8, 7]) {
    await pace.put(frame(upTo));
    await vi.advanceTimersByTimeAsync(600);
  }
  expect(out.map(({ upTo }) => upTo)).toEqual([5, 8]);
});

test('moments and questions of replaced frames are told, each as it was last', async () => {
  const moment = (id: string, label: string) => ({ id, label }) as AnalysisFrame['moments'][number];
  await pace.put(frame(1));
  await pace.put(frame(2, { moments: [moment('a', 'old'), moment('b', 'kept')] }));
  await pace.put(frame(3, { moments: [moment('a', 'new')] }));
  await vi.advanceTimersByTimeAsync(500);
  expect(out[1]?.moments).toEqual([moment('a', 'new'), moment('b', 'kept')]);
});

test('streams do not wait for each other', async () => {
  await pace.put(frame(1));
  await pace.put(frame(1, { streamId: 'other' }));
  expect(out).toHaveLength(2);
});

test('what could not go out goes out later, and a first failure is told to who put it', async () => {
  await pace.put(frame(1));
  await pace.put(frame(2));
  isAway = true;
  await vi.advanceTimersByTimeAsync(600);
  isAway = false;
  await vi.advanceTimersByTimeAsync(500);
  expect(out.map(({ upTo }) => upTo)).toEqual([1, 2]);
  isAway = true;
  await vi.advanceTimersByTimeAsync(500);
  await expect(pace.put(frame(3))).rejects.toThrow('away');
  isAway = false;
  await pace.put(frame(3));
  expect(out.at(-1)?.upTo).toBe(3);
});

test('what waits goes out at the end', async () => {
  await pace.put(frame(1));
  await pace.put(frame(2));
  await pace.close();
  expect(out.map(({ upTo }) => upTo)).toEqual([1, 2]);
});
