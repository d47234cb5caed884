import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChatLog, UnknownLogError } from './chat-log.ts';
import { importedId } from './import-lines.ts';
import { brief, end, jsonLines, messages, readLog, written } from './written.fixture.ts';

const line = (at_ms: unknown, user: unknown, text: unknown) => ({ at_ms, user, text });

describe('lines of at_ms, user and text', () => {
  it('end where the stream began, unless a start is given', async () => {
    const log = jsonLines(line(0, 'wren', 'one'), line('60000', 'ash', 'two'));
    expect(brief(await readLog(log))).toEqual(['11:59:00.000 wren: one', '12:00:00.000 ash: two']);
    const start = Date.parse('2026-02-01T08:00:00Z');
    expect(brief(await readLog(log, start))[1]).toBe('08:01:00.000 ash: two');
  });

  it('keep the ids of a file read again, and give equal lines ids of their own', async () => {
    const log = jsonLines(line(1, 'wren', 'gg'), line(1, 'wren', 'gg'), line(1, 'ash', 'gg'));
    const first = await readLog(log);
    expect((await readLog(log, 5_000)).lines.map((l) => 'id' in l && l.id)).toEqual(
      first.lines.map((l) => 'id' in l && l.id),
    );
    expect(new Set(messages(first).map(({ id }) => id)).size).toBe(3);
  });

  it('are sorted by time, those of one time in the order of the file', async () => {
    const times = fc.array(fc.nat(50), { minLength: 1, maxLength: 200 });
    await fc.assert(
      fc.asyncProperty(times, async (given) => {
        const found = await readLog(
          jsonLines(...given.map((at, index) => line(at, 'wren', `n${index}`))),
          0,
        );
        const expected = given.map((at, index) => ({ at, text: `n${index}` }));
        expected.sort((a, b) => a.at - b.at);
        expect(messages(found).map(({ at, text }) => ({ at, text }))).toEqual(expected);
      }),
      { numRuns: 30 },
    );
  });

  it('that are malformed are counted, named and skipped', async () => {
    const { lines, report } = await readLog(
      [
        'garbage first',
        JSON.stringify(line(1, 'wren', 'kept')),
        '{"at_ms": 2, "user": "wren", "te',
        '',
        JSON.stringify(line(3, '', 'nobody')),
        JSON.stringify(line(null, 'wren', 'never')),
        JSON.stringify(line(4, 'wren', '')),
        '[1, 2]',
        JSON.stringify(line(5, 'wren', 'kept too')),
        '{"at_ms": 6, "us',
      ].join('\r\n'),
    );
    expect(lines).toHaveLength(2);
    expect(report).toMatchObject({ read: 9, messages: 2 });
    expect(report.skipped).toEqual({
      not_json: 2,
      no_author: 1,
      no_time: 2,
      no_text: 1,
      cut_off: 1,
    });
    expect(report.examples).toContain('line 3: not_json');
    expect(report.examples).toContain('line 10: cut_off');
  });
});

describe('our own export', () => {
  const author = { id: 'u1', displayName: 'Wren', kind: 'member', role: 'moderator' };
  const event = (type: string, offset: number, more: object) => ({
    type,
    streamId: 'old',
    id:
      type === 'message.posted'
        ? `0000000${offset}-0000-4000-8000-000000000000`
        : `outbox:${offset}`,
    offset,
    prev: offset - 1,
    at: end + offset * 1_000,
    ...more,
  });
  const posted = (offset: number, more: object = {}) =>
    event('message.posted', offset, { author, text: `text ${offset}`, ...more });
  const target = (offset: number) => ({ target: { offset, at: 0, authorId: 'u1' }, by: 'u9' });

  it('gives messages, answers, removals that held, bans and time-outs', async () => {
    const found = await readLog(
      jsonLines(
        event('stream.started', 1, { title: 'Old' }),
        posted(2),
        posted(3, { replyTo: { offset: 2, author: 'Wren', text: 'text 2' } }),
        posted(4),
        event('message.removed', 5, target(2)),
        event('message.removed', 6, target(4)),
        event('message.restored', 7, target(4)),
        event('chatter.timed_out', 8, { userId: 'u1', until: end + 68_000, by: 'u9' }),
        event('chatter.banned', 9, { userId: 'u1', by: 'u9' }),
        event('message.removed', 10, target(99)),
      ),
    );
    expect(brief(found)).toEqual([
      '12:00:02.000 Wren: text 2',
      '12:00:03.000 Wren: text 3',
      '12:00:04.000 Wren: text 4',
      '12:00:05.000 removal',
      '12:00:08.000 ban livechat:u1 60 s',
      '12:00:09.000 ban livechat:u1',
    ]);
    const [first, second] = messages(found);
    expect(first?.id).toBe(importedId('s1', 'livechat', posted(2).id));
    expect(first?.author.role).toBe('moderator');
    expect(second?.replyTo).toBe(first?.id);
    expect(found.report.skipped).toEqual({
      'kind:stream.started': 1,
      removal_without_message: 1,
    });
  });
});

describe('a chat log', () => {
  const log = jsonLines(line(0, 'wren', '안녕 👋'));

  it('is read with any byte order mark, in UTF-8 and UTF-16, compressed or not', async () => {
    const utf16 = Buffer.from(`\ufeff${log}`, 'utf16le');
    const big = Buffer.from(utf16).swap16();
    for (const content of [`\ufeff${log}`, utf16, big, gzipSync(log), gzipSync(utf16)]) {
      expect(brief(await readLog(content))).toEqual(['12:00:00.000 wren: 안녕 👋']);
    }
  });

  it('is told by its content, not by its name, and refused with the kinds that are known', async () => {
    for (const content of [
      '',
      'hello\nworld\n',
      '{"a": 1}\n',
      '[]',
      '{"comments": "no"}',
      '\x00\x01',
    ]) {
      const path = await written(content);
      await expect(ChatLog.open(path, { end })).rejects.toThrow(UnknownLogError);
    }
    await expect(ChatLog.open('/no/such/file', { end })).rejects.toThrow('ENOENT');
  });

  it('of 60,000 lines comes whole and in time order', async () => {
    const many = Array.from({ length: 60_000 }, (_, n) =>
      JSON.stringify(line(n, `u${n % 99}`, 'x')),
    );
    const path = await written(many.join('\n'));
    const opened = await ChatLog.open(path, { end });
    const report = opened.emptyReport();
    let [count, latest] = [0, 0];
    for await (const { draft } of opened.drafts(report)) {
      if (draft.at < latest) expect.fail(`line ${count} is older than the one before`);
      latest = draft.at;
      count += 1;
    }
    expect(count).toBe(60_000);
  }, 60_000);
});
