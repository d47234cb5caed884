import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  streamChannel,
  type Fanout,
  type RingBatch,
  type RingEntry,
  type Signal,
} from './fanout.ts';

export interface FanoutUnderTest {
  readonly fanout: Fanout;
  /** Most entries a ring holds. */
  readonly maxEntries: number;
  dispose(): Promise<void>;
}

const entry = (offset: number): RingEntry => ({
  offset,
  at: 1_000 + offset,
  body: `{"n":${offset}}`,
});
const until = (check: () => void) => vi.waitFor(check, { timeout: 10_000, interval: 10 });

/** The promises of Fanout, run unchanged on every adapter. */
export function fanoutContract(name: string, make: () => Promise<FanoutUnderTest>): void {
  describe(`fan-out: ${name}`, () => {
    let under: FanoutUnderTest | undefined;
    const open = async () => (under = await make()).fanout;
    afterEach(async () => {
      await under?.dispose();
      under = undefined;
    });
    const streamId = () => `s-${randomUUID()}`;
    const batch = (id: string, prev: number | null, ...offsets: number[]): RingBatch => ({
      streamId: id,
      epoch: 0,
      prev,
      entries: offsets.map(entry),
    });
    const hearing = async (fanout: Fanout, id: string) => {
      const batches: RingBatch[] = [];
      const signals: Signal[] = [];
      const unlisten = await fanout.listen(id, {
        events: (b) => void batches.push(b),
        signal: (s) => void signals.push(s),
      });
      return { batches, signals, unlisten };
    };
    const offsetsIn = (batches: readonly RingBatch[]) =>
      batches.flatMap((b) => b.entries.map((e) => e.offset));

    test('a listener hears each announced event once, in order, with its text', async () => {
      const fanout = await open();
      const id = streamId();
      const { batches } = await hearing(fanout, id);
      await fanout.announce(batch(id, -1, 0, 3));
      await fanout.announce(batch(id, 3, 7));
      await until(() => expect(offsetsIn(batches)).toEqual([0, 3, 7]));
      expect(batches[0]?.entries[1]).toEqual(entry(3));
      expect(batches.map((b) => b.prev)).toEqual([-1, 3]);
    });

    test('announcing answers the last offset before it, and refuses what is not above it', async () => {
      const fanout = await open();
      const id = streamId();
      const { batches } = await hearing(fanout, id);
      expect(await fanout.announce(batch(id, -1, 5))).toBe(-1);
      expect(await fanout.announce(batch(id, -1, 2, 5))).toBe(5);
      expect(await fanout.announce(batch(id, 5, 8))).toBe(5);
      await until(() => expect(offsetsIn(batches)).toEqual([5, 8]));
      expect((await fanout.recent(id, 0)).entries.map((e) => e.offset)).toEqual([5, 8]);
    });

    test('a batch that straddles the last offset is cut, not refused', async () => {
      const fanout = await open();
      const id = streamId();
      const { batches } = await hearing(fanout, id);
      await fanout.announce(batch(id, -1, 1, 2));
      await fanout.announce(batch(id, -1, 1, 2, 4, 6));
      await until(() => expect(offsetsIn(batches)).toEqual([1, 2, 4, 6]));
      expect(batches[1]?.prev).toBe(2);
      expect(await fanout.recent(id, 0)).toMatchObject({ prev: -1, last: 6 });
    });

    test('a ring is contiguous or short: where prev is not its last it is emptied first', async () => {
      const fanout = await open();
      const id = streamId();
      await fanout.announce(batch(id, -1, 1, 2));
      await fanout.announce(batch(id, 7, 9));
      const { entries, prev, last } = await fanout.recent(id, 0);
      expect({ offsets: entries.map((e) => e.offset), prev, last }).toEqual({
        offsets: [9],
        prev: 7,
        last: 9,
      });
    });

    test('recent answers what is above an offset, the newest of it, with the offset before', async () => {
      const fanout = await open();
      const id = streamId();
      await fanout.announce(batch(id, -1, 1, 2, 3, 4));
      const above = await fanout.recent(id, 0, { after: 2 });
      expect(above.entries.map((e) => e.offset)).toEqual([3, 4]);
      expect(above.prev).toBe(2);
      const newest = await fanout.recent(id, 0, { limit: 1 });
      expect(newest).toMatchObject({ prev: 3, last: 4, entries: [entry(4)] });
      expect(await fanout.recent(streamId(), 0)).toEqual({ last: -1, prev: null, entries: [] });
    });

    test('a ring holds its newest entries only, and knows what stood before them', async () => {
      const fanout = await open();
      const id = streamId();
      const most = under?.maxEntries ?? 0;
      for (let i = 0; i < most + 3; i++) await fanout.announce(batch(id, i - 1, i));
      const { entries, prev } = await fanout.recent(id, 0);
      expect(entries.length).toBeLessThanOrEqual(most);
      expect(entries.at(-1)?.offset).toBe(most + 2);
      expect(prev).toBe((entries[0]?.offset ?? 0) - 1);
    });

    test('the last offsets of many streams come in one answer, −1 for the unknown', async () => {
      const fanout = await open();
      const [a, b] = [streamId(), streamId()];
      await fanout.announce(batch(a, -1, 4));
      expect(await fanout.lasts(0, [a, b])).toEqual(
        new Map([
          [a, 4],
          [b, -1],
        ]),
      );
    });

    test('a new epoch begins a new ring', async () => {
      const fanout = await open();
      const id = streamId();
      await fanout.announce(batch(id, -1, 50));
      await fanout.announce({ ...batch(id, -1, 2), epoch: 1 });
      expect((await fanout.recent(id, 1)).entries.map((e) => e.offset)).toEqual([2]);
      expect(await fanout.lasts(1, [id])).toEqual(new Map([[id, 2]]));
    });

    test('signals reach a stream’s listeners and their own channel’s, and nobody after unlistening', async () => {
      const fanout = await open();
      const id = streamId();
      const { signals, unlisten } = await hearing(fanout, id);
      const others: Signal[] = [];
      await fanout.onSignal('sessions', (signal) => void others.push(signal));
      const signal = { channel: streamChannel(id), event: 'analysis', body: '{}' };
      await fanout.signal(signal);
      await fanout.signal({ channel: 'sessions', event: 'revoked', body: '[]' });
      await until(() => expect([signals.length, others.length]).toEqual([1, 1]));
      expect(signals[0]).toEqual(signal);
      await unlisten();
      await fanout.signal(signal);
      await fanout.announce(batch(id, -1, 1));
      expect(signals).toHaveLength(1);
    });

    test('a batch of an older log is refused, wherever its offsets stand', async () => {
      const fanout = await open();
      const id = streamId();
      const { batches } = await hearing(fanout, id);
      await fanout.announce({ ...batch(id, -1, 0, 1), epoch: 2 });
      await fanout.announce({ ...batch(id, 1, 900), epoch: 1 });
      await fanout.announce({ ...batch(id, 1, 2), epoch: 2 });
      await until(() => expect(offsetsIn(batches)).toEqual([0, 1, 2]));
      expect((await fanout.recent(id, 2)).entries.map((e) => e.offset)).toEqual([0, 1, 2]);
      expect((await fanout.recent(id, 1)).last).toBe(-1);
    });

    test('a listener that throws costs neither the announcer nor other listeners anything', async () => {
      const fanout = await open();
      const id = streamId();
      await fanout.listen(id, {
        events: () => {
          throw new Error('broken listener');
        },
        signal: () => {},
      });
      const { batches } = await hearing(fanout, id);
      await expect(fanout.announce(batch(id, -1, 1))).resolves.toBe(-1);
      await until(() => expect(offsetsIn(batches)).toEqual([1]));
    });
  });
}
