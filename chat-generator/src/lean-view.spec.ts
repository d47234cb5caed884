import type { Joined } from '@livechat/contracts';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { LeanView } from './lean-view.ts';
import { Receipts } from './receipts.ts';

const answer = (head: number, events: readonly number[], more: Partial<Joined> = {}) =>
  ({
    epoch: 0,
    head,
    events: events.map((offset) => ({ offset, id: `m${offset}` })),
    recovered: true,
    more: false,
    ...more,
  }) as unknown as Joined;
const anew = { recovered: false };

let receipts: Receipts;
let view: LeanView;
const joinAgain = vi.fn();
const frame = (offset: number, prev: number | null, t = 100) =>
  view.receive({ offset, prev }, t, () => `m${offset}`);
beforeEach(() => {
  joinAgain.mockClear();
  receipts = new Receipts();
  view = new LeanView(receipts, joinAgain);
  view.joining();
  view.joined(answer(4, [3, 4], anew), 0);
});

describe("a chatter's own list", () => {
  it('takes what follows, and measures from when it was due', () => {
    const note = receipts.noting(() => undefined);
    const sent = { type: 'INTENT', sender: 0, seq: 1, stream: 's', crc: 0, t: 41 } as const;
    note({ ...sent, id: 'm5', due: 40 });
    frame(5, 4);
    frame(6, 5);
    expect(view).toMatchObject({ seen: 2, gaps: 0, swapped: 0, repeats: 0 });
    expect(receipts.latency).toMatchObject({ count: 1, max: 60 });
  });

  it('joins again at a gap, and has all of it then', () => {
    frame(7, 6);
    expect(joinAgain).toHaveBeenCalledOnce();
    view.joining();
    frame(8, 7);
    view.joined(answer(7, [5, 6, 7]), 0);
    expect(view).toMatchObject({ gaps: 1, seen: 4, last: { epoch: 0, offset: 8 } });
  });

  it('asks for the rest where an answer was not all', () => {
    expect(view.joined(answer(9, [5, 6], { more: true }), 0)).toBe(true);
    expect(view.last?.offset).toBe(6);
    expect(view.joined(answer(9, [7, 8, 9]), 0)).toBe(false);
    expect(view).toMatchObject({ seen: 5, last: { offset: 9 } });
  });

  it('finds frames that do not rise on one connection; after a join they are dropped repeats', () => {
    frame(5, 4);
    frame(5, 4);
    expect(view).toMatchObject({ swapped: 1, repeats: 1 });
    view.joining();
    frame(5, 4);
    view.joined(answer(5, []), 0);
    expect(view).toMatchObject({ swapped: 1, repeats: 2, seen: 1 });
  });

  it('counts a list begun anew, as when it was too far behind', () => {
    view.joined(answer(900, [899, 900], anew), 0);
    expect(view).toMatchObject({ resets: 1, seen: 0, last: { offset: 900 } });
  });
});
