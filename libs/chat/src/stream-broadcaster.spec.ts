import { AppError, type LogEvent } from '@livechat/contracts';
import {
  archivePositionStage,
  EmbeddedChatHistory,
  EmbeddedCheckpoints,
  EmbeddedFanout,
  type RingBatch,
  type RingEntry,
  type StreamListener,
  type Unlisten,
} from '@livechat/backends';
import { Metrics, readSettings, Shutdown, silentLogger } from '@livechat/runtime';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ArchiveCover } from './archive-cover.ts';
import type { Heard, StreamAudience } from './stream-audience.ts';
import { StreamBroadcaster } from './stream-broadcaster.ts';
import { StreamPast } from './stream-past.ts';

const streamId = 's';
const settings = readSettings({ LOG_PARTITIONS: '1' });
const until = (check: () => void | Promise<void>) =>
  vi.waitFor(check, { timeout: 10_000, interval: 10 });

/** A fan-out whose channel can break. */
class BreakingFanout extends EmbeddedFanout {
  isBroken = false;
  heal = () => {};

  override listen(id: string, listener: StreamListener): Promise<Unlisten> {
    const events = (batch: RingBatch) => {
      if (!this.isBroken) listener.events(batch);
    };
    return super.listen(id, { events, signal: (signal) => listener.signal(signal) });
  }

  override onHole(listener: () => void): () => void {
    this.heal = () => {
      this.isBroken = false;
      listener();
    };
    return () => {};
  }
}

/** Sooner than the check every 5 s: waiting moves the faked clock on. */
const soon = (check: () => void) => vi.waitFor(check, { timeout: 10_000, interval: 10 });

let fanout: BreakingFanout;
let history: EmbeddedChatHistory;
let checkpoints: EmbeddedCheckpoints;
let broadcaster: StreamBroadcaster;
let metrics: Metrics;
let logEnd: number;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  fanout = new BreakingFanout();
  history = new EmbeddedChatHistory(':memory:');
  checkpoints = new EmbeddedCheckpoints(':memory:');
  metrics = new Metrics();
  logEnd = 0;
  const log = { ends: () => Promise.resolve([logEnd]) };
  const logger = silentLogger();
  const cover = new ArchiveCover(checkpoints, log as never, settings);
  const past = new StreamPast(fanout, history, cover, logger, settings);
  broadcaster = new StreamBroadcaster(
    fanout,
    past,
    metrics,
    logger,
    new Shutdown(logger),
    settings,
  );
});
afterEach(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  await Promise.all([history.close(), checkpoints.close()]);
});

const event = (offset: number, prev: number | null): LogEvent => ({
  type: 'message.posted',
  streamId,
  id: `id-${offset}`,
  offset,
  prev,
  at: Date.now(),
  author: { id: 'ann', displayName: 'Ann', kind: 'member', role: 'member' },
  text: `${offset}`,
});
const entry = (offset: number, prev: number | null): RingEntry => ({
  offset,
  at: Date.now(),
  body: JSON.stringify(event(offset, prev)),
});
/** Entries one behind another. */
const chain = (prev: number | null, ...offsets: number[]): RingEntry[] =>
  offsets.map((offset, i) => entry(offset, i === 0 ? prev : (offsets[i - 1] ?? null)));
const announce = (prev: number | null, ...offsets: number[]) =>
  fanout.announce({ streamId, epoch: 0, prev, entries: chain(prev, ...offsets) });

/** Archives events of a chain, and says that the archive is as far as the last. */
async function archive(upTo: number, events: readonly LogEvent[]) {
  const rows = events.map((value, ordinal) => ({
    kind: 'event' as const,
    streamId,
    epoch: 0,
    key: value.offset,
    version: 0,
    ordinal,
    value,
  }));
  await history.write(rows);
  const entry = { key: '0', epoch: 0, offset: upTo, state: null };
  await checkpoints.save(archivePositionStage, [entry]);
}
const archived = (upTo: number, ...offsets: number[]) =>
  archive(
    upTo,
    offsets.map((offset, i) => event(offset, offsets[i - 1] ?? -1)),
  );

