import { describe, expect, it } from 'vitest';
import { importedId } from './import-lines.ts';
import { brief, jsonLines, messages, readLog } from './written.fixture.ts';

const began = Date.parse('2026-01-09T18:00:00.000Z');
const micros = (ms: number) => (began + ms) * 1_000;

const youtube = (id: string, ms: number, more: Record<string, unknown> = {}) => ({
  action_type: 'add_chat_item',
  message_id: id,
  message: `text of ${id}`,
  message_type: 'text_message',
  timestamp: micros(ms),
  time_in_seconds: ms / 1_000,
  time_text: '0:01',
  author: { id: 'UCaaa', name: 'Fern Teal' },
  ...more,
});
const twitchVod = (id: string, seconds: number, shiftMs: number, more: object = {}) => ({
  message_id: id,
  message: `text of ${id}`,
  message_type: 'text_message',
  timestamp: micros(seconds * 1_000 + shiftMs),
  time_in_seconds: Math.floor(seconds),
  author: { id: '501', name: 'mellow_fern', display_name: 'Mellow_Fern' },
  ...more,
});
const twitchLive = (id: string, ms: number, more: object = {}) => ({
  message_id: id,
  message: `text of ${id}`,
  message_type: 'text_message',
  timestamp: micros(ms),
  author: { id: '501', name: 'mellow_fern', display_name: 'Mellow_Fern', is_moderator: false },
  ...more,
});

