import type { RingBatch, RingEntry, Signal } from '@livechat/backends';
import type { Metrics } from '@livechat/runtime';
import { slowReason } from '@livechat/contracts';
import { eventFrame } from './frames.ts';
import type { Pacer } from './pacer.ts';
import { closeCodes, type SocketLine } from './socket-line.ts';
import { StreamRing, type RingLimits } from './stream-ring.ts';

export interface AudienceLimits extends RingLimits {
  readonly socketBufferBytes: number;
}

/** Hears a stream's events and signals as they are flushed: an SSE feed. */
export type Hearer = (item: Heard) => void;
export interface Heard {
  readonly event: string;
  readonly body: string;
  /** Set for log events. */
  readonly offset?: number;
}

/**
 * One stream's sockets in this process. Everything for them takes this one path: gathered for a
 * tick, joined into one buffer of ready frames, written once per socket.
 */
export class StreamAudience {
  readonly ring: StreamRing;
  private readonly lines = new Set<SocketLine>();
  private readonly hearers = new Set<Hearer>();
  private pending: Heard[] = [];
  /** The last event given before those that wait for a flush. */
  private givenUpTo: number | undefined;
  private settling: (() => void)[] = [];
  private oldestAt: number | undefined;
  private lastFlush = -Infinity;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly limits: AudienceLimits,
    private readonly pacer: Pacer,
    private readonly metrics: Metrics,
  ) {
    this.ring = new StreamRing(limits);
  }

  get size(): number {
    return this.lines.size + this.hearers.size;
  }

  /**
   * Up to where its sockets have been given everything. Who is told the events up to here and
   * enters in the same turn misses nothing and gets nothing twice. Flushes come in turns of their
   * own, so that they never overtake the answer to a join.
   */
  get head(): number {
    return this.givenUpTo ?? this.ring.last;
  }

  /** Resolves when nothing waits for a flush, at most one tick from now. */
  async settled(): Promise<void> {
    if (this.pending.length > 0) await new Promise<void>((resolve) => this.settling.push(resolve));
  }

  /** Delivers a batch that follows on what was delivered. */
  deliver(entries: readonly RingEntry[], prev: number | null): void {
    const before = this.ring.last;
    const news = this.ring.add(entries, prev);
    if (news.length === 0) return;
    this.givenUpTo ??= before;
    for (const { offset, body } of news) this.pending.push({ event: 'event', body, offset });
    this.oldestAt ??= news[0]?.at;
    this.schedule();
  }

  /** Puts a signal (analysis, summary, count) into the same line. */
  signal({ event, body }: Pick<Signal, 'event' | 'body'>): void {
    this.pending.push({ event, body });
    this.schedule();
  }

  enter(line: SocketLine): void {
    this.lines.add(line);
  }

  leave(line: SocketLine): void {
    this.lines.delete(line);
  }

  hear(hearer: Hearer): () => void {
    this.hearers.add(hearer);
    return () => this.hearers.delete(hearer);
  }

  close(): void {
    this.lines.clear();
    this.hearers.clear();
    this.flush();
  }

  private schedule(): void {
    if (this.timer) return;
    const wait = Math.max(0, this.lastFlush + this.pacer.tickMs - performance.now());
    this.timer = setTimeout(() => this.flush(), wait);
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.pending.length === 0) return;
    const items = this.pending;
    this.pending = [];
    this.givenUpTo = undefined;
    this.lastFlush = performance.now();
    this.pacer.timed(() => this.write(items));
    if (this.oldestAt !== undefined) {
      this.metrics.deliverySeconds.observe(Math.max(0, Date.now() - this.oldestAt) / 1_000);
      this.oldestAt = undefined;
    }
    for (const resolve of this.settling.splice(0)) resolve();
  }

  /** The bound is on what a socket has not taken of earlier flushes: one big flush harms nobody. */
  private write(items: readonly Heard[]): void {
    for (const hearer of this.hearers) for (const item of items) hearer(item);
    if (this.lines.size === 0) return;
    const frames = Buffer.concat(items.map(({ event, body }) => eventFrame(event, body)));
    for (const line of this.lines) {
      if (line.isClosing) this.lines.delete(line);
      else if (line.outstanding > this.limits.socketBufferBytes) this.drop(line);
      else line.write(frames);
    }
    this.metrics.deliveries.inc(items.length * this.lines.size);
  }

  /** Too slow for this stream: closed, and resumes by position when it can. */
  private drop(line: SocketLine): void {
    this.lines.delete(line);
    this.metrics.slowSocketsClosed.inc();
    line.close(closeCodes.slow, slowReason);
  }
}

/** Whether a batch is wholly known already. */
export const isOld = (batch: RingBatch, last: number): boolean =>
  (batch.entries.at(-1)?.offset ?? -1) <= last;
