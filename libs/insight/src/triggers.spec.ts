import { describe, expect, test } from 'vitest';
import { SummaryTrigger, type DueRequest, type SavedTrigger } from './triggers.ts';

const rules = { every: 20, window: 100, minInterval: 10_000 };

/** Posts messages at offsets `from`, `from` + 1, … `gap` ms apart; answers the requests. */
function post(trigger: SummaryTrigger, from: number, count: number, gap = 1_000): DueRequest[] {
  return Array.from({ length: count }, (_, i) =>
    trigger.message(from + i, (from + i) * gap),
  ).filter((due) => due !== undefined);
}

describe('summary requests', () => {
  test('one for every 20 new messages, covering exactly those', () => {
    const due = post(new SummaryTrigger(rules), 0, 45);
    expect(due).toMatchObject([
      { posted: 20, from: 0, upTo: 19, count: 20, at: 19_000, revision: 0 },
      { posted: 40, from: 20, upTo: 39, count: 20, at: 39_000, revision: 0 },
    ]);
  });

  test('no two are closer than the least interval; what is held back comes with a later message', () => {
    const due = post(new SummaryTrigger(rules), 0, 205, 100);
    expect(due.map(({ from, upTo, at }) => [from, upTo, at])).toEqual([
      [0, 19, 1_900],
      [20, 119, 11_900],
    ]);
  });

  test('the end of a stream asks for its recap with the rest, held back or not', () => {
    const trigger = new SummaryTrigger(rules);
    expect(trigger.end(0, 0)).toBeUndefined();
    post(trigger, 0, 25);
    const recap = { posted: 25, from: 20, upTo: 24, final: true, revision: 0 };
    expect(trigger.end(24_000, 25)).toMatchObject(recap);
    expect(trigger.end(25_000, 26)).toBeUndefined();
  });

  test('where nothing is left the recap is a revision of the last request, in its place', () => {
    const trigger = new SummaryTrigger(rules);
    const [last] = post(trigger, 0, 20);
    const recap = { ...last, at: 30_000, final: true, revision: 20 };
    expect(trigger.end(30_000, 20)).toEqual(recap);
    expect(trigger.end(30_000, 21)).toBeUndefined();
    expect(trigger.revised(3, 22)).toEqual([{ ...recap, revision: 22 }]);
  });

  test('a kept state goes on where it was', () => {
    const whole = post(new SummaryTrigger(rules), 0, 70, 300);
    const first = new SummaryTrigger(rules);
    const due = post(first, 0, 33, 300);
    const saved = JSON.parse(JSON.stringify(first)) as SavedTrigger;
    expect([...due, ...post(new SummaryTrigger(rules, saved), 33, 37, 300)]).toEqual(whole);
  });
});

describe('requests made again after a removal', () => {
  test('the block of the message, with the range it had and the removal as revision', () => {
    const trigger = new SummaryTrigger({ ...rules, window: 20 });
    const [, second] = post(trigger, 0, 120);
    const [own] = trigger.revised(25, 500);
    expect(own).toEqual({ ...second, revision: 500 });
  });

  test('later blocks that may look back on it, and none beyond', () => {
    const trigger = new SummaryTrigger({ ...rules, window: 20 });
    post(trigger, 0, 200);
    expect(trigger.revised(25, 500).map(({ posted }) => posted)).toEqual([40, 60]);
  });

  test('the recap of an ended stream, wherever in the stream the message stood', () => {
    const trigger = new SummaryTrigger({ every: 1, window: 1, minInterval: 0 });
    post(trigger, 0, 1_500);
    trigger.end(1_500_000, 1_500);
    const blocks = (offset: number) => trigger.revised(offset, 2_000).map(({ posted }) => posted);
    expect(blocks(700)).toEqual([701, 702, 1_500]);
    expect(blocks(3)).toEqual([1_500]);
    expect(blocks(1_499)).toEqual([1_500]);
  });

  test('none for a message no block holds', () => {
    const trigger = new SummaryTrigger(rules);
    post(trigger, 100, 25);
    expect(trigger.revised(99, 500)).toEqual([]);
    expect(trigger.revised(121, 500)).toEqual([]);
  });

  test('only the last 1,000 blocks are remembered', () => {
    const trigger = new SummaryTrigger({ every: 1, window: 1, minInterval: 0 });
    post(trigger, 0, 1_001);
    expect(trigger.revised(0, 5_000)).toEqual([]);
    expect(trigger.revised(1, 5_000)).not.toEqual([]);
  });
});
