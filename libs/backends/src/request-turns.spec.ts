import { AppError } from '@livechat/contracts';
import { expect, test } from 'vitest';
import { RequestTurns } from './request-turns.ts';

class Away extends Error {}
const isAway = (error: unknown) => error instanceof Away;

/** Work that ends when it is told to. */
function held() {
  const ends: { done: () => void; fail: (error: Error) => void }[] = [];
  const work = () =>
    new Promise<void>((resolve, reject) => ends.push({ done: resolve, fail: reject }));
  return { ends, work };
}

test('no more than 128 run at once, and all have their turn', async () => {
  const turns = new RequestTurns(5_000, () => {});
  let [running, most] = [0, 0];
  const work = async () => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setImmediate(resolve));
    running--;
  };
  await Promise.all(Array.from({ length: 5_000 }, () => turns.run(work, isAway)));
  expect([most, running]).toEqual([128, 0]);
});

test('once the server is away, everyone who waits is refused at once', async () => {
  const turns = new RequestTurns(5_000, () => {});
  const { ends, work } = held();
  const all = Array.from({ length: 1_000 }, () => turns.run(work, isAway));
  const outcomes = Promise.allSettled(all);
  await new Promise((resolve) => setImmediate(resolve));
  expect(ends).toHaveLength(128);
  for (const { fail } of ends) fail(new Away());
  const reasons = (await outcomes).map((o): unknown => o.status === 'rejected' && o.reason);
  expect(reasons.filter((reason) => reason instanceof Away)).toHaveLength(128);
  expect(reasons.filter((reason) => reason instanceof AppError)).toHaveLength(1_000 - 128);
  expect(await turns.run(() => Promise.resolve('again'), isAway)).toBe('again');
});

test('an answer that does not come is unavailable in time, and keeps its turn until it is over', async () => {
  const turns = new RequestTurns(20, () => {});
  const { ends, work } = held();
  const all = Array.from({ length: 128 }, () => turns.run(work, isAway));
  const outcomes = await Promise.allSettled(all);
  expect(outcomes.every((o) => o.status === 'rejected' && o.reason instanceof AppError)).toBe(true);
  let hasRun = false;
  const next = turns.run(() => Promise.resolve((hasRun = true)), isAway);
  await new Promise((resolve) => setImmediate(resolve));
  expect(hasRun).toBe(false);
  ends[0]?.done();
  await next;
  expect(hasRun).toBe(true);
});

test('a full queue refuses the newest and says so', async () => {
  let full = 0;
  const turns = new RequestTurns(60_000, () => full++);
  const { ends, work } = held();
  const all = Array.from({ length: 20_128 }, () => turns.run(work, isAway));
  const outcomes = Promise.allSettled(all);
  await expect(turns.run(work, isAway)).rejects.toMatchObject({ code: 'unavailable' });
  expect(full).toBe(1);
  ends[0]?.fail(new Away());
  await new Promise((resolve) => setImmediate(resolve));
  for (const { done } of ends) done();
  expect((await outcomes).filter((o) => o.status === 'rejected').length).toBeGreaterThan(19_000);
});
