import type { Bucket, LogEvent, Moment, Summary } from '@livechat/contracts';
import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import type { ChatHistory, HistoryRecord } from './chat-history.ts';

export interface HistoryUnderTest {
  readonly history: ChatHistory;
  dispose(): Promise<void>;
}

type Body = { type: 'message.removed' | 'message.restored'; target: number } | { text: string };

function event(streamId: string, offset: number, body: Body, authorId = 'ann'): LogEvent {
  const place = { streamId, offset, prev: offset - 1, at: 1_000 + offset, id: `e${offset}` };
  if ('text' in body) {
    const author = { id: authorId, displayName: 'Ann', kind: 'member', role: 'member' } as const;
    return { type: 'message.posted', ...place, author, text: body.text };
  }
  const target = { offset: body.target, at: 1_000 + body.target, authorId };
  return { type: body.type, ...place, target, by: 'mod' };
}

const row = (value: LogEvent, epoch = 0): HistoryRecord<'event'> => ({
  kind: 'event',
  streamId: value.streamId,
  epoch,
  key: value.offset,
  version: 0,
  ordinal: value.offset,
  value,
});

const offsets = (events: readonly LogEvent[]) => events.map((e) => e.offset);

/** The promises of ChatHistory, run unchanged on every adapter. */
export function chatHistoryContract(name: string, make: () => Promise<HistoryUnderTest>): void {
  describe(`history: ${name}`, () => {
    let under: HistoryUnderTest | undefined;
    afterEach(async () => {
      await under?.dispose();
      under = undefined;
    });
    /** A history with messages at offsets 0…9 of one stream. */
    const filled = async () => {
      under = await make();
      const streamId = `s-${randomUUID()}`;
      const events = Array.from({ length: 10 }, (_, i) => event(streamId, i, { text: `m${i}` }));
      await under.history.write(events.map((e) => row(e)));
      return { history: under.history, streamId, events };
    };

    test('written events come back as they were, ascending', async () => {
      const { history, streamId, events } = await filled();
      expect(await history.page('event', { streamId, epoch: 0, limit: 100 })).toEqual(events);
    });

    test('writing the same rows again changes nothing', async () => {
      const { history, streamId, events } = await filled();
      await history.write(events.map((e) => row({ ...e, id: 'other' })));
      expect(await history.page('event', { streamId, epoch: 0, limit: 100 })).toEqual(events);
    });

    test('pages lie between exclusive bounds, taken from either end, ascending', async () => {
      const { history, streamId } = await filled();
      const page = async (range: object) =>
        offsets(await history.page('event', { streamId, epoch: 0, limit: 3, ...range }));
      expect(await page({ after: 4 })).toEqual([5, 6, 7]);
      expect(await page({ before: 4, newest: true })).toEqual([1, 2, 3]);
      expect(await page({ after: 2, before: 5 })).toEqual([3, 4]);
      expect(await page({ newest: true })).toEqual([7, 8, 9]);
      expect(await page({ after: 9 })).toEqual([]);
    });

    test('streams and epochs are apart, and the epochs of a stream come newest first', async () => {
      const { history, streamId } = await filled();
      const later = event(streamId, 0, { text: 'later' });
      await history.write([row(later, 3)]);
      expect(await history.page('event', { streamId, epoch: 3, limit: 9 })).toEqual([later]);
      expect(await history.epochs(streamId)).toEqual([3, 0]);
      expect(await history.page('event', { streamId: 'x', epoch: 0, limit: 9 })).toEqual([]);
      expect(await history.epochs('x')).toEqual([]);
    });

    test('a removed message is left out until it is restored; the events about it stay', async () => {
      const { history, streamId } = await filled();
      const range = { streamId, epoch: 0, limit: 100 };
      await history.write([row(event(streamId, 10, { type: 'message.removed', target: 4 }))]);
      expect(offsets(await history.page('event', range))).toEqual([0, 1, 2, 3, 5, 6, 7, 8, 9, 10]);
      expect(await history.find(streamId, 0, 4)).toBeUndefined();
      expect(await history.find(streamId, 0, 4, true)).toMatchObject({ offset: 4 });
      await history.write([row(event(streamId, 11, { type: 'message.restored', target: 4 }))]);
      expect(offsets(await history.page('event', range))).toContain(4);
      expect(await history.find(streamId, 0, 4)).toMatchObject({ offset: 4 });
    });

    test('a removal written late or twice does not undo a later restoring', async () => {
      const { history, streamId } = await filled();
      const removal = row(event(streamId, 10, { type: 'message.removed', target: 4 }));
      await history.write([row(event(streamId, 11, { type: 'message.restored', target: 4 }))]);
      await history.write([removal]);
      await history.write([removal]);
      expect(await history.find(streamId, 0, 4)).toMatchObject({ offset: 4 });
    });

    test('of two rows of one identity the higher version stays, of equal ones the first', async () => {
      const { history, streamId } = await filled();
      const bucket = (messages: number) => ({ at: 10_000, messages }) as Bucket;
      const write = (version: number, messages: number) =>
        history.write([
          { kind: 'bucket', streamId, epoch: 0, key: 10_000, version, value: bucket(messages) },
        ]);
      await write(5, 50);
      await write(3, 30);
      await write(5, 51);
      const range = { streamId, epoch: 0, limit: 9 };
      expect(await history.page('bucket', range)).toEqual([bucket(50)]);
      await write(6, 60);
      expect(await history.page('bucket', range)).toEqual([bucket(60)]);
    });

    test('rows with ids of their own are ordered by key', async () => {
      const { history, streamId } = await filled();
      const summary = (upTo: number) => ({ id: `s:${upTo}`, upTo }) as Summary;
      for (const upTo of [40, 20]) {
        const value = summary(upTo);
        await history.write([
          { kind: 'summary', streamId, epoch: 0, key: upTo, id: value.id, version: 0, value },
        ]);
      }
      const page = await history.page('summary', { streamId, epoch: 0, limit: 1, newest: true });
      expect(page).toEqual([summary(40)]);
    });

    test('a row whose key moves is found under its newest key only', async () => {
      const { history, streamId } = await filled();
      const moment = (peakAt: number) => ({ id: '0-4', peakAt }) as Moment;
      const write = (version: number, key: number) =>
        history.write([
          { kind: 'moment', streamId, epoch: 0, key, id: '0-4', version, value: moment(key) },
        ]);
      await write(5, 50_000);
      await write(7, 20_000);
      await write(6, 70_000);
      const range = { streamId, epoch: 0, limit: 9 };
      expect(await history.page('moment', range)).toEqual([moment(20_000)]);
    });

    test('erasing an author blanks his texts everywhere and names the streams', async () => {
      const { history, streamId } = await filled();
      const other = `s-${randomUUID()}`;
      const who = `u-${randomUUID()}`;
      await history.write([
        row(event(streamId, 20, { text: 'secret' }, who)),
        row(event(other, 0, { text: 'secret too' }, who)),
      ]);
      expect(new Set(await history.erase(who))).toEqual(new Set([streamId, other]));
      for (const [id, offset] of [
        [streamId, 20],
        [other, 0],
      ] as const) {
        const found = JSON.stringify(await history.find(id, 0, offset));
        expect(found).not.toContain('secret');
      }
      expect(await history.find(streamId, 0, 3)).toMatchObject({ text: 'm3' });
    });
  });
}
