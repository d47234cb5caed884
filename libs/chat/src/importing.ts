import {
  AppError,
  type ImportLine,
  type ImportReport,
  type LogEvent,
  type RawChat,
  type TokenClaims,
} from '@livechat/contracts';
import {
  ChatHistory,
  Database,
  EventLog,
  lockStream,
  StreamRow,
  tracedHeaders,
} from '@livechat/backends';
import { InjectSettings, Metrics, Shutdown, type Settings } from '@livechat/runtime';
import { Injectable } from '@nestjs/common';
import { Access, roleIn } from './access.ts';
import { ArchiveCover } from './archive-cover.ts';
import { ImportMemory } from './import-memory.ts';
import { looksBack, parsedLine, recordsOf } from './import-records.ts';
import { ImportWindow } from './import-window.ts';

/** Counts while an import runs. */
interface Tally {
  read: number;
  imported: number;
  duplicates: number;
  skipped: Record<string, number>;
}

/** One import at work. */
interface Run {
  readonly streamId: string;
  readonly memory: ImportMemory;
  readonly tally: Tally;
  /** Goes with every record through all services. */
  readonly trace: string;
}

const page = 1_000;
const inFlight = 500;
const maxKnown = 2_000_000;
/** Each holds what its stream has in memory. */
const mostAtOnce = 4;

/**
 * An exported chat through the log, with its original times. Only into a stream that was made for
 * imports or never had a live message, one import at a time; a second import of the same lines
 * adds nothing.
 */
@Injectable()
export class Importing {
  private readonly running = new Set<string>();

  constructor(
    private readonly access: Access,
    private readonly database: Database,
    private readonly history: ChatHistory,
    private readonly cover: ArchiveCover,
    private readonly log: EventLog,
    private readonly metrics: Metrics,
    private readonly shutdown: Shutdown,
    @InjectSettings() private readonly settings: Settings,
  ) {}

  /** Takes lines of JSON; a malformed one is counted under its reason and skipped. */
  async run(
    user: TokenClaims,
    streamId: string,
    lines: AsyncIterable<string>,
    trace = `import:${streamId}`,
  ): Promise<ImportReport> {
    const state = await this.access.of(streamId);
    if (roleIn(state, user) !== 'broadcaster') throw new AppError('forbidden');
    if (this.running.has(streamId) || this.running.size >= mostAtOnce) throw busy();
    this.running.add(streamId);
    try {
      const memory = await this.prepared(streamId, state.forImports);
      const tally: Tally = { read: 0, imported: 0, duplicates: 0, skipped: {} };
      await this.takeAll({ streamId, memory, tally, trace }, lines);
      return tally;
    } finally {
      this.running.delete(streamId);
    }
  }

  private async takeAll(run: Run, lines: AsyncIterable<string>): Promise<void> {
    const window = new ImportWindow(inFlight);
    try {
      for await (const text of lines) {
        if (this.shutdown.draining) throw new AppError('draining');
        if (text.trim() !== '') await this.takeLine(run, window, text);
      }
      await window.settle();
    } finally {
      await window.end();
    }
  }

  private async takeLine(run: Run, window: ImportWindow, text: string): Promise<void> {
    const { tally, memory } = run;
    tally.read++;
    const line = parsedLine(text);
    if (typeof line === 'string') return skip(tally, line);
    if (window.isFull || looksBack(line, memory)) await window.settle();
    window.add(this.take(run, line));
  }

  private async take({ streamId, memory, tally, trace }: Run, line: ImportLine): Promise<void> {
    const records = recordsOf(streamId, line, memory, this.settings.bounds);
    if (typeof records === 'string') return skip(tally, records);
    const news = records.filter(({ id }) => memory.claim(id));
    for (let i = 0; i < news.length; i += inFlight) {
      const part = news.slice(i, i + inFlight);
      await Promise.all(part.map((record) => this.append(record, memory, trace)));
    }
    if (news.length > 0) tally.imported++;
    else tally.duplicates++;
  }

  private async append(record: RawChat, memory: ImportMemory, trace: string): Promise<void> {
    const headers = tracedHeaders(trace);
    const { offset, at } = await this.log.append('raw-chats', record.streamId, record, headers);
    if (record.type !== 'message.posted') return;
    this.metrics.messagesAccepted.inc();
    memory.put(record.id, { offset, at: record.at ?? at, authorId: record.author.id });
  }

  /**
   * What the stream holds. A new one is claimed first, and looked through again behind the claim,
   * since somebody may have written meanwhile; then it is given back to him.
   */
  private async prepared(streamId: string, forImports: boolean): Promise<ImportMemory> {
    if (forImports) return this.known(streamId);
    refuseLive(await this.known(streamId));
    await this.claim(streamId, true);
    try {
      const memory = await this.known(streamId);
      refuseLive(memory);
      return memory;
    } catch (error) {
      await this.claim(streamId, false);
      throw error;
    }
  }

  /** A claimed stream takes imports and no live messages. */
  private async claim(streamId: string, forImports: boolean): Promise<void> {
    await this.database.run(async (manager) => {
      const row = await lockStream(manager, streamId);
      const version = row.version + 1;
      await manager.update(StreamRow, { id: streamId }, { forImports, version });
    });
    await this.access.reload(streamId);
  }

  private async known(streamId: string): Promise<ImportMemory> {
    await this.cover.all(streamId);
    const memory = new ImportMemory();
    for (const epoch of await this.history.epochs(streamId)) {
      for (let after = -1; ;) {
        const range = { streamId, epoch, after, limit: page };
        const events = await this.history.page('event', range);
        for (const event of events) await this.note(memory, event, epoch);
        if (memory.size > maxKnown) throw new AppError('too_large');
        after = events.at(-1)?.offset ?? after;
        if (events.length < page) break;
      }
    }
    return memory;
  }

  /** Pages leave removed messages out; the events that removed them lead to them. */
  private async note(memory: ImportMemory, event: LogEvent, epoch: number): Promise<void> {
    memory.note(event);
    if (event.type !== 'message.removed') return;
    const { streamId, target } = event;
    const removed = await this.history.find(streamId, epoch, target.offset, true);
    if (removed) memory.note(removed);
  }
}

function refuseLive({ holdsMessages }: ImportMemory): void {
  if (!holdsMessages) return;
  const detail = 'This stream has live messages; import into a new one';
  throw new AppError('conflict', { detail });
}

const busy = () =>
  new AppError('unavailable', { detail: 'Another import is under way', retryAfterMs: 2_000 });

function skip(tally: Tally, reason: string): void {
  tally.skipped[reason] = (tally.skipped[reason] ?? 0) + 1;
}
