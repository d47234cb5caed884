import { describe, expect, test } from 'vitest';
import type { LogHandler } from './event-log.ts';
import { consumingContract } from './event-log-consuming.contract.ts';
import {
  consume,
  group,
  opener,
  posted,
  Reader,
  stream,
  until,
  type MakeLog,
} from './log-under-test.contract.ts';

/** The promises of EventLog, run unchanged on every adapter. */
export function eventLogContract(name: string, make: MakeLog): void {
  describe(`event log: ${name}`, () => {
    const open = opener(make);

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

    test('ends are the next offsets of every partition', async () => {
      const { log } = await open();
      const id = stream();
      const { partition, offset } = await log.append('raw-chats', id, posted(id, 'x'));
      expect((await log.ends('raw-chats'))[partition]).toBe(offset + 1);
    });

    test('a closed log takes nothing more', async () => {
      const { log } = await open();
      await log.close();
      const append = log.append('raw-chats', 's', posted('s', 'late'));
      await expect(append).rejects.toMatchObject({ code: 'unavailable' });
    });

    consumingContract(open);
  });
}
