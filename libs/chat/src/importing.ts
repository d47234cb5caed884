import {
  AppError,
  importLine,
  type ImportLine,
  type ImportReport,
  type LogEvent,
  type RawChat,
  type Target,
  type TokenClaims,
} from '@livechat/contracts';
import { ChatHistory, Database, EventLog, lockStream, StreamRow } from '@livechat/backends';
import { InjectSettings, Metrics, type Settings } from '@livechat/runtime';
import { Injectable } from '@nestjs/common';
import { Access, roleIn } from './access.ts';
import { ArchiveCover } from './archive-cover.ts';
import { cleanText, type TextBounds } from './message-text.ts';

/** Counts while an import runs. */
interface Tally {
  read: number;
  imported: number;
  duplicates: number;
  skipped: Record<string, number>;
}

/** What a stream holds already: ids of events, and messages that removals may point at. */
interface Known {
  readonly ids: Set<string>;
  readonly messages: Map<string, Target>;
  /** Who wrote what, of the newest messages, for replies. */
  readonly quotes: Map<string, { author: string; text: string }>;
}

const page = 1_000;
const inFlight = 500;
const maxKnown = 2_000_000;
const maxQuotes = 5_000;
const quoteLength = 140;

/**
 * An exported chat through the log, with its original times. Only into a stream that was made for
 * imports or never had a live message; a second import of the same lines adds nothing.
 */
@Injectable()
export class Importing {
  constructor(
    private readonly access: Access,
    private readonly database: Database,
    private readonly history: ChatHistory,
    private readonly cover: ArchiveCover,
    private readonly log: EventLog,
    private readonly metrics: Metrics,
    @InjectSettings() private readonly settings: Settings,
  ) {}

  /** Takes lines of JSON; a malformed one is counted under its reason and skipped. */
  async run(
    user: TokenClaims,
    streamId: string,
    lines: AsyncIterable<string>,
  ): Promise<ImportReport> {
    const state = await this.access.of(streamId);
    if (roleIn(state, user) !== 'broadcaster') throw new AppError('forbidden');
    await this.cover.all(streamId);
    const known = await this.known(streamId, state.forImports);
    if (!state.forImports) await this.claim(streamId);
    const tally: Tally = { read: 0, imported: 0, duplicates: 0, skipped: {} };
    let window: Promise<void>[] = [];
    const settle = async () => {
      await Promise.all(window);
      window = [];
    };
    for await (const text of lines) {
      if (text.trim() === '') continue;
      tally.read++;
      const line = parsedLine(text);
      if (typeof line === 'string') skip(tally, line);
      else {
        if (window.length >= inFlight || looksBack(line, known)) await settle();
        window.push(this.take(streamId, line, known, tally));
      }
    }
    await settle();
    return tally;
  }

  private async take(streamId: string, line: ImportLine, known: Known, tally: Tally) {
    const records = recordsOf(streamId, line, known, this.settings.bounds);
    if (typeof records === 'string') return skip(tally, records);
    const news = records.filter(({ id }) => !known.ids.has(id));
    for (const { id } of news) known.ids.add(id);
    await Promise.all(news.map((record) => this.append(record, known)));
    if (news.length > 0) tally.imported++;
    else tally.duplicates++;
  }

  private async append(record: RawChat, known: Known): Promise<void> {
    const headers = { schema: '1' };
    const { offset, at } = await this.log.append('raw-chats', record.streamId, record, headers);
    if (record.type !== 'message.posted') return;
    this.metrics.messagesAccepted.inc();
    known.messages.set(record.id, { offset, at: record.at ?? at, authorId: record.author.id });
  }

  /** From now on the stream takes imports and no live messages. */
  private async claim(streamId: string): Promise<void> {
    await this.database.run(async (manager) => {
      const row = await lockStream(manager, streamId);
      const version = row.version + 1;
      await manager.update(StreamRow, { id: streamId }, { forImports: true, version });
    });
    await this.access.reload(streamId);
  }

  /** Pages leave removed messages out; the events that removed them lead to them. */
  private async note(known: Known, event: LogEvent, epoch: number): Promise<void> {
    note(known, event);
    if (event.type !== 'message.removed') return;
    const { streamId, target } = event;
    const removed = await this.history.find(streamId, epoch, target.offset, true);
    if (removed) note(known, removed);
  }

