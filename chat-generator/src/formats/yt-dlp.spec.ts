import { describe, expect, it } from 'vitest';
import { importedId } from './import-lines.ts';
import { brief, jsonLines, messages, readLog } from './written.fixture.ts';

const began = Date.parse('2026-01-09T18:00:00.000Z');
const words = (text: string) => ({ message: { runs: [{ text }] } });

const content = (id: string, ms: number, more: Record<string, unknown> = {}) => ({
  id,
  timestampUsec: String((began + ms) * 1_000),
  authorExternalChannelId: 'UCaaa',
  authorName: { simpleText: '@fern' },
  ...words(`text of ${id}`),
  ...more,
});
const text = (id: string, ms: number, more: Record<string, unknown> = {}) => ({
  addChatItemAction: { item: { liveChatTextMessageRenderer: content(id, ms, more) } },
});
const replay = (ms: number, ...actions: readonly unknown[]) => ({
  replayChatItemAction: { actions, videoOffsetTimeMsec: String(ms) },
});
/** As recorded live: the offset one level up. */
const live = (ms: number, ...actions: readonly unknown[]) => ({
  replayChatItemAction: { actions },
  videoOffsetTimeMsec: ms,
  isLive: true,
});

describe('a yt-dlp live chat', () => {
  it('gives its messages by their own time, also those before the start, which all have offset 0', async () => {
    const found = await readLog(
      jsonLines(
        replay(0, text('b', -20_000), text('a', -60_000)),
        replay(1_000, { clickTrackingParams: 'x', ...text('c', 1_000) }),
      ),
    );
    expect(found.report).toMatchObject({ format: 'yt-dlp live_chat', read: 2, messages: 3 });
    expect(brief(found)).toEqual([
      '17:59:00.000 @fern: text of a',
      '17:59:40.000 @fern: text of b',
      '18:00:01.000 @fern: text of c',
    ]);
    expect(messages(found)[0]).toMatchObject({
      id: importedId('s1', 'youtube', 'a'),
      author: { id: 'youtube:UCaaa', role: 'member' },
    });
  });

  it('puts actions without a time where the offset says, never before what stands above them', async () => {
    const mark = (id: string) => ({ markChatItemAsDeletedAction: { targetItemId: id } });
    const remove = (id: string) => ({ removeChatItemAction: { targetItemId: id } });
    const found = await readLog(
      jsonLines(
        live(-500, text('a', 100)),
        live(4_000, text('b', 4_600)),
        live(6_000, mark('a')),
        live(4_000, remove('b')),
        live(7_000, remove('never')),
      ),
    );
    expect(brief(found).slice(2)).toEqual(['18:00:06.600 removal', '18:00:06.600 removal']);
    expect(found.report.skipped).toEqual({ removal_without_message: 1 });
  });

  it('removes all of an author', async () => {
    const author = { externalChannelId: 'UCaaa' };
    const found = await readLog(
      jsonLines(
        replay(1_000, text('a', 1_000)),
        replay(2_000, { markChatItemsByAuthorAsDeletedAction: author }),
        replay(3_000, { removeChatItemByAuthorAction: author }),
      ),
    );
    expect(brief(found).slice(1)).toEqual([
      '18:00:02.000 removals youtube:UCaaa',
      '18:00:03.000 removals youtube:UCaaa',
    ]);
  });

  it('shows a replaced item with its new words, a held one when it is let through', async () => {
    const renderer = (id: string, ms: number, say: string) => ({
      liveChatTextMessageRenderer: content(id, ms, words(say)),
    });
    const held = (id: string, ms: number) => ({
      liveChatPlaceholderItemRenderer: { id, timestampUsec: String((began + ms) * 1_000) },
    });
    const replace = (targetItemId: string, replacementItem: unknown) => ({
      replaceChatItemAction: { targetItemId, replacementItem },
    });
    const found = await readLog(
      jsonLines(
        replay(1_000, text('a', 1_000)),
        replay(2_000, { addChatItemAction: { item: held('h', 2_000) } }),
        replay(3_000, { addChatItemAction: { item: held('never', 3_000) } }),
        replay(4_000, text('taken', 4_000)),
        replay(5_000, replace('a', renderer('a', 1_000, 'new words'))),
        replay(6_000, replace('h', renderer('h', 2_000, 'let through'))),
        replay(7_000, replace('taken', held('taken', 4_000))),
        replay(8_000, replace('unseen', renderer('unseen', 7_500, 'from before'))),
      ),
    );
    expect(brief(found)).toEqual([
      '18:00:01.000 @fern: new words',
      '18:00:02.000 @fern: let through',
      '18:00:04.000 @fern: text of taken',
      '18:00:07.000 removal',
      '18:00:07.500 @fern: from before',
    ]);
    expect(found.report.skipped).toEqual({ 'kind:held': 1 });
  });

  it('writes emoji as characters, custom ones and ASCII ids as their shortcut', async () => {
    const emoji = (emojiId: string, shortcut: string, isCustomEmoji?: boolean) => ({
      emoji: { emojiId, shortcuts: [shortcut, ':other:'], isCustomEmoji },
    });
    const runs = [
      { text: 'hey ' },
      emoji('😭', ':loudly_crying_face:'),
      emoji('UC1/x', ':_wave:', true),
      emoji('UCkszU2WH9gy1mb0dV-11UJg/abc', ':yougotthis:'),
    ];
    const found = await readLog(jsonLines(replay(1, text('a', 1, { message: { runs } }))));
    expect(messages(found)[0]?.text).toBe('hey 😭:_wave::yougotthis:');
  });

  it('reads roles from badges, and names an author without a name by his id', async () => {
    const badge = (iconType?: string) => ({
      authorBadges: [
        {
          liveChatAuthorBadgeRenderer: iconType ? { icon: { iconType } } : { customThumbnail: {} },
        },
      ],
    });
    const found = await readLog(
      jsonLines(
        replay(1, text('1', 1, badge('OWNER'))),
        replay(2, text('2', 2, badge('MODERATOR'))),
        replay(3, text('3', 3, badge('VERIFIED'))),
        replay(4, text('4', 4, { ...badge(), authorName: undefined })),
      ),
    );
    const authors = messages(found).map(({ author }) => [author.role, author.displayName]);
    expect(authors).toEqual([
      ['broadcaster', '@fern'],
      ['moderator', '@fern'],
      ['member', '@fern'],
      ['member', 'UCaaa'],
    ]);
  });

  it('skips copies, pins, stickers, gifts and other lines, each counted by kind', async () => {
    const item = (renderer: string, more: object = {}) => ({
      addChatItemAction: {
        item: { [renderer]: content(renderer, 1, { message: undefined, ...more }) },
      },
    });
    const found = await readLog(
      jsonLines(
        replay(1, item('liveChatPaidMessageRenderer', words('with money'))),
        replay(1, item('liveChatPaidMessageRenderer')),
        replay(1, item('liveChatPaidStickerRenderer')),
        replay(1, item('liveChatMembershipItemRenderer', { headerSubtext: {} })),
        replay(1, item('liveChatSponsorshipsGiftPurchaseAnnouncementRenderer')),
        replay(1, item('liveChatSomethingNewRenderer')),
        replay(1, { addLiveChatTickerItemAction: { item: {} } }),
        replay(1, { addBannerToLiveChatCommand: { bannerRenderer: {} } }),
        replay(1, { showLiveChatActionPanelAction: {} }),
        { someOtherEnvelope: {} },
        replay(1, text('nobody', 1, { authorExternalChannelId: undefined })),
      ),
    );
    expect(messages(found).map(({ text: said }) => said)).toEqual(['with money']);
    expect(found.report.skipped).toEqual({
      'kind:liveChatPaidMessageRenderer': 1,
      'kind:liveChatPaidStickerRenderer': 1,
      'kind:liveChatMembershipItemRenderer': 1,
      'kind:liveChatSponsorshipsGiftPurchaseAnnouncementRenderer': 1,
      'kind:liveChatSomethingNewRenderer': 1,
      'kind:ticker': 1,
      'kind:pinned_message': 1,
      'kind:showLiveChatActionPanelAction': 1,
      'kind:other_line': 1,
      no_author: 1,
    });
  });

  it('gives a message the id it has in a chat-downloader file of the same chat', async () => {
    const author = { id: 'UCaaa', name: '@fern' };
    const row = { message_id: 'a', message: 'text of a', message_type: 'text_message', author };
    const other = await readLog(jsonLines({ ...row, timestamp: (began + 1) * 1_000 }));
    const found = await readLog(jsonLines(replay(1, text('a', 1))));
    expect(found.lines).toEqual(other.lines);
  });
});
