import { AppError, type RawChat } from '@livechat/contracts';
import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Consumption, EventLog, LogHandler, LogRecord } from './event-log.ts';

/** A log under test; `reopen` closes it as a crash or restart would and opens the same data again. */
export interface LogUnderTest {
  log: EventLog;
  reopen(): Promise<EventLog>;
  /** Puts text into a topic past every check, as a foreign writer would. */
  appendRaw(topic: string, key: string, text: string): Promise<void>;
  /** Values of a topic's dead letters with their headers. */
  deadLetters(topic: string): Promise<readonly DeadLetter[]>;
  dispose(): Promise<void>;
}

interface DeadLetter {
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
}

const limit = { timeout: 20_000, interval: 10 };
const until = (check: () => void) => vi.waitFor(check, limit);

const posted = (streamId: string, text: string): RawChat => ({
  type: 'message.posted',
  streamId,
  id: randomUUID(),
  author: { id: 'u1', displayName: 'Ann', kind: 'member', role: 'member' },
  text,
});

const textOf = (record: LogRecord<'raw-chats'>) =>
  record.value.type === 'message.posted' ? record.value.text : record.value.type;

/** Gathers what a member is handed, and can be told to fail or to wait. */
class Reader implements LogHandler<'raw-chats'> {
  readonly seen: LogRecord<'raw-chats'>[] = [];
  joins = 0;
  hook: (records: readonly LogRecord<'raw-chats'>[]) => Promise<void> = () => Promise.resolve();

  assigned(): void {
    this.joins++;
  }

  async handle(records: readonly LogRecord<'raw-chats'>[]): Promise<void> {
    await this.hook(records);
    this.seen.push(...records);
  }

  texts = (streamId: string): readonly string[] =>
    this.seen.filter((r) => r.key === streamId).map(textOf);
}

