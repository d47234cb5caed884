import { listAt, median, numberAt, textAt, timeAt, valueAt } from './fields.ts';
import { skip, type AuthorRole, type Format, type Reading, type TimeHints } from './format.ts';
import { listRows, type Row } from './rows.ts';

/** Beyond this a comment's creation time is not trusted against its offset. */
const mostStrayMs = 2_000;
/** Notices of the platform whose text is not what a chatter wrote. */
const systemNotice =
  /^(sub|resub|subgift|submysterygift|giftpaidupgrade|rewardgift|anon\w+|prime\w+|raid|unraid|ritual|bitsbadgetier|announcement|viewermilestone)$/;

interface Facts {
  /** When the video began, ms since 1970. */
  readonly start: number;
  /** How much later than their offset comments were registered, ms: the file's median. */
  readonly gap: number;
  readonly streamerId: string | undefined;
}

/**
 * TwitchDownloader: one object with `comments`. Offsets have whole seconds in newer files, so the
 * milliseconds come from `created_at`, less the median by which that differs from the offset
 * (registered late, written in local time, or shifted in old videos).
 */
export const twitchDownloader: Format = {
  name: 'TwitchDownloader',

  recognises: (rows, isOneDocument) =>
    isOneDocument &&
    rows.some(({ member, value }) =>
      member === undefined
        ? valueAt(value, 'content_offset_seconds') !== undefined
        : ['FileInfo', 'streamer'].includes(member),
    ),

  rows: (chunks) =>
    listRows(chunks, 'comment', { list: 'comments', unread: ['embeddedData', 'emotes'] }),

  async survey(rows, hints) {
    const facts = await surveyed(rows, hints);
    return { reader: () => (row) => reading(row, facts), notes: [] };
  },
};

async function surveyed(rows: AsyncIterable<Row>, hints: TimeHints): Promise<Facts> {
  let [videoStart, streamerId, last]: [number | undefined, string | undefined, number] = [
    undefined,
    undefined,
    0,
  ];
  const starts: number[] = [];
  for await (const { member, value } of rows) {
    if (member === 'video') videoStart = timeAt(value, 'created_at');
    if (member === 'streamer') streamerId = textAt(value, 'id');
    if (member !== undefined) continue;
    const [created, offset] = [timeAt(value, 'created_at'), offsetMs(value)];
    if (offset !== undefined) last = Math.max(last, offset);
    if (created !== undefined && offset !== undefined) starts.push(created - offset);
  }
  // The beginning as the comments see it: their creation less their offset.
  const seen = median(starts);
  const start = hints.start ?? videoStart ?? seen ?? hints.end - last;
  return { start, gap: (seen ?? start) - start, streamerId };
}

function offsetMs(comment: unknown): number | undefined {
  const seconds = numberAt(comment, 'content_offset_seconds');
  return seconds === undefined ? undefined : seconds * 1_000;
}

function reading({ member, value: comment }: Row, facts: Facts): Reading {
  if (member !== undefined) return {};
  const notice = textAt(comment, 'message', 'user_notice_params', 'msg_id');
  if (notice !== undefined && systemNotice.test(notice)) return skip(`notice:${notice}`);
  const id = textAt(comment, '_id');
  const text = bodyOf(comment);
  const at = timeOf(comment, facts);
  const authorId = textAt(comment, 'commenter', '_id');
  if (authorId === undefined) return skip('no_author');
  if (id === undefined) return skip('no_id');
  if (text === undefined) return skip('no_text');
  if (at === undefined) return skip('no_time');
  const name =
    textAt(comment, 'commenter', 'display_name') ??
    textAt(comment, 'commenter', 'name') ??
    authorId;
  const role = authorId === facts.streamerId ? 'broadcaster' : roleOf(comment);
  const author = { platform: 'twitch', id: authorId, name, role } as const;
  return { drafts: [{ kind: 'message', platform: 'twitch', id, at, author, text }] };
}

function timeOf(comment: unknown, { start, gap }: Facts): number | undefined {
  const [created, offset] = [timeAt(comment, 'created_at'), offsetMs(comment)];
  if (offset === undefined) return created === undefined ? undefined : created - gap;
  const precise = created === undefined ? offset : created - start - gap;
  const strays = Math.abs(precise - offset) > mostStrayMs;
  return Math.round(start + (strays ? offset : precise));
}

function bodyOf(comment: unknown): string | undefined {
  const body = textAt(comment, 'message', 'body');
  if (body !== undefined) return body;
  const fragments = listAt(comment, 'message', 'fragments');
  const text = fragments.map((fragment) => textAt(fragment, 'text') ?? '').join('');
  return text === '' ? undefined : text;
}

function roleOf(comment: unknown): AuthorRole {
  const badges = listAt(comment, 'message', 'user_badges').map((badge) => textAt(badge, '_id'));
  if (badges.includes('broadcaster')) return 'broadcaster';
  return badges.includes('moderator') ? 'moderator' : 'member';
}
