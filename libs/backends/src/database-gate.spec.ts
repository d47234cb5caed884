import { describe, expect, it, vi } from 'vitest';
import { OpenGate, PoolGate } from './database-gate.ts';
import { serialGate } from './database.embedded.ts';
import { deferred } from './deferred.ts';

/** Lets others in between, as any real query does. */
const pause = () => new Promise((resolve) => setImmediate(resolve));

describe('the serial gate', () => {
  it('runs units one at a time, in the order of their calls', async () => {
    const gate = serialGate();
    const done: string[] = [];
    const unit = (name: string) =>
      gate.pass(async () => {
        done.push(`${name} begins`);
        await pause();
        done.push(`${name} ends`);
      });
    await Promise.all(['a', 'b', 'c'].map(unit));
    const turns = ['a', 'b', 'c'].flatMap((name) => [`${name} begins`, `${name} ends`]);
    expect(done).toEqual(turns);
  });
});

describe('the gate of a pool', () => {
  const gateOf = (bounds = {}) => new PoolGate({ atOnce: 2, waiting: 2, waitMs: 5_000, ...bounds });

  it('lets so many work at once and hands each place on in the order of the calls', async () => {
    const gate = gateOf({ waiting: 9 });
    const begun: number[] = [];
    const ends = [1, 2, 3, 4, 5].map(() => deferred());
    const units = ends.map((end, n) =>
      gate.pass(() => {
        begun.push(n);
        return end.promise;
      }),
    );
    await pause();
    expect(begun).toEqual([0, 1]);
    ends[1]?.resolve();
    await units[1];
    await pause();
    expect(begun).toEqual([0, 1, 2]);
    for (const end of ends) end.resolve();
    await Promise.all(units);
    expect(begun).toEqual([0, 1, 2, 3, 4]);
  });

  it('refuses who would wait behind too many', async () => {
    const onRefused = vi.fn();
    const gate = gateOf({ onRefused });
    const end = deferred();
    const units = [1, 2, 3, 4].map(() => gate.pass(() => end.promise));
    await expect(gate.pass(pause)).rejects.toMatchObject({ code: 'unavailable' });
    expect(onRefused).toHaveBeenCalledOnce();
    end.resolve();
    await Promise.all(units);
    await expect(gate.pass(() => Promise.resolve(7))).resolves.toBe(7);
  });

  it('refuses who waited too long, and gives his place to nobody twice', async () => {
    const gate = gateOf({ waitMs: 20 });
    const end = deferred();
    const units = [1, 2].map(() => gate.pass(() => end.promise));
    const work = vi.fn(pause);
    await expect(gate.pass(work)).rejects.toMatchObject({ code: 'unavailable' });
    expect(work).not.toHaveBeenCalled();
    end.resolve();
    await Promise.all(units);
    await Promise.all([1, 2, 3].map(() => gate.pass(pause)));
  });

  it('hands a place on after work that failed', async () => {
    const gate = gateOf({ atOnce: 1 });
    const failing = gate.pass(() => Promise.reject(new Error('own')));
    const after = gate.pass(() => Promise.resolve(7));
    await expect(failing).rejects.toThrow('own');
    expect(await after).toBe(7);
  });
});

describe('every gate', () => {
  const gates = [
    ['open', () => new OpenGate()],
    ['serial', () => serialGate()],
    ['pool', () => new PoolGate({ atOnce: 2, waiting: 9, waitMs: 5_000 })],
  ] as const;

  it.each(gates)('is idle only once all have left (%s)', async (_name, make) => {
    const gate = make();
    const end = deferred();
    const left = vi.fn();
    const units = [1, 2, 3].map(() => gate.pass(() => end.promise).then(left));
    const idle = gate.idle().then(() => expect(left).toHaveBeenCalledTimes(3));
    await pause();
    end.resolve();
    await Promise.all([...units, idle]);
  });
});
