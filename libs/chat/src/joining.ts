import {
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
import { StreamBroadcaster } from './stream-broadcaster.ts';

export interface Join {
  readonly streamId: string;
  readonly last?: Position | undefined;
}

/** What a joining client is told of the log. */
interface Page {
  readonly events: readonly LogEvent[];
  readonly recovered: boolean;
  readonly more: boolean;
}

const newestEvents = 100;
const pageEvents = 500;
const pageBytes = 128 * 1024;
const recoverableMs = 10 * 60_000;

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
   * The answer to a join. `enter` is called in the same turn in which the page is cut, just after
   * a flush, and only when no more pages follow: what is flushed next is what the client has not.
   */
  async join(join: Join, user: TokenClaims | undefined, enter: Enter): Promise<Joined> {
    const { streamId } = join;
    const state = await this.access.of(streamId);
    const [audience, analysis, latest, counts] = await Promise.all([
      this.broadcaster.audience(streamId),
      this.newestAnalysis(streamId),
      this.newestSummary(streamId),
      this.presence.counts([streamId]),
    ]);
    const older = await this.olderPage(join, audience);
    const ring = audience.settle();
    const page = older ?? ringPage(audience, join.last, this.settings.logEpoch);
    if (!page.more) enter(audience);
    return {
      ok: true,
      epoch: this.settings.logEpoch,
      head: ring.last,
      ...page,
      events: [...page.events],
      analysis,
      summary: latest,
      viewers: counts.get(streamId) ?? 0,
      rules: state.rules,
      you: youIn(state, user, Date.now()),
    };
  }

  /**
   * A page from the history where the ring does not reach back to the client's position, if that
   * is at most 10 minutes old; undefined where the ring serves. The newest events of a stream
   * that is short of them come from the ring as it is.
   */
  private async olderPage({ streamId, last }: Join, audience: StreamAudience) {
    const epoch = this.settings.logEpoch;
    if (last?.epoch !== epoch || last.offset > audience.ring.last) return undefined;
    if (audience.ring.after(last.offset)) return undefined;
    const range = { streamId, epoch, after: last.offset, limit: pageEvents };
    const events = await this.history.page('event', range);
    const [first] = events;
    if (!first || first.at < Date.now() - recoverableMs) return undefined;
    const page = cut(events);
    return { events: page, recovered: true, more: true };
  }

  private async newestAnalysis(streamId: string): Promise<AnalysisFrame | null> {
    const text = await this.newest(newestAnalysisKey(streamId));
    if (text !== undefined) return analysisFrame.parse(JSON.parse(text));
    return (await this.newestOf('analysis', streamId)) ?? null;
  }

  private async newestSummary(streamId: string): Promise<Summary | null> {
    const text = await this.newest(newestSummaryKey(streamId));
    if (text !== undefined) return summary.parse(JSON.parse(text));
    return (await this.newestOf('summary', streamId)) ?? null;
  }

  /** The history is asked where the cache has nothing or is away. */
  private async newest(key: string): Promise<string | undefined> {
    try {
      return await this.counters.get(key);
    } catch (err) {
      this.logger.debug({ err }, 'The cache of newest results is away');
      return undefined;
    }
  }

  private async newestOf<K extends 'analysis' | 'summary'>(kind: K, streamId: string) {
    for (const epoch of await this.history.epochs(streamId)) {
      const [row] = await this.history.page(kind, { streamId, epoch, limit: 1, newest: true });
      if (row) return row;
    }
    return undefined;
  }
}

export type Enter = (audience: StreamAudience) => void;

/** The page a ring gives: what is after `last`, or the newest events for a client that starts anew. */
function ringPage({ ring }: StreamAudience, last: Position | undefined, epoch: number): Page {
  const known = last?.epoch === epoch && last.offset <= ring.last;
  const missed = known ? ring.after(last.offset) : undefined;
  if (!missed) {
    return { events: ring.newest(newestEvents).map(eventOf), recovered: false, more: false };
  }
  const events = cut(missed.slice(0, pageEvents).map(eventOf));
  return { events, recovered: true, more: events.length < missed.length };
}

/** As many events as one answer may carry; at least one. */
function cut(events: readonly LogEvent[]): readonly LogEvent[] {
  let bytes = 0;
  const end = events.findIndex((event, i) => {
    bytes += JSON.stringify(event).length;
    return i > 0 && bytes > pageBytes;
  });
  return end === -1 ? events : events.slice(0, end);
}

const eventOf = (entry: RingEntry) => JSON.parse(entry.body) as LogEvent;
