import { listAt, median, numberAt, textAt, valueAt } from './fields.ts';
import {
  skip,
  type AuthorRole,
  type Draft,
  type Format,
  type Reading,
  type TimeHints,
} from './format.ts';
import { lineRows, type Row } from './rows.ts';

interface Facts {
  /** Where video offsets count from, ms since 1970. */
  readonly start: number;
  /** Offsets are all there is where items have no time of their own. */
  readonly shift: number;
  /** The newest content of items that were replaced, by their id. */
  readonly replacements: ReadonlyMap<string, unknown>;
}

/** A renderer with its name, such as `liveChatTextMessageRenderer`. */
interface Item {
  readonly kind: string;
  readonly content: unknown;
}

const unspoken = new Set([
  'liveChatPaidStickerRenderer',
  'liveChatSponsorshipsGiftPurchaseAnnouncementRenderer',
  'liveChatSponsorshipsGiftRedemptionAnnouncementRenderer',
  'liveChatViewerEngagementMessageRenderer',
]);
const spoken = new Set([
  'liveChatTextMessageRenderer',
  'liveChatPaidMessageRenderer',
  'liveChatMembershipItemRenderer',
]);
const held = 'liveChatPlaceholderItemRenderer';

/** yt-dlp's `live_chat.json`: one raw YouTube action a line, of a replay or recorded live. */
export const ytDlp: Format = {
  name: 'yt-dlp live_chat',

  recognises: (rows, isOneDocument) =>
    !isOneDocument &&
    rows.some(
      ({ value }) =>
        valueAt(value, 'replayChatItemAction') !== undefined ||
        valueAt(value, 'videoOffsetTimeMsec') !== undefined,
    ),

  rows: lineRows,

  async survey(rows, hints) {
    const facts = await surveyed(rows, hints);
    return { reader: () => new ActionReader(facts).read, notes: [] };
  },
};

async function surveyed(rows: AsyncIterable<Row>, hints: TimeHints): Promise<Facts> {
  const starts: number[] = [];
  const replacements = new Map<string, unknown>();
  let last = 0;
  for await (const { value } of rows) {
    const offset = offsetOf(value);
    last = Math.max(last, offset ?? 0);
    for (const action of actionsOf(value)) {
      const stamp = stampOf(itemOf(valueAt(action, 'addChatItemAction', 'item'))?.content);
      // Messages before the start all have offset 0.
      if (stamp !== undefined && offset !== undefined && offset > 0) starts.push(stamp - offset);
      const target = textAt(action, 'replaceChatItemAction', 'targetItemId');
      const item = valueAt(action, 'replaceChatItemAction', 'replacementItem');
      if (target !== undefined) replacements.set(target, item);
    }
  }
  const seen = median(starts);
  const start = hints.start ?? seen ?? hints.end - last;
  return { start, shift: seen === undefined ? 0 : start - seen, replacements };
}

/** The envelope of a replay, or one level up in a live recording. */
const offsetOf = (line: unknown): number | undefined =>
  numberAt(line, 'replayChatItemAction', 'videoOffsetTimeMsec') ??
  numberAt(line, 'videoOffsetTimeMsec');

const actionsOf = (line: unknown): readonly unknown[] =>
  listAt(line, 'replayChatItemAction', 'actions');

function stampOf(content: unknown): number | undefined {
  const micros = numberAt(content, 'timestampUsec');
  return micros === undefined ? undefined : micros / 1_000;
}

function itemOf(item: unknown): Item | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  const [entry] = Object.entries(item);
  return entry === undefined ? undefined : { kind: entry[0], content: entry[1] };
}

/** Reads actions in file order; remembers the newest time and which replacements it has placed. */
class ActionReader {
  readonly #placed = new Set<string>();
  #latest = 0;

  constructor(private readonly facts: Facts) {}

  read = ({ value }: Row): Reading => {
    const actions = actionsOf(value);
    if (actions.length === 0) return skip('kind:other_line');
    const offset = offsetOf(value);
    const readings = actions.map((action) => this.#action(action, offset));
    const drafts = readings.flatMap((reading) => reading.drafts ?? []);
    const skipped = readings.find((reading) => reading.skipped !== undefined)?.skipped;
    for (const { at } of drafts) this.#latest = Math.max(this.#latest, at);
    return skipped === undefined ? { drafts } : { drafts, skipped };
  };

  #action(action: unknown, offset: number | undefined): Reading {
    const name = Object.keys(action ?? {}).find((key) => key !== 'clickTrackingParams') ?? 'empty';
    const body = valueAt(action, name);
    if (name === 'addChatItemAction') return this.#added(itemOf(valueAt(body, 'item')), offset);
    if (name === 'replaceChatItemAction') return this.#replaced(body, offset);
    if (name === 'addLiveChatTickerItemAction') return skip('kind:ticker');
    if (name === 'addBannerToLiveChatCommand') return skip('kind:pinned_message');
    const at = this.#timeOf(offset);
    const target = textAt(body, 'targetItemId');
    if (name === 'markChatItemAsDeletedAction' || name === 'removeChatItemAction') {
      if (target === undefined) return skip('removal_without_target');
      return { drafts: [{ kind: 'removal', platform: 'youtube', target, at }] };
    }
    const authorId = textAt(body, 'externalChannelId');
    if (/^(mark|remove)ChatItems?ByAuthor/.test(name)) {
      if (authorId === undefined) return skip('removal_without_target');
      return { drafts: [{ kind: 'removals', platform: 'youtube', authorId, at }] };
    }
    return skip(`kind:${name}`);
  }

