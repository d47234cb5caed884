import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { importedId } from './import-lines.ts';
import { brief, messages, readLog } from './written.fixture.ts';

const began = Date.parse('2026-01-09T18:00:00.000Z');
const iso = (ms: number) => new Date(began + ms).toISOString();

/** A comment `seconds` into the video, registered `lateMs` after that. */
function comment(id: string, seconds: number, lateMs: number, more: Record<string, unknown> = {}) {
  return {
    _id: id,
    created_at: iso(seconds * 1_000 + lateMs),
    channel_id: '900',
    content_id: '77',
    content_offset_seconds: seconds,
    commenter: { _id: '501', name: 'mellow_fern', display_name: 'Mellow_Fern', logo: '' },
    message: { body: `text of ${id}`, fragments: [], user_badges: [], bits_spent: 0 },
    ...more,
  };
}

const file = (comments: readonly unknown[], more: Record<string, unknown> = {}) => ({
  FileInfo: { Version: { Major: 1, Minor: 4, Patch: 0 } },
  streamer: { name: 'Harbor Lights', login: 'harbor_lights', id: 900 },
  video: { title: 'Evening', id: '77', created_at: iso(0), start: 0, end: 60, length: 60 },
  comments,
  ...more,
});
const read = (value: unknown, start?: number) => readLog(JSON.stringify(value), start);

describe('a TwitchDownloader file', () => {
  it('gives its comments with author, role and an id of stream, platform and foreign id', async () => {
    const badges = (...ids: string[]) => ({
      message: { body: 'x', user_badges: ids.map((_id) => ({ _id, version: '1' })) },
    });
    const owner = { commenter: { _id: 900, name: 'harbor_lights', display_name: 'Harbor Lights' } };
    const found = await read(
      file([
        comment('c1', 1, 0),
        comment('c2', 2, 0, badges('subscriber', 'moderator')),
        comment('c3', 3, 0, badges('broadcaster')),
        comment('c4', 4, 0, { ...badges('vip'), ...owner }),
      ]),
    );
    expect(found.report).toMatchObject({ format: 'TwitchDownloader', read: 4, messages: 4 });
    expect(messages(found)[0]).toEqual({
      kind: 'message',
      id: importedId('s1', 'twitch', 'c1'),
      at: began + 1_000,
      author: { id: 'twitch:501', displayName: 'Mellow_Fern', role: 'member' },
      text: 'text of c1',
    });
    const roles = messages(found).map(({ author }) => author.role);
    expect(roles).toEqual(['member', 'moderator', 'broadcaster', 'broadcaster']);
  });

  it('takes the milliseconds of the creation time, less the median by which it is late', async () => {
    const late = 300_000;
    const comments = [
      comment('a', 5, late + 100),
      comment('b', 5, late + 400),
      comment('c', 6, late - 200),
      comment('d', 7, late),
      comment('e', 9, late),
    ];
    expect(brief(await read(file(comments)))).toEqual([
      '18:00:05.100 Mellow_Fern: text of a',
      '18:00:05.400 Mellow_Fern: text of b',
      '18:00:05.800 Mellow_Fern: text of c',
      '18:00:07.000 Mellow_Fern: text of d',
      '18:00:09.000 Mellow_Fern: text of e',
    ]);
  });

  it('trusts the offset where a creation time strays more than 2 s, as with local times', async () => {
    const hour = 3_600_000;
    const comments = [1, 2, 3].map((n) => comment(`c${n}`, n, 0));
    const shifted = [...comments, comment('far', 4, hour), comment('local', 5, 9 * hour)];
    expect(brief(await read(file(shifted))).slice(3)).toEqual([
      '18:00:04.000 Mellow_Fern: text of far',
      '18:00:05.000 Mellow_Fern: text of local',
    ]);
    const allLocal = [1, 2, 3].map((n) => comment(`c${n}`, n, 9 * hour));
    expect(brief(await read(file(allLocal)))[0]).toBe('18:00:01.000 Mellow_Fern: text of c1');
  });

  it('reads old files: no version, numbers as texts, no video time, embedded images anywhere', async () => {
    const old = {
      emotes: { thirdParty: [{ data: 'x'.repeat(200_000) }] },
      comments: [
        comment('o1', 1, 0, { content_offset_seconds: '1.250', created_at: iso(1_250) }),
        comment('o2', 2, 0, { content_offset_seconds: '2.5', created_at: iso(2_500) }),
      ],
      video: { duration: '1h2m3s', user_id: '900', user_name: 'Harbor Lights' },
    };
    expect(brief(await read(old))).toEqual([
      '18:00:01.250 Mellow_Fern: text of o1',
      '18:00:02.500 Mellow_Fern: text of o2',
    ]);
  });

  it('keeps offsets of the full video in a trimmed one, and follows a start that is given', async () => {
    const trimmed = file([comment('c', 1_800, 0)], {
      video: { id: '77', created_at: iso(0), start: 1_700, end: 1_900 },
    });
    expect(brief(await read(trimmed))).toEqual(['18:30:00.000 Mellow_Fern: text of c']);
    const moved = await read(trimmed, Date.parse('2026-01-09T20:00:00Z'));
    expect(brief(moved)).toEqual(['20:30:00.000 Mellow_Fern: text of c']);
  });

  it('takes the text of the body, else of the fragments', async () => {
    const fragments = [{ text: 'so ' }, { text: 'LUL', emoticon: { emoticon_id: '425618' } }];
    const found = await read(file([comment('c', 1, 0, { message: { body: null, fragments } })]));
    expect(messages(found)[0]?.text).toBe('so LUL');
  });

  it('skips and counts what is no chatter’s message, each with its place', async () => {
    const { lines, report } = await read(
      file([
        comment('gone', 1, 0, { commenter: null }),
        comment('empty', 2, 0, { message: { body: '', fragments: [] } }),
        comment('', 3, 0),
        comment('timeless', 4, 0, { created_at: 'yesterday', content_offset_seconds: null }),
        comment('sub', 5, 0, { message: { body: 'm', user_notice_params: { msg_id: 'resub' } } }),
        comment('lit', 6, 0, {
          message: { body: 'look', user_notice_params: { msg_id: 'highlighted-message' } },
        }),
        null,
      ]),
    );
    expect(lines).toHaveLength(1);
    expect(report.skipped).toEqual({
      no_author: 2,
      no_text: 1,
      no_id: 1,
      no_time: 1,
      'notice:resub': 1,
    });
    expect(report.examples[0]).toBe('comment 1 (line 1): no_author');
    expect(report.read).toBe(7);
  });

  it('is read from gzip, indented, and up to where it was cut off', async () => {
    const whole = JSON.stringify(file([comment('c1', 1, 0), comment('c2', 2, 0)]), null, 2);
    expect(await readLog(gzipSync(whole))).toEqual(await readLog(whole));
    const cutText = await readLog(whole.slice(0, whole.indexOf('text of c2')));
    expect(messages(cutText).map(({ text }) => text)).toEqual(['text of c1']);
    expect(cutText.report.skipped).toEqual({ cut_off: 1 });
    const archive = gzipSync(whole);
    const cutArchive = await readLog(archive.subarray(0, archive.length - 60));
    expect(cutArchive.report.skipped['cut_off']).toBeGreaterThan(0);
  });
});