/** What an audience is given: offset and prev of events, names of signals. */
function hearing(audience: StreamAudience) {
  const given: (readonly [number, number | null] | string)[] = [];
  const leave = audience.hear(({ event: name, body }: Heard) => {
    const { offset, prev } = JSON.parse(body) as LogEvent;
    given.push(name === 'event' ? [offset, prev] : name);
  });
  return { given, leave };
}

test('an event whose prev nobody knows is given once what stands before it is looked for', async () => {
  await archived(59, 40, 50);
  const { given } = hearing(await broadcaster.audience(streamId));
  await announce(null, 60);
  await until(() => expect(given).toEqual([[60, 50]]));
  await announce(60, 61);
  await until(() =>
    expect(given).toEqual([
      [60, 50],
      [61, 60],
    ]),
  );
});

test('a batch that begins below what was given is cut, also where the ring has forgotten', async () => {
  await archived(58, 50, 56, 58);
  const audience = await broadcaster.audience(streamId);
  const { given } = hearing(audience);
  vi.spyOn(fanout, 'recent').mockResolvedValue({ last: -1, prev: null, entries: [] });
  await announce(50, 56, 58, 60);
  await until(() => expect(given).toEqual([[60, 58]]));
});

test('what was announced while the channel was broken is given as soon as it is heard again', async () => {
  const { given } = hearing(await broadcaster.audience(streamId));
  await announce(-1, 1);
  await soon(() => expect(given).toEqual([[1, -1]]));
  fanout.isBroken = true;
  await announce(1, 2, 3);
  fanout.heal();
  await soon(() =>
    expect(given.slice(1)).toEqual([
      [2, 1],
      [3, 2],
    ]),
  );
});

test('a hole told while one is looked for is looked for too', async () => {
  const { given } = hearing(await broadcaster.audience(streamId));
  await announce(-1, 1);
  await soon(() => expect(given).toHaveLength(1));
  fanout.isBroken = true;
  let answer = () => {};
  const stale = new Promise<Map<string, number>>((resolve) => {
    answer = () => resolve(new Map([[streamId, 1]]));
  });
  vi.spyOn(fanout, 'lasts').mockReturnValueOnce(stale);
  fanout.heal();
  fanout.isBroken = true;
  await announce(1, 2);
  fanout.heal();
  answer();
  await soon(() => expect(given.slice(1)).toEqual([[2, 1]]));
});

test('a stream known to be empty misses its first events if it was not told of them', async () => {
  const { given } = hearing(await broadcaster.audience(streamId));
  await archived(3, 2, 3);
  await announce(3, 4);
  await until(() =>
    expect(given).toEqual([
      [2, -1],
      [3, 2],
      [4, 3],
    ]),
  );
});

test('a message removed since leaves no hole in the chain that viewers check', async () => {
  const removal = { ...event(7, 6), type: 'message.removed' as const, by: 'm' };
  const target = { offset: 5, at: 1, authorId: 'ann' };
  await archived(3, 2, 3);
  const { given } = hearing(await broadcaster.audience(streamId));
  await archive(7, [event(5, 3), event(6, 5), { ...removal, target }]);
  await announce(7, 8);
  await until(() =>
    expect(given).toEqual([
      [6, 3],
      [7, 6],
      [8, 7],
    ]),
  );
});

test('a ring that is short takes older events from the history', async () => {
  const offsets = Array.from({ length: 150 }, (_, i) => i);
  await archived(149, ...offsets);
  await announce(148, 149, 150);
  const { ring } = await broadcaster.audience(streamId);
  expect(ring.newest(1_000).map(({ offset }) => offset)).toEqual([...offsets, 150]);
});

test('an archive that is behind the ring is left out, rather than a hole given', async () => {
  logEnd = 1_000;
  await archived(100, 99, 100);
  await announce(120, 121);
  const { ring } = await broadcaster.audience(streamId);
  expect(ring.newest(1_000).map(({ offset }) => offset)).toEqual([121]);
  expect(ring.after(100)).toBeUndefined();
});

