import {
  ChatHistory,
  Fanout,
  type RingBatch,
  type RingEntry,
  type Unlisten,
} from '@livechat/backends';
import type { LogEvent } from '@livechat/contracts';
import { InjectSettings, Logger, Metrics, Shutdown, type Settings } from '@livechat/runtime';
import { Injectable } from '@nestjs/common';
import { ArchiveCover } from './archive-cover.ts';
import { Pacer } from './pacer.ts';
import { isOld, StreamAudience } from './stream-audience.ts';

interface Watched {
  readonly audience: StreamAudience;
  readonly ready: Promise<void>;
  unlisten: Unlisten | undefined;
  /** Batches that wait while a hole before them is filled. */
  waiting: RingBatch[];
  filling: boolean;
}

const checkEveryMs = 5_000;
const fillPage = 500;

/**
 * The one path of stream traffic to sockets. Listens only to streams that have an audience here;
 * sees holes by the chain of `prev`, fills exactly them, and tells the audience to join anew
 * where they cannot be filled.
 */
@Injectable()
export class StreamBroadcaster {
  private readonly streams = new Map<string, Watched>();
  private readonly pacer = new Pacer();
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly fanout: Fanout,
    private readonly history: ChatHistory,
    private readonly cover: ArchiveCover,
    private readonly metrics: Metrics,
    private readonly logger: Logger,
    shutdown: Shutdown,
    @InjectSettings() private readonly settings: Settings,
  ) {
    this.timer = setInterval(() => void this.catchUp(), checkEveryMs).unref();
    shutdown.on('workers', 'broadcaster', () => this.close());
  }

  /** Ids of the streams that have an audience here. */
  get streamIds(): readonly string[] {
    return [...this.streams.keys()];
  }

  /** The stream's audience, listening and with the ring of the past; made at the first call. */
  async audience(streamId: string): Promise<StreamAudience> {
    const watched = this.streams.get(streamId) ?? this.watch(streamId);
    await watched.ready;
    return watched.audience;
  }

  /** The audience if there is one. */
  present(streamId: string): StreamAudience | undefined {
    return this.streams.get(streamId)?.audience;
  }

  /** Ends the listening once nobody is left. */
  async release(streamId: string): Promise<void> {
    const watched = this.streams.get(streamId);
    if (!watched || watched.audience.size > 0) return;
    await watched.ready.catch(() => undefined);
    if (watched.audience.size > 0 || this.streams.get(streamId) !== watched) return;
    this.streams.delete(streamId);
    watched.audience.close();
    await watched.unlisten?.();
  }

  private watch(streamId: string): Watched {
    const { bounds } = this.settings;
    const audience = new StreamAudience(bounds, this.pacer, this.metrics);
    const watched: Watched = {
      audience,
      ready: Promise.resolve(),
      unlisten: undefined,
      waiting: [],
      filling: true,
    };
    this.streams.set(streamId, watched);
    const ready = this.begin(streamId, watched);
    ready.catch(() => {
      if (this.streams.get(streamId) === watched) this.streams.delete(streamId);
    });
    return Object.assign(watched, { ready });
  }

  /** Subscribe, then snapshot; what was heard meanwhile and is not above the snapshot is dropped. */
  private async begin(streamId: string, watched: Watched): Promise<void> {
    watched.unlisten = await this.fanout.listen(streamId, {
      events: (batch) => this.heard(streamId, watched, batch),
      signal: (signal) => watched.audience.signal(signal),
    });
    const past = await this.fanout.recent(streamId, this.settings.logEpoch);
    watched.audience.deliver(past.entries, past.prev);
    if (past.entries.length === 0) await this.fromHistory(streamId, watched.audience);
    watched.filling = false;
    this.drain(streamId, watched);
  }

  /** An empty ring (after a restart, say) takes the end of the history for its past. */
  private async fromHistory(streamId: string, { ring }: StreamAudience): Promise<void> {
    const epoch = this.settings.logEpoch;
    const range = { streamId, epoch, limit: 200, newest: true };
    const events = await this.history.page('event', range);
    ring.add(events.map(entryOf), events[0]?.prev ?? null);
  }

  private heard(streamId: string, watched: Watched, batch: RingBatch): void {
    if (batch.epoch !== this.settings.logEpoch) return;
    watched.waiting.push(batch);
    if (!watched.filling) this.drain(streamId, watched);
  }

  private drain(streamId: string, watched: Watched): void {
    const { audience, waiting } = watched;
    for (let batch = waiting[0]; batch; batch = waiting[0]) {
      if (isOld(batch, audience.ring.last)) {
        waiting.shift();
      } else if (audience.ring.follows(batch)) {
        waiting.shift();
        audience.deliver(batch.entries, batch.prev);
      } else {
        void this.fill(streamId, watched, batch.prev ?? (batch.entries[0]?.offset ?? 0) - 1);
        return;
      }
    }
  }

  /** Fetches what lies between the last delivered event and `upTo`, then goes on. */
  private async fill(streamId: string, watched: Watched, upTo: number): Promise<void> {
    watched.filling = true;
    try {
      await this.missing(streamId, watched.audience, upTo);
      this.metrics.gapsFilled.inc();
    } catch (err) {
      this.logger.warn({ err, streamId }, 'A hole could not be filled');
      this.reset(streamId, watched, upTo);
    }
    watched.filling = false;
    this.drain(streamId, watched);
  }

  private async missing(streamId: string, audience: StreamAudience, upTo: number) {
    const after = audience.ring.last;
    const epoch = this.settings.logEpoch;
    const recent = await this.fanout.recent(streamId, epoch, { after });
    if (recent.prev !== null && recent.prev <= after && recent.entries.length > 0) {
      audience.deliver(recent.entries, after);
    } else {
      await this.missingFromHistory(streamId, audience, upTo);
    }
  }

  private async missingFromHistory(streamId: string, audience: StreamAudience, upTo: number) {
    const { logEpoch: epoch } = this.settings;
    await this.cover.upTo(streamId, epoch, upTo);
    for (;;) {
      const after = audience.ring.last;
      const range = { streamId, epoch, after, before: upTo + 1, limit: fillPage };
      const events = await this.history.page('event', range);
      audience.deliver(events.map(entryOf), after);
      if (events.length < fillPage) break;
    }
    audience.ring.advance(upTo);
  }

  /** The audience is to join again without a position; delivery goes on behind the hole. */
  private reset(streamId: string, { audience }: Watched, upTo: number): void {
    this.metrics.resets.inc();
    audience.ring.skip(upTo);
    audience.signal({ event: 'stream:reset', body: JSON.stringify({ streamId }) });
  }

  /** Sees what a lost message on the channel left unseen; costs one call, whatever the number of streams. */
  private async catchUp(): Promise<void> {
    const ids = this.streamIds;
    if (ids.length === 0) return;
    try {
      const lasts = await this.fanout.lasts(this.settings.logEpoch, ids);
      for (const [streamId, last] of lasts) {
        const watched = this.streams.get(streamId);
        if (!watched || watched.filling || last <= watched.audience.ring.last) continue;
        void this.fill(streamId, watched, last);
      }
    } catch (err) {
      this.logger.warn({ err }, 'The fan-out could not be asked for what is new');
    }
  }

  private close(): void {
    clearInterval(this.timer);
    for (const { audience } of this.streams.values()) audience.close();
    this.streams.clear();
  }
}

const entryOf = (event: LogEvent): RingEntry => ({
  offset: event.offset,
  at: event.at,
  body: JSON.stringify(event),
});
