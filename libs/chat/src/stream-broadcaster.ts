import { AppError } from '@livechat/contracts';
import { Fanout, type RingBatch, type Unlisten } from '@livechat/backends';
import { InjectSettings, Logger, Metrics, Shutdown, type Settings } from '@livechat/runtime';
import { Injectable } from '@nestjs/common';
import { Pacer } from './pacer.ts';
import { isOld, StreamAudience } from './stream-audience.ts';
import { relinked, StreamPast } from './stream-past.ts';

interface Watched {
  readonly audience: StreamAudience;
  readonly ready: Promise<void>;
  /** Undefined while the fan-out is away. */
  unlisten: Unlisten | undefined;
  /** Batches that wait while a hole before them is filled. */
  waiting: RingBatch[];
  filling: boolean;
}

const checkEveryMs = 5_000;

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
  private isCatchingUp = false;
  private isAskedAgain = false;

  constructor(
    private readonly fanout: Fanout,
    private readonly past: StreamPast,
    private readonly metrics: Metrics,
    private readonly logger: Logger,
    shutdown: Shutdown,
    @InjectSettings() private readonly settings: Settings,
  ) {
    this.timer = setInterval(() => void this.catchUp(), checkEveryMs).unref();
    const endOfHoles = fanout.onHole(() => void this.catchUp());
    shutdown.on('workers', 'broadcaster', () => {
      endOfHoles();
      this.close();
    });
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

  /** Ends the listening once nobody is left; never rejects. */
  async release(streamId: string): Promise<void> {
    const watched = this.streams.get(streamId);
    if (!watched || watched.audience.size > 0) return;
    await watched.ready.catch(() => undefined);
    if (watched.audience.size > 0 || this.streams.get(streamId) !== watched) return;
    this.streams.delete(streamId);
    watched.audience.close();
    await this.unlisten(watched);
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
      void this.unlisten(watched);
    });
    return Object.assign(watched, { ready });
  }

  /** Subscribe, then snapshot; what was heard meanwhile and is not above the snapshot is dropped. */
  private async begin(streamId: string, watched: Watched): Promise<void> {
    await this.listen(streamId, watched);
    watched.audience.ring.start(await this.past.newest(streamId));
    watched.filling = false;
    this.drain(streamId, watched);
  }

  /** Answers false where the fan-out is away: it is tried again, and what was missed is seen then. */
  private async listen(streamId: string, watched: Watched): Promise<boolean> {
    try {
      watched.unlisten = await this.fanout.listen(streamId, {
        events: (batch) => this.heard(streamId, watched, batch),
        signal: (signal) => watched.audience.signal(signal),
      });
    } catch (err) {
      if (!(err instanceof AppError)) throw err;
      this.logger.warn({ err, streamId }, 'The fan-out is away; viewers catch up later');
      return false;
    }
    if (this.streams.get(streamId) !== watched) await this.unlisten(watched);
    return true;
  }

  private async unlisten({ unlisten }: Watched): Promise<void> {
    try {
      await unlisten?.();
    } catch (err) {
      this.logger.warn({ err }, 'A stream could not be left');
    }
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
        this.deliver(audience, batch);
      } else {
        void this.fill(streamId, watched, batch.prev ?? (batch.entries[0]?.offset ?? 0) - 1);
        return;
      }
    }
  }

  /** Links a batch to what was given last, where its own link is unknown or was removed since. */
  private deliver(audience: StreamAudience, { entries, prev }: RingBatch): void {
    const { last, newestOffset: given } = audience.ring;
    const isCut = (entries[0]?.offset ?? 0) <= last;
    if (given === null || given === prev || isCut) audience.deliver(entries, prev);
    else audience.deliver(relinked(entries, given), given);
  }

  /** Fetches what lies between the last delivered event and `upTo`, then goes on. */
  private async fill(streamId: string, watched: Watched, upTo: number): Promise<void> {
    const { audience } = watched;
    watched.filling = true;
    try {
      const hole = { after: audience.ring.last, upTo };
      await this.past.between(streamId, hole, (entries) => audience.deliver(entries, hole.after));
      audience.ring.advance(upTo);
      this.metrics.gapsFilled.inc();
    } catch (err) {
      this.logger.warn({ err, streamId }, 'A hole could not be filled');
      this.reset(streamId, watched, upTo);
    }
    watched.filling = false;
    this.drain(streamId, watched);
  }

  /** The audience is to join again without a position; delivery goes on behind the hole. */
  private reset(streamId: string, { audience }: Watched, upTo: number): void {
    this.metrics.resets.inc();
    audience.ring.skip(upTo);
    audience.signal({ event: 'stream:reset', body: JSON.stringify({ streamId }) });
  }

  /** Sees what a lost message on the channel left unseen; costs one call, whatever the number of streams. */
  private async catchUp(): Promise<void> {
    this.isAskedAgain = this.isCatchingUp;
    if (this.isCatchingUp || this.streams.size === 0) return;
    this.isCatchingUp = true;
    try {
      await this.listenAgain();
      const lasts = await this.fanout.lasts(this.settings.logEpoch, this.streamIds);
      for (const [streamId, last] of lasts) {
        const watched = this.streams.get(streamId);
        if (!watched || watched.filling || last <= watched.audience.ring.last) continue;
        void this.fill(streamId, watched, last);
      }
    } catch (err) {
      this.logger.warn({ err }, 'The fan-out could not be asked for what is new');
    }
    this.isCatchingUp = false;
    if (this.isAskedAgain) await this.catchUp();
  }

  private async listenAgain(): Promise<void> {
    for (const [streamId, watched] of this.streams) {
      const isDeaf = !watched.unlisten && !watched.filling;
      if (isDeaf && !(await this.listen(streamId, watched))) return;
    }
  }

  private close(): void {
    clearInterval(this.timer);
    for (const { audience } of this.streams.values()) audience.close();
    this.streams.clear();
  }
}