test('a stream begins with all its archive has, once that is as far as the log', async () => {
  logEnd = 4;
  await archived(1, 0, 1);
  const audience = broadcaster.audience(streamId);
  await archived(3, 0, 1, 2, 3);
  expect((await audience).ring.last).toBe(3);
});

test('with the history away a stream begins with its ring, and goes on', async () => {
  vi.spyOn(history, 'page').mockRejectedValue(new AppError('unavailable'));
  await announce(8, 9);
  const { given } = hearing(await broadcaster.audience(streamId));
  await announce(9, 10);
  await until(() => expect(given).toEqual([[10, 9]]));
});

test('with the fan-out away a stream begins with its archive; viewers catch up when it is back', async () => {
  await archived(1, 0, 1);
  const away = () => Promise.reject(new AppError('unavailable'));
  const spies = [
    vi.spyOn(fanout, 'listen').mockImplementation(away),
    vi.spyOn(fanout, 'recent').mockImplementation(away),
    vi.spyOn(fanout, 'lasts').mockImplementation(away),
  ];
  const audience = await broadcaster.audience(streamId);
  const { given } = hearing(audience);
  expect(audience.ring.last).toBe(1);
  await announce(1, 2, 3);
  await vi.advanceTimersByTimeAsync(5_000);
  for (const spy of spies) spy.mockRestore();
  await vi.advanceTimersByTimeAsync(5_000);
  await until(() =>
    expect(given).toEqual([
      [2, 1],
      [3, 2],
    ]),
  );
  await announce(3, 4);
  await until(() => expect(given.at(-1)).toEqual([4, 3]));
});

test('a hole is filled from the history where the ring is away', async () => {
  await archived(1, 0, 1);
  const { given } = hearing(await broadcaster.audience(streamId));
  await archived(3, 0, 1, 2, 3);
  vi.spyOn(fanout, 'recent').mockRejectedValue(new AppError('unavailable'));
  await announce(3, 4);
  await until(() =>
    expect(given).toEqual([
      [2, 1],
      [3, 2],
      [4, 3],
    ]),
  );
});

test('a hole nobody can fill ends in a reset, and what follows is given', async () => {
  await archived(1, 0, 1);
  const { given } = hearing(await broadcaster.audience(streamId));
  vi.spyOn(history, 'page').mockRejectedValue(new AppError('unavailable'));
  await archived(3);
  await announce(3, 4);
  await until(() => expect(given).toEqual(['stream:reset', [4, 3]]));
  expect(await metrics.text()).toContain('livechat_resets_total 1');
});

test('a begin that fails leaves no listener behind, and the next one tries anew', async () => {
  const unlisten = vi.fn(() => Promise.resolve());
  const listen = vi.spyOn(fanout, 'listen').mockResolvedValue(unlisten);
  const recent = vi.spyOn(fanout, 'recent').mockRejectedValue(new Error('a fault'));
  await expect(broadcaster.audience(streamId)).rejects.toThrow('a fault');
  await until(() => expect(unlisten).toHaveBeenCalledOnce());
  expect(broadcaster.streamIds).toEqual([]);
  listen.mockRestore();
  recent.mockRestore();
  await announce(-1, 0);
  expect((await broadcaster.audience(streamId)).ring.last).toBe(0);
});

test('leaving a stream never fails, even where the fan-out does', async () => {
  const unlisten = () => Promise.reject(new AppError('unavailable'));
  vi.spyOn(fanout, 'listen').mockResolvedValue(unlisten);
  const { leave } = hearing(await broadcaster.audience(streamId));
  await broadcaster.release(streamId);
  expect(broadcaster.streamIds).toEqual([streamId]);
  leave();
  await broadcaster.release(streamId);
  expect(broadcaster.streamIds).toEqual([]);
});

test('whoever waits for an audience to settle is not left waiting when it closes', async () => {
  const audience = await broadcaster.audience(streamId);
  audience.signal({ event: 'viewers', body: '{}' });
  const settled = audience.settled();
  await broadcaster.release(streamId);
  await settled;
});
