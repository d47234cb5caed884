import { listAt, median, numberAt, textAt, valueAt } from './fields.ts';
import {
  skip,
  type AuthorRole,
  type Draft,
  type Format,
  type Platform,
  type Reading,
  type TimeHints,
} from './format.ts';
import { lineRows, listRows, type Row } from './rows.ts';

/** Kinds of rows that carry a chatter's own words. */
const messageKinds = new Set([
  'text_message',
  'paid_message',
  'membership_item',
  'resubscription',
  'subscription',
  'highlighted_message',
  'highlight_message',
]);
const removalKinds = new Set(['deleted_message', 'delete_message', 'ban_user']);

interface Facts {
  readonly platform: Platform;
  /** Where offsets count from, ms since 1970. */
  readonly start: number;
  /** Offsets are right and timestamps are not: Twitch recordings. */
  readonly byOffset: boolean;
  /** The newest message of every author who was banned: one who wrote later was timed out at most. */
  readonly lastOf: ReadonlyMap<string, number>;
}

const survey: Format['survey'] = async (rows, hints) => {
  const { facts, notes } = await surveyed(rows, hints);
  return {
    notes,
    reader: () => {
      // A removal stands behind what it removes, also where its own time says otherwise.
      let latest = 0;
      return (row) => {
        const read = reading(row, facts, latest);
        for (const { at } of read.drafts ?? []) latest = Math.max(latest, at);
        return read;
      };
    },
  };
};

const recognises = (rows: readonly Row[]): boolean =>
  rows.some(
    ({ value }) =>
      valueAt(value, 'message_type') !== undefined ||
      (valueAt(value, 'message_id') !== undefined && valueAt(value, 'author') !== undefined) ||
      (valueAt(value, 'time_in_seconds') !== undefined && valueAt(value, 'author') !== undefined),
  );

/** chat-downloader, one JSON array. */
export const chatDownloaderArray: Format = {
  name: 'chat-downloader (array)',
  recognises: (rows, isOneDocument) => isOneDocument && recognises(rows),
  rows: (chunks) => listRows(chunks, 'message'),
  survey,
};

/** chat-downloader, one JSON object a line. */
export const chatDownloaderLines: Format = {
  name: 'chat-downloader (lines)',
  recognises: (rows, isOneDocument) => !isOneDocument && recognises(rows),
  rows: lineRows,
  survey,
};

async function surveyed(rows: AsyncIterable<Row>, hints: TimeHints) {
  const found = new Findings();
  for await (const { value } of rows) found.add(value);
  const { platform, starts, lastOf } = found;
  const byOffset = hints.start !== undefined || (platform === 'twitch' && starts.length > 0);
  const start = hints.start ?? median(starts) ?? hints.end - found.last;
  const facts: Facts = { platform, start, byOffset, lastOf };
  return { facts, notes: notesOf(facts, hints, starts.length > 0) };
}

/** What must be known of the whole file. */
class Findings {
  readonly starts: number[] = [];
  /** The newest offset, ms. */
  last = 0;
  readonly #rowsOf = { twitch: 0, youtube: 0 };
  readonly #lastOf = new Map<string, number>();
  readonly #banned = new Set<string>();

  add(value: unknown): void {
    const platform = platformOf(value);
    if (platform !== undefined) this.#rowsOf[platform] += 1;
    const [stamp, offset] = [stampMs(value), offsetMs(value)];
    this.last = Math.max(this.last, offset ?? 0);
    // Whole seconds: the offset has no fraction, so the start it points to has none either.
    if (stamp !== undefined && offset !== undefined) this.starts.push(whole(stamp) - whole(offset));
    const author = textAt(value, 'author', 'id');
    if (author === undefined) return;
    const kind = textAt(value, 'message_type') ?? '';
    if (messageKinds.has(kind)) this.#lastOf.set(author, stamp ?? offset ?? 0);
    if (kind === 'ban_user') this.#banned.add(author);
  }

  get platform(): 'twitch' | 'youtube' {
    return this.#rowsOf.twitch > this.#rowsOf.youtube ? 'twitch' : 'youtube';
  }

