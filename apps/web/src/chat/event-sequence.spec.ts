import type { LogEvent } from '@livechat/contracts';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { EventSequence, type Hole, type Way } from './event-sequence.ts';
import { event, message, messages } from './fake-server.fixture.ts';

/** A sequence at an offset, and everything that came out of it. */
function sequenceAt(offset: number, read: (hole: Hole) => Promise<readonly LogEvent[]>) {
  const passed: { offset: number; way: Way }[] = [];
  const lost = vi.fn();
  const sequence = new EventSequence({
    pass: (events, way) => passed.push(...events.map((e) => ({ offset: e.offset, way }))),
    read,
    lost,
  });
  sequence.startAt({ epoch: 1, offset });
  sequence.release();
  return { sequence, passed, lost, offsets: () => passed.map((each) => each.offset) };
}

const none = () => Promise.resolve([]);

describe('the sequence of events', () => {
  it('passes on what follows and drops what is not above the last', () => {
    const { sequence, offsets } = sequenceAt(4, none);
    for (const offset of [5, 5, 4, 6, 3, 7]) sequence.take(message(offset));
    expect(offsets()).toEqual([5, 6, 7]);
    expect(sequence.last).toEqual({ epoch: 1, offset: 7 });
  });

  it('accepts offsets with gaps where the chain is whole', () => {
    const { sequence, offsets } = sequenceAt(4, none);
    sequence.take(message(90, { prev: 4 }));
    sequence.take(message(95, { prev: 90 }));
    expect(offsets()).toEqual([90, 95]);
  });

  it('takes the first event of a stream that had none', () => {
    const { sequence, offsets } = sequenceAt(-1, none);
    sequence.take(event('stream.started', 0, { prev: -1 }));
    expect(offsets()).toEqual([0]);
  });

  it('takes an event whose predecessor lies below the head of the snapshot', () => {
    const read = vi.fn(none);
    const { sequence, offsets } = sequenceAt(20, read);
    sequence.take(message(21, { prev: 17 }));
    expect(offsets()).toEqual([21]);
    expect(read).not.toHaveBeenCalled();
  });

  it('reads exactly the hole before it passes on what follows, in order', async () => {
    const read = vi.fn((_hole: Hole) => Promise.resolve(messages(5, 8)));
    const { sequence, passed, offsets } = sequenceAt(4, read);
    sequence.take(message(9));
    sequence.take(message(10));
    expect(offsets()).toEqual([]);
    await vi.waitFor(() => expect(offsets()).toEqual([5, 6, 7, 8, 9, 10]));
    expect(read.mock.calls).toEqual([[{ epoch: 1, after: 4, before: 9 }]]);
    expect(passed.filter(({ way }) => way === 'missed').map((e) => e.offset)).toEqual([5, 6, 7, 8]);
  });

  it('reads once where the chain is unknown, and goes on where nothing was missing', async () => {
    const read = vi.fn(none);
    const { sequence, passed } = sequenceAt(4, read);
    sequence.take(message(9, { prev: null }));
    await vi.waitFor(() => expect(passed).toEqual([{ offset: 9, way: 'live' }]));
    expect(read).toHaveBeenCalledTimes(1);
  });

  it('goes on after a hole whose end was removed since', async () => {
    const { sequence, offsets } = sequenceAt(4, () => Promise.resolve(messages(5, 6)));
    sequence.take(message(9));
    await vi.waitFor(() => expect(offsets()).toEqual([5, 6, 9]));
  });

  it('says it is lost where a hole cannot be read, and waits', async () => {
    const { sequence, lost, offsets } = sequenceAt(4, () => Promise.reject(new Error('away')));
    sequence.take(message(9));
    await vi.waitFor(() => expect(lost).toHaveBeenCalledTimes(1));
    sequence.take(message(10));
    expect(offsets()).toEqual([]);
  });

  it('gives a hole up when thousands wait behind it', () => {
    const { sequence, lost } = sequenceAt(4, () => new Promise(() => undefined));
    for (const each of messages(9, 6_000)) sequence.take(each);
    expect(lost).toHaveBeenCalledTimes(1);
  });

  it('lets live events wait for the pages of a join', async () => {
    const { sequence, passed } = sequenceAt(4, none);
    sequence.hold();
    sequence.take(message(8));
    await sequence.missed(messages(5, 7));
    expect(passed.map((e) => e.offset)).toEqual([5, 6, 7]);
    sequence.release();
    expect(passed.at(-1)).toEqual({ offset: 8, way: 'live' });
  });

  it('keeps of what waited only what a snapshot does not hold', () => {
    const { sequence, offsets } = sequenceAt(4, none);
    sequence.hold();
    for (const each of messages(8, 12)) sequence.take(each);
    sequence.startAt({ epoch: 2, offset: 10 });
    sequence.release();
    expect(offsets()).toEqual([11, 12]);
    expect(sequence.last).toEqual({ epoch: 2, offset: 12 });
  });

  it('fills holes inside the pages of a join too', async () => {
    const { sequence, offsets } = sequenceAt(4, () => Promise.resolve(messages(6, 7)));
    sequence.hold();
    await sequence.missed([message(5), message(8)]);
    expect(offsets()).toEqual([5, 6, 7, 8]);
  });

  it('forgets a reading that a new join has overtaken', async () => {
    let answer: (events: readonly LogEvent[]) => void = () => undefined;
    const { sequence, offsets } = sequenceAt(4, () => new Promise((resolve) => (answer = resolve)));
    sequence.take(message(9));
    sequence.hold();
    sequence.startAt({ epoch: 1, offset: 20 });
    sequence.release();
    answer(messages(5, 8));
    await Promise.resolve();
    sequence.take(message(21));
    expect(offsets()).toEqual([21]);
  });

  it('ends with every event once and in order, whatever is lost, doubled or swapped on the way', async () => {
    const log = messages(0, 40);
    const arrivals = fc.array(fc.nat(40), { maxLength: 80 });
    await fc.assert(
      fc.asyncProperty(arrivals, async (heard) => {
        const read = ({ after, before }: Hole) =>
          Promise.resolve(log.filter(({ offset }) => offset > after && offset < before));
        const { sequence, offsets } = sequenceAt(-1, read);
        for (const offset of heard) sequence.take(log[offset]!);
        sequence.take(message(41));
        await vi.waitFor(() => expect(offsets().at(-1)).toBe(41), { interval: 1 });
        expect(offsets()).toEqual([...log.map(({ offset }) => offset), 41]);
      }),
    );
  });
});
