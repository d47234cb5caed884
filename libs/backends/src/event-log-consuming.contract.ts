import { AppError } from '@livechat/contracts';
import { expect, test, vi } from 'vitest';
import type { LogHandler } from './event-log.ts';
import {
  consume,
  group,
  limit,
  neighbourIn,
  posted,
  Reader,
  settled,
  stream,
  textOf,
  until,
  type LogBounds,
  type LogUnderTest,
} from './log-under-test.contract.ts';

/** What happens to records between the log and a group's commit. */
export function consumingContract(open: (bounds?: LogBounds) => Promise<LogUnderTest>): void {
  test('read-back brings older records marked replayed, then new ones unmarked', async () => {
    const { log } = await open();
    const [id, as] = [stream(), group()];
    const first = new Reader();
    const consumption = await consume(log, first, as);
    for (const text of ['a', 'b', 'c']) await log.append('raw-chats', id, posted(id, text));
    await until(() => expect(first.texts(id)).toEqual(['a', 'b', 'c']));
    await consumption.stop();
    await log.append('raw-chats', id, posted(id, 'd'));
    const second = new Reader();
    await consume(log, second, as, 600_000);
    await until(() => expect(second.texts(id)).toEqual(['a', 'b', 'c', 'd']));
    const marks = second.seen.filter((r) => r.key === id).map((r) => r.replayed);
    expect(marks).toEqual([true, true, true, false]);
  });

  test('a passing reader has all there is each time, and leaves neither commits nor dead letters', async () => {
    const under = await open();
    const { log } = under;
    const [id, as] = [stream(), group()];
    await under.appendRaw('raw-chats', id, 'no JSON');
    const { partition, offset } = await log.append('raw-chats', id, posted(id, 'one'));
    for (let time = 0; time < 2; time++) {
      const reader = new Reader();
      const told = new Map<number, number>();
      const handler: LogHandler<'raw-chats'> = {
        handle: (records) => reader.handle(records),
        beforeCommit: (at, next) => Promise.resolve(void told.set(at.partition, next)),
      };
      const consumption = await log.consume(
        { group: as, topics: ['raw-chats'], passing: true, commitEveryMs: 50 },
        handler,
      );
      await until(() => expect(told.get(partition)).toBe(offset + 1));
      expect(reader.texts(id)).toEqual(['one']);
      await consumption.stop();
    }
    const letters = await under.deadLetters('raw-chats');
    expect(letters.filter(({ value }) => value === 'no JSON')).toEqual([]);
  });

  test('a failing handler never fails the appender, and its record is tried again', async () => {
    const { log } = await open();
    const id = stream();
    const reader = new Reader();
    let failures = 0;
    reader.hook = (records) =>
      records.some((r) => r.key === id) && failures++ < 2
        ? Promise.reject(new Error('not yet'))
        : Promise.resolve();
    await consume(log, reader, group());
    await expect(log.append('raw-chats', id, posted(id, 'x'))).resolves.toBeDefined();
    await until(() => expect(reader.texts(id)).toEqual(['x']));
    expect(failures).toBeGreaterThan(2);
  });

  test('a record that fails three times is a dead letter, once, and those around it are handled', async () => {
    const under = await open();
    const [id, as] = [stream(), group()];
    const reader = new Reader();
    reader.hook = (records) =>
      records.some((r) => textOf(r) === 'poison')
        ? Promise.reject(new Error('cannot take this'))
        : Promise.resolve();
    await consume(under.log, reader, as);
    const [, poisoned] = await Promise.all(
      ['a', 'poison', 'b'].map((text) => under.log.append('raw-chats', id, posted(id, text))),
    );
    await until(() => expect(reader.texts(id)).toEqual(['a', 'b']));
    await vi.waitFor(async () => {
      const letters = await under.deadLetters('raw-chats');
      const mine = letters.filter((l) => l.value.includes(id));
      expect(mine).toHaveLength(1);
      const origin = `raw-chats/${poisoned?.partition}/${poisoned?.offset}`;
      const why = { reason: 'handler_failed', error: 'cannot take this' };
      expect(mine[0]?.headers).toMatchObject({ ...why, origin });
    }, limit);
  });

  test('a record that does not fit the schema is a dead letter and stops nobody', async () => {
    const under = await open();
    const id = stream();
    const reader = new Reader();
    await consume(under.log, reader, group());
    await under.appendRaw('raw-chats', id, '{"type":"nonsense"}');
    await under.appendRaw('raw-chats', id, 'not even JSON');
    await under.log.append('raw-chats', id, posted(id, 'fine'));
    await until(() => expect(reader.texts(id)).toEqual(['fine']));
    await vi.waitFor(async () => {
      const letters = await under.deadLetters('raw-chats');
      expect(letters.map(({ headers }) => headers['reason'])).toEqual(['schema', 'schema']);
    }, limit);
  });

  test('an outage is waited out: no try is counted, nothing becomes a dead letter', async () => {
    const under = await open();
    const id = stream();
    const reader = new Reader();
    let calls = 0;
    reader.hook = (records) =>
      records.some((r) => r.key === id) && ++calls <= 5
        ? Promise.reject(new AppError('unavailable'))
        : Promise.resolve();
    await consume(under.log, reader, group());
    await under.log.append('raw-chats', id, posted(id, 'x'));
    await until(() => expect(reader.texts(id)).toEqual(['x']));
    expect(calls).toBeGreaterThan(5);
    expect(await under.deadLetters('raw-chats')).toEqual([]);
  });

  test('one slow stream delays no other', async () => {
    const { log } = await open();
    const [slow, ...others] = Array.from({ length: 20 }, stream);
    const reader = new Reader();
    let release = (): void => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    reader.hook = (records) => (records.some((r) => r.key === slow) ? held : Promise.resolve());
    await consume(log, reader, group());
    for (const id of [slow ?? '', ...others]) await log.append('raw-chats', id, posted(id, 'x'));
    await until(() => expect(new Set(reader.seen.map((r) => r.key)).size).toBe(others.length));
    release();
    await until(() => expect(reader.texts(slow ?? '')).toEqual(['x']));
  });

  test('nothing is committed above a record still in hand', async () => {
    const under = await open();
    const as = group();
    const id = stream();
    const first = new Reader();
    first.hook = (records) =>
      records.some((r) => textOf(r) === 'held') ? new Promise(() => {}) : Promise.resolve();
    await consume(under.log, first, as);
    await under.log.append('raw-chats', id, posted(id, 'held'));
    await under.log.append('raw-chats', id, posted(id, 'after'));
    await new Promise((resolve) => setTimeout(resolve, 200));
    const log = await under.reopen();
    const second = new Reader();
    await consume(log, second, as);
    await until(() => expect(second.texts(id)).toEqual(['held', 'after']));
  });

  test('nothing is committed above a record in hand of another stream of the partition', async () => {
    const under = await open();
    const as = group();
    const held = stream();
    const { partition } = await under.log.append('raw-chats', held, posted(held, 'held'));
    const neighbour = await neighbourIn(under.log, partition);
    const first = new Reader();
    first.hook = (records) =>
      records.some((r) => r.key === held) ? new Promise(() => {}) : Promise.resolve();
    await consume(under.log, first, as);
    await until(() => expect(first.texts(neighbour)).toEqual(['next']));
    await settled();
    const log = await under.reopen();
    const second = new Reader();
    await consume(log, second, as);
    await until(() => expect(second.texts(held)).toEqual(['held']));
  });

  test('a commit that beforeCommit refuses is not made, and tried again', async () => {
    const under = await open();
    const [id, as] = [stream(), group()];
    const first = new Reader();
    const refusing = Object.assign(first, {
      beforeCommit: () => Promise.reject(new Error('no checkpoint')),
    });
    await consume(under.log, refusing, as);
    await under.log.append('raw-chats', id, posted(id, 'x'));
    await until(() => expect(first.texts(id)).toEqual(['x']));
    await settled();
    const log = await under.reopen();
    const second = new Reader();
    let refusals = 0;
    const relenting = Object.assign(second, {
      beforeCommit: () =>
        ++refusals < 3 ? Promise.reject(new Error('not yet')) : Promise.resolve(),
    });
    const consumption = await consume(log, relenting, as);
    await until(() => expect(second.texts(id)).toEqual(['x']));
    await until(() => expect(refusals).toBeGreaterThanOrEqual(3));
    await consumption.stop();
    const third = new Reader();
    await consume(log, third, as);
    await log.append('raw-chats', id, posted(id, 'y'));
    await until(() => expect(third.texts(id)).toEqual(['y']));
  });

  test('on a join queues are dropped: what was not committed comes again to who owns it now', async () => {
    const { log } = await open();
    const [id, as] = [stream(), group()];
    const [first, second] = [new Reader(), new Reader()];
    const uncommitted = Object.assign(first, {
      beforeCommit: () => Promise.reject(new Error('no checkpoint')),
    });
    await consume(log, uncommitted, as);
    await log.append('raw-chats', id, posted(id, 'x'));
    await until(() => expect(first.texts(id)).toEqual(['x']));
    await consume(log, second, as);
    await until(() => expect([...first.texts(id), ...second.texts(id)]).toEqual(['x', 'x']));
    expect(first.joins).toBeGreaterThanOrEqual(2);
  });

  test('a full queue stops the fetching of its partition, and everything comes in order later', async () => {
    const { log } = await open({ maxLaneBytes: 4_000 });
    const [id, quiet] = [stream(), stream()];
    const reader = new Reader();
    let release = (): void => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    const lengths: number[] = [];
    reader.hook = (records) => {
      if (records[0]?.key !== id) return Promise.resolve();
      lengths.push(records.length);
      return held;
    };
    await consume(log, reader, group());
    const texts = Array.from({ length: 300 }, (_, i) => `${i} ${'x'.repeat(200)}`);
    await log.append('raw-chats', id, posted(id, texts[0] ?? ''));
    await until(() => expect(lengths).toEqual([1]));
    for (let i = 1; i < texts.length; i += 20) {
      const some = texts.slice(i, i + 20);
      await Promise.all(some.map((text) => log.append('raw-chats', id, posted(id, text))));
    }
    await log.append('raw-chats', quiet, posted(quiet, 'x'));
    await settled();
    release();
    await until(() => expect(reader.texts(id)).toHaveLength(300));
    expect(reader.texts(id)).toEqual(texts);
    expect(lengths[1], 'what had gathered in the queue').toBeLessThan(150);
    await until(() => expect(reader.texts(quiet)).toEqual(['x']));
  });

  test('never two calls at once for one stream, though others overlap', async () => {
    const { log } = await open();
    const ids = Array.from({ length: 10 }, stream);
    const active = new Map<string, number>();
    let [overlapping, mostOfOne] = [0, 0];
    const reader = new Reader();
    reader.hook = async ([record]) => {
      const key = record?.key ?? '';
      active.set(key, (active.get(key) ?? 0) + 1);
      mostOfOne = Math.max(mostOfOne, active.get(key) ?? 0);
      overlapping = Math.max(overlapping, [...active.values()].filter((n) => n > 0).length);
      await new Promise((resolve) => setTimeout(resolve, 5));
      active.set(key, (active.get(key) ?? 0) - 1);
    };
    await consume(log, reader, group());
    for (let i = 0; i < 10; i++) {
      await Promise.all(ids.map((id) => log.append('raw-chats', id, posted(id, `${i}`))));
    }
    await until(() => expect(reader.seen.filter((r) => ids.includes(r.key))).toHaveLength(100));
    expect(mostOfOne).toBe(1);
    expect(overlapping).toBeGreaterThan(1);
  });

  test('read-back reaches as far as it was asked to and no further', async () => {
    const { log } = await open();
    const [id, as] = [stream(), group()];
    const first = new Reader();
    const consumption = await consume(log, first, as);
    const old = await log.append('raw-chats', id, posted(id, 'old'));
    await until(() => expect(Date.now()).toBeGreaterThan(old.at + 3_000));
    for (const text of ['a', 'b']) await log.append('raw-chats', id, posted(id, text));
    await until(() => expect(first.texts(id)).toEqual(['old', 'a', 'b']));
    await consumption.stop();
    const second = new Reader();
    await consume(log, second, as, 1_000);
    await log.append('raw-chats', id, posted(id, 'c'));
    await until(() => expect(second.texts(id)).toEqual(['a', 'b', 'c']));
    expect(second.seen.filter((r) => r.key === id).map((r) => r.replayed)).toEqual([
      true,
      true,
      false,
    ]);
  });

  test('a bad record that is read back is no second dead letter', async () => {
    const under = await open();
    const [id, as] = [stream(), group()];
    const first = new Reader();
    const consumption = await consume(under.log, first, as);
    await under.appendRaw('raw-chats', id, '{"type":"nonsense"}');
    await under.log.append('raw-chats', id, posted(id, 'a'));
    await until(() => expect(first.texts(id)).toEqual(['a']));
    await consumption.stop();
    const second = new Reader();
    await consume(under.log, second, as, 600_000);
    await under.log.append('raw-chats', id, posted(id, 'b'));
    await until(() => expect(second.texts(id)).toEqual(['a', 'b']));
    expect(await under.deadLetters('raw-chats')).toHaveLength(1);
  });

  test('a member can stop in the middle of an outage, and loses nothing', async () => {
    const { log } = await open();
    const [id, as] = [stream(), group()];
    const first = new Reader();
    let calls = 0;
    first.hook = () => {
      calls++;
      return Promise.reject(new AppError('unavailable'));
    };
    const consumption = await consume(log, first, as);
    await log.append('raw-chats', id, posted(id, 'x'));
    await until(() => expect(calls).toBeGreaterThan(0));
    await consumption.stop();
    const second = new Reader();
    await consume(log, second, as);
    await until(() => expect(second.texts(id)).toEqual(['x']));
  });

  test('a commit waits for beforeCommit, which names the first offset not covered', async () => {
    const under = await open();
    const [id, as] = [stream(), group()];
    const borders: number[] = [];
    const handler: LogHandler<'raw-chats'> = {
      handle: () => Promise.resolve(),
      beforeCommit: (_, next) => Promise.resolve(void borders.push(next)),
    };
    const options = { group: as, topics: ['raw-chats'] as const, commitEveryMs: 50 };
    const consumption = await under.log.consume(options, handler);
    const { offset } = await under.log.append('raw-chats', id, posted(id, 'x'));
    await until(() => expect(borders).toContain(offset + 1));
    await consumption.stop();
  });
}