  get lastOf(): ReadonlyMap<string, number> {
    return new Map([...this.#lastOf].filter(([author]) => this.#banned.has(author)));
  }
}

function notesOf({ platform }: Facts, { start }: TimeHints, hasStart: boolean): string[] {
  if (start !== undefined) return [];
  if (platform === 'twitch' && hasStart) {
    return [
      'Times may be off by whole hours, as the file holds its recorder’s time zone; give --start to set them',
    ];
  }
  return [];
}

function platformOf(value: unknown): 'twitch' | 'youtube' | undefined {
  const id = textAt(value, 'author', 'id') ?? textAt(value, 'author', 'target_id');
  if (id === undefined) return undefined;
  return id.startsWith('UC') ? 'youtube' : /^\d+$/.test(id) ? 'twitch' : undefined;
}

const whole = (ms: number) => Math.floor(ms / 1_000) * 1_000;

function stampMs(value: unknown): number | undefined {
  const micros = numberAt(value, 'timestamp');
  return micros === undefined ? undefined : micros / 1_000;
}

function offsetMs(value: unknown): number | undefined {
  const seconds = numberAt(value, 'time_in_seconds');
  return seconds === undefined ? undefined : seconds * 1_000;
}

/** Offsets have whole seconds, so of a timestamp that is not trusted its fraction is kept. */
function timeOf(value: unknown, { start, byOffset }: Facts): number | undefined {
  const [stamp, offset] = [stampMs(value), offsetMs(value)];
  if (offset !== undefined && (byOffset || stamp === undefined)) {
    const fraction = Number.isInteger(offset / 1_000) && stamp !== undefined ? stamp % 1_000 : 0;
    return Math.round(start + offset + fraction);
  }
  return stamp === undefined ? undefined : Math.round(stamp);
}

function reading({ value }: Row, facts: Facts, latest: number): Reading {
  const kind = textAt(value, 'message_type') ?? 'text_message';
  if (kind.startsWith('ticker_')) return skip('kind:ticker');
  const at = timeOf(value, facts);
  if (at === undefined || at < 0) return skip('no_time');
  if (removalKinds.has(kind)) return moderation(kind, value, facts, Math.max(at, latest));
  if (!messageKinds.has(kind)) return skip(`kind:${kind}`);
  return message(value, kind, facts, at);
}

function message(value: unknown, kind: string, facts: Facts, at: number): Reading {
  const platform = platformOf(value) ?? facts.platform;
  const [id, authorId] = [textAt(value, 'message_id'), textAt(value, 'author', 'id')];
  const text = textOf(value, platform);
  if (authorId === undefined) return skip('no_author');
  if (id === undefined) return skip('no_id');
  if (text === undefined) return skip(kind === 'text_message' ? 'no_text' : `kind:${kind}`);
  const name =
    textAt(value, 'author', 'display_name') ?? textAt(value, 'author', 'name') ?? authorId;
  const author = { platform, id: authorId, name, role: roleOf(value) };
  const replyTo = textAt(value, 'in_reply_to', 'message_id');
  return { drafts: [{ kind: 'message', platform, id, at, author, text, replyTo }] };
}

/** YouTube's plain emoji stand as `:shortcut:` in the text; the character is the emote's id. */
function textOf(value: unknown, platform: Platform): string | undefined {
  let text = textAt(value, 'message');
  if (text === undefined || platform !== 'youtube') return text;
  for (const emote of listAt(value, 'emotes')) {
    const [name, id] = [textAt(emote, 'name'), textAt(emote, 'id')];
    const isPlain = valueAt(emote, 'is_custom_emoji') === false;
    if (isPlain && name !== undefined && id !== undefined) text = text.replaceAll(name, id);
  }
  return text;
}

function roleOf(value: unknown): AuthorRole {
  const badges = listAt(value, 'author', 'badges').flatMap((badge) =>
    ['name', 'title', 'icon_name'].map((field) => textAt(badge, field)?.toLowerCase()),
  );
  if (badges.includes('broadcaster') || badges.includes('owner')) return 'broadcaster';
  const moderates =
    badges.includes('moderator') || valueAt(value, 'author', 'is_moderator') === true;
  return moderates ? 'moderator' : 'member';
}

/** A removed message, an author all of whose messages went, or a ban with its length. */
function moderation(kind: string, value: unknown, facts: Facts, at: number): Reading {
  const { platform } = facts;
  const target = textAt(value, 'target_message_id');
  const banned = textAt(value, 'author', 'target_id') ?? textAt(value, 'author', 'id');
  // YouTube calls a single removed message a ban, but names its author only for a real one.
  if (target !== undefined && (kind !== 'ban_user' || banned === undefined)) {
    return { drafts: [{ kind: 'removal', platform, target, at }] };
  }
  if (kind !== 'ban_user') return skip('removal_without_target');
  if (banned === undefined) return skip('ban_without_target');
  return { drafts: bans(value, facts, banned, at) };
}

function bans(value: unknown, facts: Facts, authorId: string, at: number): readonly Draft[] {
  const { platform, lastOf } = facts;
  const removals = { kind: 'removals', platform, authorId, at } as const;
  const seconds = numberAt(value, 'ban_duration');
  const length = seconds !== undefined && seconds > 0 ? { seconds: Math.ceil(seconds) } : {};
  const isTimeOut = textAt(value, 'ban_type') === 'timeout' || 'seconds' in length;
  const wroteOn = (lastOf.get(authorId) ?? 0) > (stampMs(value) ?? offsetMs(value) ?? Infinity);
  // Without its length a time-out, or a ban that did not hold, says no more than that texts went.
  if (!('seconds' in length) && (isTimeOut || wroteOn)) return [removals];
  return [removals, { kind: 'ban', platform, authorId, at, ...length }];
}