  /** An action's time: never before what it may be about, which stands above it in the file. */
  #timeOf(offset: number | undefined): number {
    const { start } = this.facts;
    return Math.max(this.#latest, offset === undefined ? 0 : Math.round(start + offset));
  }

  /** A new item; where it was replaced later, with the words it has in the end. */
  #added(item: Item | undefined, offset: number | undefined): Reading {
    const id = textAt(item?.content, 'id');
    if (item === undefined || id === undefined) return skip('no_id');
    const newest = itemOf(this.facts.replacements.get(id));
    // Held for review: shown once its replacement comes, at this place.
    if (item.kind === held && (newest === undefined || newest.kind === held))
      return skip('kind:held');
    const shown = newest === undefined || newest.kind === held ? item : newest;
    this.#placed.add(id);
    return this.#spoken(shown, id, stampOf(item.content) ?? stampOf(shown.content), offset);
  }

  /** The words were taken when the item appeared; a placeholder in its stead takes it away. */
  #replaced(body: unknown, offset: number | undefined): Reading {
    const id = textAt(body, 'targetItemId');
    const item = itemOf(valueAt(body, 'replacementItem'));
    if (id === undefined || item === undefined) return skip('replacement_without_target');
    if (!this.#placed.has(id)) {
      if (item.kind === held) return skip('kind:held');
      this.#placed.add(id);
      return this.#spoken(item, id, stampOf(item.content), offset);
    }
    const isLast = this.facts.replacements.get(id) === undefined || item.kind !== held;
    const newest = itemOf(this.facts.replacements.get(id));
    if (isLast || newest?.kind !== held) return {};
    const at = this.#timeOf(offset);
    return { drafts: [{ kind: 'removal', platform: 'youtube', target: id, at }] };
  }

  #spoken(item: Item, id: string, stamp: number | undefined, offset: number | undefined): Reading {
    const { kind, content } = item;
    if (unspoken.has(kind) || !spoken.has(kind)) return skip(`kind:${kind}`);
    const authorId = textAt(content, 'authorExternalChannelId');
    const text = textOf(listAt(content, 'message', 'runs'));
    if (authorId === undefined) return skip('no_author');
    if (text === '')
      return skip(kind === 'liveChatTextMessageRenderer' ? 'no_text' : `kind:${kind}`);
    const { start, shift } = this.facts;
    const at = stamp === undefined ? (offset ?? NaN) + start : stamp + shift;
    if (!(at >= 0)) return skip('no_time');
    const name = textAt(content, 'authorName', 'simpleText') ?? authorId;
    const author = { platform: 'youtube', id: authorId, name, role: roleOf(content) } as const;
    const draft: Draft = {
      kind: 'message',
      platform: 'youtube',
      id,
      at: Math.round(at),
      author,
      text,
    };
    return { drafts: [draft] };
  }
}

/** Plain emoji have their character as id; custom ones, and ids in ASCII, show as their shortcut. */
const textOf = (runs: readonly unknown[]): string =>
  runs
    .map((run) => {
      const emoji = valueAt(run, 'emoji');
      if (emoji === undefined) return textAt(run, 'text') ?? '';
      const id = textAt(emoji, 'emojiId') ?? '';
      const isCustom = valueAt(emoji, 'isCustomEmoji') === true || /^[\x00-\x7f]*$/.test(id);
      const [shortcut] = listAt(emoji, 'shortcuts');
      return isCustom && typeof shortcut === 'string' ? shortcut : id;
    })
    .join('');

function roleOf(content: unknown): AuthorRole {
  const icons = listAt(content, 'authorBadges').map((badge) =>
    textAt(badge, 'liveChatAuthorBadgeRenderer', 'icon', 'iconType'),
  );
  if (icons.includes('OWNER')) return 'broadcaster';
  return icons.includes('MODERATOR') ? 'moderator' : 'member';
}