describe('a chat-downloader file', () => {
  it('is the same as an array and as lines', async () => {
    const rows = [youtube('a', 1_000), youtube('b', 2_500)];
    const asLines = await readLog(jsonLines(...rows));
    const asArray = await readLog(JSON.stringify(rows, null, 4));
    expect(asLines.report.format).toBe('chat-downloader (lines)');
    expect(asArray.report.format).toBe('chat-downloader (array)');
    expect(asArray.lines).toEqual(asLines.lines);
    expect(messages(asLines)[0]).toEqual({
      kind: 'message',
      id: importedId('s1', 'youtube', 'a'),
      at: began + 1_000,
      author: { id: 'youtube:UCaaa', displayName: 'Fern Teal', role: 'member' },
      text: 'text of a',
    });
  });

  it('reads roles from the badges of both platforms and from live flags', async () => {
    const author = (badge: object) => ({ author: { id: 'UCaaa', name: 'n', badges: [badge] } });
    const found = await readLog(
      jsonLines(
        youtube('1', 1, author({ title: 'Owner', icon_name: 'owner' })),
        youtube('2', 2, author({ title: 'Moderator', icon_name: 'moderator' })),
        youtube('3', 3, author({ title: 'Verified', icon_name: 'verified' })),
        twitchLive('4', 4, { author: { id: '1', badges: [{ name: 'broadcaster', version: 1 }] } }),
        twitchLive('5', 5, { author: { id: '1', name: 'x', is_moderator: true } }),
      ),
    );
    const roles = messages(found).map(({ author: { role } }) => role);
    expect(roles).toEqual(['broadcaster', 'moderator', 'member', 'broadcaster', 'moderator']);
    expect(messages(found)[3]?.author).toMatchObject({ id: 'twitch:1', displayName: '1' });
  });

  it('puts plain emoji back in place of their YouTube shortcuts, and leaves custom ones', async () => {
    const emotes = [
      { id: '😂', name: ':face_with_tears_of_joy:', is_custom_emoji: false },
      { id: 'UC1/abc', name: ':_wave:', is_custom_emoji: true },
    ];
    const message = ':face_with_tears_of_joy: hi :_wave: :face_with_tears_of_joy:';
    const found = await readLog(jsonLines(youtube('a', 1, { message, emotes })));
    expect(messages(found)[0]?.text).toBe('😂 hi :_wave: 😂');
  });

  it('takes Twitch recordings by their offsets, and of the shifted timestamp only the fraction', async () => {
    const seoul = -9 * 3_600_000;
    const rows = [twitchVod('a', 1.25, seoul), twitchVod('b', 1.75, seoul), twitchVod('c', 3, 0)];
    const found = await readLog(jsonLines(...rows));
    expect(brief(found)).toEqual([
      '09:00:01.250 Mellow_Fern: text of a',
      '09:00:01.750 Mellow_Fern: text of b',
      '09:00:03.000 Mellow_Fern: text of c',
    ]);
    expect(found.report.notes.join()).toContain('--start');
    const told = await readLog(jsonLines(...rows), began);
    expect(brief(told)[0]).toBe('18:00:01.250 Mellow_Fern: text of a');
    expect(told.report.notes).toEqual([]);
  });

  it('reads negative offsets, numbers as texts, and live rows without any offset', async () => {
    const found = await readLog(
      jsonLines(
        twitchLive('live', 500, { timestamp: String(micros(500)) }),
        youtube('early', -30_000, { time_in_seconds: -30 }),
      ),
    );
    expect(brief(found)).toEqual([
      '17:59:30.000 Fern Teal: text of early',
      '18:00:00.500 Mellow_Fern: text of live',
    ]);
  });

  it('turns removals and bans into moderation, and knows a YouTube ban that is none', async () => {
    const twitchBan = {
      message_type: 'ban_user',
      author: { target_id: '501' },
      banned_user: 'mellow_fern',
    };
    const rows = [
      youtube('a', 1_000),
      youtube('b', 2_000),
      { message_type: 'deleted_message', target_message_id: 'a', timestamp: micros(3_000) },
      { message_type: 'ban_user', target_message_id: 'b', timestamp: micros(4_000) },
      { message_type: 'ban_user', author: { id: 'UCaaa' }, timestamp: micros(5_000) },
      { message_type: 'deleted_message', target_message_id: 'never', timestamp: micros(6_000) },
    ];
    const found = await readLog(jsonLines(...rows));
    expect(brief(found).slice(2)).toEqual([
      '18:00:03.000 removal',
      '18:00:04.000 removal',
      '18:00:05.000 removals youtube:UCaaa',
      '18:00:05.000 ban youtube:UCaaa',
    ]);
    expect(found.lines[2]).toMatchObject({ target: importedId('s1', 'youtube', 'a') });
    expect(found.report.skipped).toEqual({ removal_without_message: 1 });
    const twitch = await readLog(
      jsonLines(
        twitchLive('a', 1_000),
        { message_type: 'delete_message', target_message_id: 'a', timestamp: micros(1_500) },
        { ...twitchBan, ban_type: 'timeout', ban_duration: '600', timestamp: micros(2_000) },
        { ...twitchBan, ban_type: 'permanent', timestamp: micros(3_000) },
        { message_type: 'clear_chat', timestamp: micros(4_000) },
      ),
    );
    expect(brief(twitch).slice(1)).toEqual([
      '18:00:01.500 removal',
      '18:00:02.000 removals twitch:501',
      '18:00:02.000 ban twitch:501 600 s',
      '18:00:03.000 removals twitch:501',
      '18:00:03.000 ban twitch:501',
    ]);
    expect(twitch.report.skipped).toEqual({ 'kind:clear_chat': 1 });
  });

  it('takes a ban for no more than removed texts where its author wrote on', async () => {
    const ban = { message_type: 'ban_user', author: { id: 'UCaaa' }, timestamp: micros(2_000) };
    const found = await readLog(jsonLines(youtube('a', 1_000), ban, youtube('b', 3_000)));
    expect(brief(found)[1]).toBe('18:00:02.000 removals youtube:UCaaa');
    expect(found.lines).toHaveLength(3);
  });

  it('answers what was imported too, and nothing else', async () => {
    const reply = (id: string) => ({ in_reply_to: { message_id: id, author: { id: '9' } } });
    const found = await readLog(
      jsonLines(
        twitchLive('a', 1),
        twitchLive('b', 2, reply('a')),
        twitchLive('c', 3, reply('older')),
      ),
    );
    const answered = messages(found).map(({ replyTo }) => replyTo);
    expect(answered).toEqual([undefined, importedId('s1', 'twitch', 'a'), undefined]);
  });

  it('skips copies, stickers, texts without words or author, and counts unknown kinds', async () => {
    const found = await readLog(
      jsonLines(
        youtube('t', 1, { message_type: 'ticker_paid_message_item' }),
        youtube('s', 2, { message_type: 'paid_sticker', message: null }),
        youtube('p', 3, { message_type: 'paid_message', money: { text: '$5', amount: 5 } }),
        youtube('q', 4, { message_type: 'paid_message', message: null }),
        youtube('m', 5, { message_type: 'membership_item' }),
        youtube('n', 6, { message: null }),
        youtube('x', 7, { author: {} }),
        youtube('r', 8, { message_type: 'raid' }),
      ),
    );
    expect(messages(found).map(({ text }) => text)).toEqual(['text of p', 'text of m']);
    expect(found.report.skipped).toEqual({
      'kind:ticker': 1,
      'kind:paid_sticker': 1,
      'kind:paid_message': 1,
      no_text: 1,
      no_author: 1,
      'kind:raid': 1,
    });
  });
});
