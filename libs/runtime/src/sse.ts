import { AppError, type TokenClaims } from '@livechat/contracts';
import type { Request, Response } from 'express';
import { isLoopback } from './client-address.ts';
import type { Metrics } from './metrics.ts';
import type { Settings } from './settings.ts';
import type { Shutdown } from './shutdown.ts';

/** One event of a feed; `data` is sent as JSON, or as it is where it already is a text. */
export interface SseEvent {
  readonly event: string;
  readonly id?: string;
  readonly data: unknown;
}

const beatMs = 15_000;

/** An open event-stream response. */
export class SseFeed {
  constructor(
    private readonly response: Response,
    private readonly maxBytes: number,
    private readonly tooSlow: () => void,
  ) {}

  get open(): boolean {
    return !this.response.writableEnded && !this.response.destroyed;
  }

  /** Writes one event; a client that has let too much pile up is cut off and resumes by id. */
  send({ event, id, data }: SseEvent): void {
    const text = typeof data === 'string' ? data : JSON.stringify(data);
    const lines = text.split(/\r\n|\r|\n/).map((line) => `data: ${line}\n`);
    this.write(`event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}${lines.join('')}\n`);
  }

  /** A comment line, which keeps proxies from closing an idle response. */
  beat(): void {
    this.write(': beat\n\n');
  }

  close(): void {
    if (this.open) this.response.end();
  }

  /** Calls back once, however the response ended. */
  onClose(listener: () => void): void {
    if (this.response.closed) listener();
    else this.response.once('close', listener);
  }

  private write(chunk: string): void {
    if (!this.open) return;
    if (this.response.writableLength + chunk.length > this.maxBytes) {
      this.tooSlow();
      this.response.destroy();
      return;
    }
    this.response.write(chunk);
  }
}

/**
 * Opens event-stream responses and looks after them: a heartbeat every 15 s, a bound in bytes,
 * limits per user and address, and an end when the process drains.
 */
export class SseFeeds {
  private readonly feeds = new Set<SseFeed>();
  private readonly held = new Map<string, number>();
  private beat: NodeJS.Timeout | undefined;

  constructor(
    private readonly settings: Pick<Settings, 'limits' | 'bounds'>,
    private readonly metrics: Metrics,
    private readonly shutdown: Shutdown,
  ) {
    shutdown.on('drain', 'event streams', () => this.closeAll());
  }

  /** Begins the response; throws `rate_limited` where its user or address holds too many, `draining` at the end. */
  open(request: Request & { user?: TokenClaims }, response: Response): SseFeed {
    if (this.shutdown.draining) throw new AppError('draining', { retryAfterMs: 1_000 });
    const leave = this.enter(request);
    response.status(200).set({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    });
    response.flushHeaders();
    const feed = new SseFeed(response, this.settings.bounds.sseBufferBytes, () =>
      this.metrics.boundsHit.inc({ bound: 'sse_buffer' }),
    );
    this.add(feed);
    feed.onClose(() => {
      leave();
      this.remove(feed);
    });
    return feed;
  }

  closeAll(): void {
    for (const feed of this.feeds) feed.close();
  }

  private add(feed: SseFeed): void {
    this.feeds.add(feed);
    this.metrics.sseConnections.inc();
    this.beat ??= setInterval(() => this.beatAll(), beatMs).unref();
  }

  private remove(feed: SseFeed): void {
    this.feeds.delete(feed);
    this.metrics.sseConnections.dec();
    if (this.feeds.size > 0) return;
    clearInterval(this.beat);
    this.beat = undefined;
  }

  private beatAll(): void {
    for (const feed of this.feeds) feed.beat();
  }

  /** Takes a place for the request's user and address; the answer gives it back. */
  private enter({ user, ip = '' }: Request & { user?: TokenClaims }): () => void {
    const { ssePerUser, ssePerIp, loopback } = this.settings.limits;
    const spared = isLoopback(ip) && !loopback;
    const places: [key: string, most: number | null][] = [
      ...(user ? [[`user:${user.sub}`, ssePerUser] as [string, number | null]] : []),
      ...(spared ? [] : [[`ip:${ip}`, ssePerIp] as [string, number | null]]),
    ];
    const full = places.some(([key, most]) => most !== null && (this.held.get(key) ?? 0) >= most);
    if (full) {
      this.metrics.rateLimited.inc({ limit: 'sse' });
      throw new AppError('rate_limited', { detail: 'Too many open feeds', retryAfterMs: 5_000 });
    }
    for (const [key] of places) this.change(key, 1);
    return () => {
      for (const [key] of places) this.change(key, -1);
    };
  }

  private change(key: string, by: number): void {
    const count = (this.held.get(key) ?? 0) + by;
    if (count > 0) this.held.set(key, count);
    else this.held.delete(key);
  }
}
