import type { Summary } from '@livechat/contracts';
import { describe, expect, test } from 'vitest';
import { Outlet, type Outgoing } from './outlet.ts';

const record = (id: string): Outgoing => ({
  topic: 'summary-results',
  value: { id } as Summary,
  since: 0,
});
const idOf = ({ value }: Outgoing) => (value as Summary).id;

describe('what a stream has to say', () => {
  test('leaves in order, and sending ends when all of it is durable', async () => {
    const stored: string[] = [];
    const outlet = new Outlet((r) => Promise.resolve(void stored.push(idOf(r))));
    for (let i = 0; i < 250; i++) outlet.put(record(`${i}`));
    await outlet.send();
    expect(stored).toEqual(Array.from({ length: 250 }, (_, i) => `${i}`));
    expect(outlet.size).toBe(0);
  });

  test('stays, with all behind it, where an append fails, and leaves with the next try', async () => {
    const stored: string[] = [];
    let broken = true;
    const outlet = new Outlet((r) => {
      if (broken && idOf(r) === 'b') return Promise.reject(new Error('away'));
      return Promise.resolve(void stored.push(idOf(r)));
    });
    for (const id of ['a', 'b', 'c']) outlet.put(record(id));
    await expect(outlet.send()).rejects.toThrow('away');
    expect(outlet.size).toBe(2);
    broken = false;
    await outlet.send();
    expect(stored).toEqual(['a', 'c', 'b', 'c']);
  });

  test('what is put while it sends goes along', async () => {
    const stored: string[] = [];
    const outlet: Outlet = new Outlet((r) => {
      if (stored.length === 0) outlet.put(record('late'));
      return Promise.resolve(void stored.push(idOf(r)));
    });
    outlet.put(record('first'));
    await Promise.all([outlet.send(), outlet.send()]);
    expect(stored).toEqual(['first', 'late']);
  });
});