/** The promises of EventLog, run unchanged on every adapter. */
export function eventLogContract(name: string, make: () => Promise<LogUnderTest>): void {
  describe(`event log: ${name}`, () => {
    let current: LogUnderTest | undefined;
    const open = async () => (current = await make());
    afterEach(async () => {
      await current?.dispose();
      current = undefined;
    });
    const stream = () => `s-${randomUUID()}`;
    const group = () => `g-${randomUUID()}`;
    const consume = (log: EventLog, handler: Reader, as: string, readBackMs = 0) =>
      log.consume({ group: as, topics: ['raw-chats'], readBackMs, commitEveryMs: 50 }, handler);

    test('appends of one stream get rising offsets in one partition, in the order of the calls', async () => {
      const { log } = await open();
      const id = stream();
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, i) => log.append('raw-chats', id, posted(id, `${i}`))),
      );
      expect(new Set(answers.map((a) => a.partition)).size).toBe(1);
      const offsets = answers.map((a) => a.offset);
      expect(offsets).toEqual([...offsets].sort((a, b) => a - b));
      expect(new Set(offsets).size).toBe(50);
      expect(answers.every((a) => Math.abs(a.at - Date.now()) < 60_000)).toBe(true);
    });

    test('a reader gets every record of a stream in order, at the positions that were answered', async () => {
      const { log } = await open();
      const id = stream();
      const reader = new Reader();
      await consume(log, reader, group());
      const answers = await Promise.all(
        Array.from({ length: 200 }, (_, i) => log.append('raw-chats', id, posted(id, `${i}`))),
      );
      await until(() => expect(reader.texts(id)).toHaveLength(200));
      expect(reader.texts(id)).toEqual(Array.from({ length: 200 }, (_, i) => `${i}`));
      const mine = reader.seen.filter((r) => r.key === id);
      expect(mine.map((r) => r.offset)).toEqual(answers.map((a) => a.offset));
      expect(mine.map((r) => r.at)).toEqual(answers.map((a) => a.at));
    });

    test('a group that comes later starts at the beginning of the log', async () => {
      const { log } = await open();
      const id = stream();
      await log.append('raw-chats', id, posted(id, 'before'));
      const reader = new Reader();
      await consume(log, reader, group());
      await until(() => expect(reader.texts(id)).toEqual(['before']));
    });

    test('readers get copies: changing a value harms neither other readers nor the writer', async () => {
      const { log } = await open();
      const id = stream();
      const [vandal, other] = [new Reader(), new Reader()];
      vandal.hook = (records) => {
        for (const { value } of records) if (value.type === 'message.posted') value.text = 'gone';
        return Promise.resolve();
      };
      await consume(log, vandal, group());
      await consume(log, other, group());
      const value = posted(id, 'kept');
      await log.append('raw-chats', id, value);
      await until(() => expect(vandal.texts(id)).toEqual(['gone']));
      await until(() => expect(other.texts(id)).toEqual(['kept']));
      expect(value).toMatchObject({ text: 'kept' });
    });

    test('headers travel with a record', async () => {
      const { log } = await open();
      const id = stream();
      const reader = new Reader();
      await consume(log, reader, group());
      await log.append('raw-chats', id, posted(id, 'x'), { schema: '1', traceparent: '00-a-b-01' });
      await until(() => expect(reader.seen.at(-1)?.headers).toMatchObject({ schema: '1' }));
    });

    test('a member that leaves in order is followed by one that goes on where it stopped', async () => {
      const { log } = await open();
      const [id, as] = [stream(), group()];
      const first = new Reader();
      const consumption = await consume(log, first, as);
      await log.append('raw-chats', id, posted(id, 'one'));
      await until(() => expect(first.texts(id)).toEqual(['one']));
      await consumption.stop();
      await log.append('raw-chats', id, posted(id, 'two'));
      const second = new Reader();
      await consume(log, second, as);
      await until(() => expect(second.texts(id)).toEqual(['two']));
    });

    test('what was handled and not committed before a crash comes again', async () => {
      const under = await open();
      const [id, as] = [stream(), group()];
      const first = new Reader();
      first.hook = () => new Promise(() => {});
      await consume(under.log, first, as);
      await under.log.append('raw-chats', id, posted(id, 'x'));
      const log = await under.reopen();
      const second = new Reader();
      await consume(log, second, as);
      await until(() => expect(second.texts(id)).toEqual(['x']));
    });

    test('every acked record is there after a restart', async () => {
      const under = await open();
      const id = stream();
      await Promise.all(
        Array.from({ length: 100 }, (_, i) =>
          under.log.append('raw-chats', id, posted(id, `${i}`)),
        ),
      );
      const log = await under.reopen();
      const reader = new Reader();
      await consume(log, reader, group());
      await until(() => expect(reader.texts(id)).toHaveLength(100));
    });

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

    test('members of one group share the partitions: each record is handled by one of them', async () => {
      const { log } = await open();
      const as = group();
      const members = [new Reader(), new Reader()];
      for (const member of members) await consume(log, member, as);
      await until(() => expect(members.every((m) => m.joins > 0)).toBe(true));
      const ids = Array.from({ length: 40 }, stream);
      await Promise.all(ids.map((id) => log.append('raw-chats', id, posted(id, 'x'))));
      const all = () => members.flatMap((m) => m.seen).filter((r) => ids.includes(r.key));
      await until(() => expect(all()).toHaveLength(40));
      expect(new Set(all().map((r) => r.key)).size).toBe(40);
      expect(members.every((m) => m.seen.some((r) => ids.includes(r.key)))).toBe(true);
    });

    test('a member that is told of its partitions knows them before its first record', async () => {
      const { log } = await open();
      const id = stream();
      await log.append('raw-chats', id, posted(id, 'x'));
      const order: string[] = [];
      const handler: LogHandler<'raw-chats'> = {
        assigned: async (partitions) => {
          await new Promise((resolve) => setTimeout(resolve, 20));
          order.push(`assigned ${partitions.length > 0}`);
        },
        handle: () => Promise.resolve(void order.push('handle')),
      };
      await log.consume({ group: group(), topics: ['raw-chats'] }, handler);
      await until(() => expect(order).toContain('handle'));
      expect(order[0]).toBe('assigned true');
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
      await Promise.all(
        ['a', 'poison', 'b'].map((text) => under.log.append('raw-chats', id, posted(id, text))),
      );
      await until(() => expect(reader.texts(id)).toEqual(['a', 'b']));
      await vi.waitFor(async () => {
        const letters = await under.deadLetters('raw-chats');
        const mine = letters.filter((l) => l.value.includes(id));
        expect(mine).toHaveLength(1);
        expect(mine[0]?.headers).toMatchObject({ reason: 'cannot take this' });
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
      await vi.waitFor(
        async () => expect(await under.deadLetters('raw-chats')).toHaveLength(2),
        limit,
      );
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

    test('a commit waits for beforeCommit, which names the first offset not covered', async () => {
      const under = await open();
      const [id, as] = [stream(), group()];
      const borders: number[] = [];
      let consumption: Consumption | undefined;
      const handler: LogHandler<'raw-chats'> = {
        handle: () => Promise.resolve(),
        beforeCommit: (_, next) => Promise.resolve(void borders.push(next)),
      };
      const options = { group: as, topics: ['raw-chats'] as const, commitEveryMs: 50 };
      consumption = await under.log.consume(options, handler);
      const { offset } = await under.log.append('raw-chats', id, posted(id, 'x'));
      await until(() => expect(borders).toContain(offset + 1));
      await consumption.stop();
    });

    test('ends are the next offsets of every partition', async () => {
      const { log } = await open();
      const id = stream();
      const { partition, offset } = await log.append('raw-chats', id, posted(id, 'x'));
      expect((await log.ends('raw-chats'))[partition]).toBe(offset + 1);
    });
  });
}