  private async known(streamId: string, forImports: boolean): Promise<Known> {
    const known: Known = { ids: new Set(), messages: new Map(), quotes: new Map() };
    for (const epoch of await this.history.epochs(streamId)) {
      for (let after = -1; ;) {
        const range = { streamId, epoch, after, limit: page };
        const events = await this.history.page('event', range);
        for (const event of events) await this.note(known, event, epoch);
        if (known.messages.size > 0 && !forImports) throw hasLiveMessages();
        if (known.ids.size > maxKnown) throw new AppError('too_large');
        after = events.at(-1)?.offset ?? after;
        if (events.length < page) break;
      }
    }
    return known;
  }
}

function note(known: Known, event: LogEvent): void {
  known.ids.add(event.id);
  if (event.type !== 'message.posted') return;
  const { id, offset, at, author } = event;
  known.messages.set(id, { offset, at, authorId: author.id });
}

/** The records a line becomes, or why it becomes none. */
function recordsOf(
  streamId: string,
  line: ImportLine,
  known: Known,
  bounds: TextBounds,
): readonly RawChat[] | string {
  switch (line.kind) {
    case 'message':
      return message(streamId, line, known, bounds);
    case 'removal': {
      const target = known.messages.get(line.target);
      return target ? [removal(streamId, target, line.at)] : 'removal of an unknown message';
    }
    case 'removals':
      return [...known.messages.values()]
        .filter(({ authorId }) => authorId === line.authorId)
        .map((target) => removal(streamId, target, line.at));
    case 'ban':
      return [ban(streamId, line)];
  }
}

function message(
  streamId: string,
  line: Extract<ImportLine, { kind: 'message' }>,
  known: Known,
  bounds: TextBounds,
): readonly RawChat[] | string {
  const { id, at, author } = line;
  try {
    const text = cleanText(line.text, bounds);
    const replyTo = line.replyTo === undefined ? undefined : quoteOf(known, line.replyTo);
    quote(known, id, author.displayName, text);
    const from = { ...author, kind: 'member' as const };
    const fields = { type: 'message.posted' as const, streamId, id, at, author: from, text };
    return [{ ...fields, ...(replyTo && { replyTo }) }];
  } catch (error) {
    if (error instanceof AppError) return `text is ${error.code}`;
    throw error;
  }
}

/** Replies to messages no longer remembered stand without their quote. */
function quoteOf(known: Known, id: string) {
  const [target, said] = [known.messages.get(id), known.quotes.get(id)];
  return target && said ? { offset: target.offset, ...said } : undefined;
}

function quote({ quotes }: Known, id: string, author: string, text: string): void {
  quotes.set(id, { author, text: [...text].slice(0, quoteLength).join('') });
  const oldest = quotes.keys().next().value;
  if (quotes.size > maxQuotes && oldest !== undefined) quotes.delete(oldest);
}

function ban(streamId: string, line: Extract<ImportLine, { kind: 'ban' }>): RawChat {
  const { at, authorId: userId, seconds } = line;
  const fields = { streamId, id: `import:${at}:${userId}`.slice(0, 80), at, userId, by: 'import' };
  if (seconds === undefined) return { type: 'chatter.banned', ...fields };
  return { type: 'chatter.timed_out', ...fields, until: at + seconds * 1_000 };
}

/** Whether a line points at messages whose offsets must be known first. */
const looksBack = (line: ImportLine, known: Known): boolean =>
  line.kind !== 'message' || (line.replyTo !== undefined && !known.messages.has(line.replyTo));

const hasLiveMessages = () =>
  new AppError('conflict', { detail: 'This stream has live messages; import into a new one' });

/** The id names its target, so that a second import makes a copy, which counts nowhere. */
const removal = (streamId: string, target: Target, at: number): RawChat => ({
  type: 'message.removed',
  streamId,
  id: `import:removed:${target.offset}`,
  at,
  target,
  by: 'import',
});

function parsedLine(text: string): ImportLine | string {
  try {
    const parsed = importLine.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : 'wrong shape';
  } catch {
    return 'not JSON';
  }
}

function skip(tally: Tally, reason: string): undefined {
  tally.skipped[reason] = (tally.skipped[reason] ?? 0) + 1;
  return undefined;
}
