import type { Label } from '@livechat/contracts';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { message } from './fake-server.fixture.ts';
import { messageRow, type ChatRow } from './message-rows.ts';
import { bounds, MessageWindow } from './message-window.ts';

const row = (offset: number, epoch = 1) => messageRow(message(offset), epoch);
const rows = (from: number, upTo: number, epoch = 1) =>
  Array.from({ length: upTo - from + 1 }, (_, i) => row(from + i, epoch));
const place = (offset: number, epoch = 1) => ({ epoch, offset });

describe('the window on the messages', () => {
  let window: MessageWindow;
  const shown = () => window.rows.map(({ place: { offset } }) => offset);
  const ends = () => [shown()[0], shown().at(-1)];
  const add = (from: number, upTo: number) => rows(from, upTo).forEach((each) => window.add(each));

  beforeEach(() => {
    window = new MessageWindow();
    window.begin(rows(1, 100));
  });

  it('follows the newest and stays bounded for hours', () => {
    add(101, 20_000);
    expect(window.rows).toHaveLength(bounds.following);
    expect(ends()).toEqual([20_000 - bounds.following + 1, 20_000]);
    expect(window.unseen).toBe(0);
  });

  it('is the same list as long as nothing changed', () => {
    expect(window.rows).toBe(window.rows);
    const before = window.rows;
    window.label(new Map(), 1);
    window.change(place(7_777), () => undefined);
    expect(window.rows).toBe(before);
  });

  it('stands still once the reader left the end, and counts what came since', () => {
    window.hold();
    add(101, 130);
    window.add({ kind: 'notice', key: 'n', place: place(130), recovered: 3 });
    expect(ends()[0]).toBe(1);
    expect(window.unseen).toBe(30);
    expect(window.hasNewer).toBe(false);
  });

  it('holds only so much below a reader who stays away, and finds its way back to the end', () => {
    window.hold();
    add(101, 1_000);
    expect(window.rows).toHaveLength(bounds.shown);
    expect(window.hasNewer).toBe(true);
    while (window.hasNewer) expect(window.newerFromHere()).toBe(true);
    expect(shown().at(-1)).toBe(1_000);
    expect(window.rows.length).toBeLessThanOrEqual(bounds.shown);
    add(1_001, 1_001);
    expect(window.hasNewer).toBe(true);
    window.newerFromHere();
    expect(shown().at(-1)).toBe(1_001);
  });

  it('goes to the newest at once when asked', () => {
    window.hold();
    add(101, 1_000);
    window.follow();
    expect(ends()).toEqual([1_000 - bounds.following + 1, 1_000]);
    expect(window.unseen).toBe(0);
  });

  it('shows older rows it still has before any are read', () => {
    add(101, 450);
    expect(window.olderFromHere()).toBe(true);
    expect(ends()).toEqual([450 - bounds.following - bounds.step + 1, 450]);
    expect(window.isFollowing).toBe(false);
    window.olderFromHere();
    window.olderFromHere();
    expect(ends()).toEqual([1, 450]);
    expect(window.olderFromHere()).toBe(false);
  });

  it('takes older pages in front, cuts the far end, and knows the beginning', () => {
    window.begin(rows(1_000, 1_100));
    window.hold();
    window.prepend(rows(700, 999));
    window.prepend(rows(400, 699), true);
    expect(window.rows).toHaveLength(bounds.shown);
    expect(ends()).toEqual([400, 999]);
    expect(window.hasOlder).toBe(false);
    expect(window.hasNewer).toBe(true);
  });

  it('fills a short list from above while it follows', () => {
    window.begin(rows(50, 52));
    window.prepend(rows(40, 49), true);
    expect(ends()).toEqual([40, 52]);
    expect(window.isFollowing).toBe(true);
    expect(window.hasOlder).toBe(false);
  });

  it('never takes a row twice where pages overlap', () => {
    window.hold();
    window.prepend(rows(1, 5));
    expect(shown()).toEqual(rows(1, 100).map(({ place: { offset } }) => offset));
  });

  it('crosses into the older log by epoch, whatever its offsets', () => {
    window.begin(rows(0, 3, 2));
    window.prepend(rows(900, 902, 1));
    expect(window.rows.map(({ key }) => key)).toEqual([
      ...['1-900', '1-901', '1-902'],
      ...['2-0', '2-1', '2-2', '2-3'],
    ]);
  });

  it('shows rows of elsewhere, and grows from there to the newest', () => {
    add(101, 700);
    window.show(rows(20, 60));
    expect(window.hasNewer).toBe(true);
    expect(window.newerFromHere()).toBe(false);
    window.extend(rows(61, 200), true);
    while (window.hasNewer) window.newerFromHere();
    expect(shown().at(-1)).toBe(700);
    expect(shown()).toEqual([...new Set(shown())]);
  });

  it('joins the newest at once where what it shows reaches them', () => {
    window.show(rows(80, 100));
    expect(window.hasNewer).toBe(false);
  });

  it('changes and takes out a row wherever it stands', () => {
    window.hold();
    window.change(place(50), () => undefined);
    window.change(place(51), (each) => ({ ...each, isRemoved: true }));
    expect(shown()).not.toContain(50);
    expect(window.find(place(50))).toBeUndefined();
    window.follow();
    expect(shown()).not.toContain(50);
    expect(window.find(place(51))?.isRemoved).toBe(true);
  });

  it('puts a row back where it belongs, once', () => {
    window.hold();
    window.change(place(50), () => undefined);
    window.insert(row(50));
    window.insert(row(50));
    expect(shown()).toEqual(rows(1, 100).map(({ place: { offset } }) => offset));
  });

  it('does not put back what stands outside of what it shows', () => {
    window.show(rows(20, 30));
    window.insert(row(10));
    window.insert(row(40));
    expect(ends()).toEqual([20, 30]);
  });

  it('joins labels to rows by offset and leaves the others as they are', () => {
    const label: Label = {
      offset: 7,
      sentiment: 'positive',
      score: 1,
      category: 'praise',
      toxicity: 0,
    };
    const before = window.find(place(8));
    window.label(new Map([[7, label]]), 1);
    expect(window.find(place(7))?.label).toEqual(label);
    expect(window.find(place(8))).toBe(before);
    window.label(new Map([[8, label]]), 9);
    expect(window.find(place(8))?.label).toBeUndefined();
  });

  it('stays contiguous, ordered and bounded whatever the reader does', () => {
    const acts = fc.array(fc.constantFrom('add', 'burst', 'hold', 'follow', 'older', 'newer'), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(acts, (done) => {
        const one = new MessageWindow();
        let last = 1_000;
        one.begin(rows(last - 99, last));
        const log = (from: number, upTo: number) => rows(Math.max(0, from), upTo);
        const act: Record<string, () => void> = {
          add: () => one.add(row(++last)),
          burst: () => rows(last + 1, (last += 300)).forEach((each) => one.add(each)),
          hold: () => one.hold(),
          follow: () => one.follow(),
          older: () => {
            const first = one.firstPlace!.offset;
            if (one.hasOlder && !one.olderFromHere()) {
              one.prepend(log(first - 200, first - 1), first <= 200);
            }
          },
          newer: () => {
            if (!one.hasNewer || one.newerFromHere()) return;
            const end = one.lastPlace!.offset;
            const upTo = Math.min(end + 200, one.tailStart!.offset - 1);
            one.extend(log(end + 1, upTo), upTo < end + 200);
          },
        };
        for (const name of done) {
          act[name]?.();
          const offsets = one.rows.map(({ place: { offset } }: ChatRow) => offset);
          const [first = 0] = offsets;
          expect(offsets).toEqual(offsets.map((_, i) => first + i));
          expect(offsets.length).toBeLessThanOrEqual(bounds.shown);
          if (one.isFollowing || !one.hasNewer) expect(offsets.at(-1)).toBe(last);
        }
      }),
    );
  });
});
