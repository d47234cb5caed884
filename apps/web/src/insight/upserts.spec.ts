import { beforeEach, describe, expect, it } from 'vitest';
import { Upserts } from './upserts.ts';

interface Thing {
  readonly id: string;
  readonly count: number;
}

const thing = (id: string, count: number): Thing => ({ id, count });
const frame = (upTo: number, epoch = 1) => ({ epoch, upTo });

describe('things that come as upserts', () => {
  let known: Upserts<Thing>;
  const counts = () => Object.fromEntries(known.items.map(({ id, count }) => [id, count]));
  beforeEach(() => (known = new Upserts()));

  it('are as the newest frame has them, whichever comes first', () => {
    known.take([thing('a', 2)], frame(20));
    known.take([thing('a', 1), thing('b', 1)], frame(10));
    expect(counts()).toEqual({ a: 2, b: 1 });
  });

  it('are filled up by a list, which changes nothing that a frame told since it was asked for', () => {
    const put = known.reading();
    known.take([thing('a', 5)], frame(20));
    put([thing('a', 3), thing('b', 4)], 1);
    expect(counts()).toEqual({ a: 5, b: 4 });
  });

  it('are as a list has them where it was asked for after the frame: an update may have been missed', () => {
    known.take([thing('a', 5)], frame(20));
    known.reading()([thing('a', 6)], 1);
    expect(counts()).toEqual({ a: 6 });
    known.take([thing('a', 7)], frame(21));
    expect(counts()).toEqual({ a: 7 });
  });

  it('of a new log take the place of those of the old one, whose offsets mean nothing there', () => {
    known.take([thing('a', 5)], frame(900));
    known.take([thing('a', 1)], frame(3, 2));
    expect(known.items).toEqual([{ id: 'a', count: 1, epoch: 2 }]);
  });

  it('stay the same list while nothing changes', () => {
    known.take([thing('a', 1)], frame(1));
    const before = known.items;
    known.take([], frame(2));
    expect(known.items).toBe(before);
  });

  it('are bounded: of too many those unheard of the longest go', () => {
    for (let i = 0; i < 1_005; i++) known.take([thing(`${i}`, i)], frame(i));
    expect(known.items).toHaveLength(1_000);
    expect(known.items.map(({ id }) => id)).not.toContain('4');
    expect(known.items.at(-1)?.id).toBe('1004');
  });
});
