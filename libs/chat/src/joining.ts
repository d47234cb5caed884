import {
  AppError,
  analysisFrame,
  summary,
  type AnalysisFrame,
  type Joined,
  type LogEvent,
  type Position,
  type Summary,
  type TokenClaims,
} from '@livechat/contracts';
import { ChatHistory, Counters, Presence, type RingEntry } from '@livechat/backends';
import { InjectSettings, Logger, type Settings } from '@livechat/runtime';
import { Injectable } from '@nestjs/common';
import { Access, youIn } from './access.ts';
import type { StreamAudience } from './stream-audience.ts';
import { linked } from './stream-past.ts';
import { StreamBroadcaster } from './stream-broadcaster.ts';

export interface Join {
  readonly streamId: string;
  readonly last?: Position | undefined;
}

/** What a joining client is told of the log. */
interface Page {
  readonly events: LogEvent[];
  readonly recovered: boolean;
  readonly more: boolean;
}

const newestEvents = 100;
const pageEvents = 500;
const pageBytes = 128 * 1024;
const recoverableMs = 10 * 60_000;
const recoverableEvents = 5_000;

/** Keys of the newest frame and summary of a stream in Counters. */
export const newestAnalysisKey = (streamId: string): string => `analysis:${streamId}`;
export const newestSummaryKey = (streamId: string): string => `summary:${streamId}`;

/** Joining a stream: the snapshot, or what was missed since a position. */
@Injectable()
export class Joining {
  constructor(
    private readonly access: Access,
    private readonly broadcaster: StreamBroadcaster,
    private readonly history: ChatHistory,
    private readonly counters: Counters,
    private readonly presence: Presence,
    private readonly logger: Logger,
    @InjectSettings() private readonly settings: Settings,
  ) {}

  /**
   * The answer to a join. `attend` is called in the same turn in which the page is cut; live says
   * that no more pages follow: what is flushed next is what the client has not. Where results and
   * counts are away, the log is shown without them.
   */
  async join(join: Join, user: TokenClaims | undefined, attend: Attend): Promise<Joined> {
    const state = await this.access.toRead(join.streamId);
    try {
      const told = await this.told(join, attend);
      return { ...told, rules: state.rules, you: youIn(state, user, Date.now()) };
    } catch (error) {
      await this.broadcaster.release(join.streamId);
      throw error;
    }
  }

  private async told(join: Join, attend: Attend): Promise<Omit<Joined, 'rules' | 'you'>> {
    const { streamId, last } = join;
    const [audience, analysis, latest, viewers] = await Promise.all([
      this.broadcaster.audience(streamId),
      this.orNull(this.newestAnalysis(streamId)),
      this.orNull(this.newestSummary(streamId)),
      this.orNull(this.viewers(streamId)),
    ]);
    const older = await this.orNull(this.olderPage(join, audience));
    await audience.settled();
    // Whoever left last meanwhile took the audience along.
    if (this.broadcaster.present(streamId) !== audience) return this.told(join, attend);
    const { logEpoch: epoch } = this.settings;
    const page = older ?? ringPage(audience, last, epoch);
    attend(audience, !page.more);
    const results = { analysis, summary: latest, viewers: viewers ?? 0 };
    return { ok: true, epoch, head: audience.head, ...page, ...results };
  }

  private async viewers(streamId: string): Promise<number> {
    return (await this.presence.counts([streamId])).get(streamId) ?? 0;
  }

  private async orNull<T>(work: Promise<T>): Promise<T | null> {
    try {
      return await work;
    } catch (err) {
      if (!(err instanceof AppError)) throw err;
      this.logger.debug({ err }, 'A join is answered without what is away');
      return null;
    }
  }

  /**
   * A page from the history where the ring does not reach back to the client's position, if that
   * is at most 10 minutes and 5,000 events behind; null where the ring serves.
   */
  private async olderPage(
    { streamId, last }: Join,
    audience: StreamAudience,
  ): Promise<Page | null> {
    const { logEpoch: epoch } = this.settings;
    const { ring } = audience;
    if (last?.epoch !== epoch || last.offset > ring.last || ring.after(last.offset)) return null;
    if (ring.size >= recoverableEvents) return null;
    const range = { streamId, epoch, after: last.offset, limit: pageEvents };
    const events = await this.history.page('event', range);
    const [first] = events;
    if (!first || first.at < Date.now() - recoverableMs) return null;
    return { events: cut(linked(events, last.offset)), recovered: true, more: true };
  }

  private async newestAnalysis(streamId: string): Promise<AnalysisFrame | null> {
    const text = await this.cached(newestAnalysisKey(streamId));
    if (text !== undefined) return analysisFrame.parse(JSON.parse(text));
    return (await this.stored('analysis', streamId)) ?? null;
  }

  private async newestSummary(streamId: string): Promise<Summary | null> {
    const text = await this.cached(newestSummaryKey(streamId));
    if (text !== undefined) return summary.parse(JSON.parse(text));
    return (await this.stored('summary', streamId)) ?? null;
  }

  /** The history is asked where the cache has nothing or is away. */
  private async cached(key: string): Promise<string | undefined> {
    try {
      return await this.counters.get(key);
    } catch (err) {
      this.logger.debug({ err }, 'The cache of newest results is away');
      return undefined;
    }
  }

  private async stored<K extends 'analysis' | 'summary'>(kind: K, streamId: string) {
    for (const epoch of await this.history.epochs(streamId)) {
      const [row] = await this.history.page(kind, { streamId, epoch, limit: 1, newest: true });
      if (row) return row;
    }
    return undefined;
  }
}

/** Called in the turn in which the page was cut; `live`: it is the last one. */
export type Attend = (audience: StreamAudience, live: boolean) => void;

/** The page a ring gives: what is after `last`, or the newest events for a client that starts anew. */
function ringPage({ ring, head }: StreamAudience, last: Position | undefined, epoch: number): Page {
  const known = last?.epoch === epoch && last.offset <= ring.last;
  const missed = known ? ring.after(last.offset, head) : undefined;
  if (!missed) {
    const events = ring.newest(newestEvents, head).map(eventOf);
    return { events, recovered: false, more: false };
  }
  const events = cut(missed.slice(0, pageEvents));
  return { events, recovered: true, more: events.length < missed.length };
}

/** As many events as one answer may carry; at least one. */
function cut(entries: readonly RingEntry[]): LogEvent[] {
  let bytes = 0;
  const end = entries.findIndex(({ body }, i) => {
    bytes += Buffer.byteLength(body);
    return i > 0 && bytes > pageBytes;
  });
  return (end === -1 ? entries : entries.slice(0, end)).map(eventOf);
}

const eventOf = (entry: RingEntry) => JSON.parse(entry.body) as LogEvent;
