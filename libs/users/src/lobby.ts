import { randomUUID } from 'node:crypto';
import { Fanout, Presence } from '@livechat/backends';
import type { Signal } from '@livechat/backends';
import { lobbyEvents } from '@livechat/contracts';
import type { LobbyEventName, Stream } from '@livechat/contracts';
import { Logger, Shutdown } from '@livechat/runtime';
import type { SseEvent, SseFeed } from '@livechat/runtime';
import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap } from '@nestjs/common';
import { LobbyRing } from './lobby-ring.ts';
import { StreamList } from './stream-list.ts';
import { lobbyChannel } from './stream-news.ts';

const tickMs = 1_000;
/** How often SQL is asked what no signal may have told. */
const reconcileMs = 10_000;
/** Live streams a lobby follows, and how many of them a newcomer is shown; the rest comes by pages. */
const followed = 500;
const shown = 200;
const shownBytes = 128 * 1_024;
const rememberedEnds = 1_000;

/**
 * What the lobbies of this process show: live streams, their viewers, starts and ends. While
 * anyone looks, counts are read once a second for all together and only changes are sent.
 */
@Injectable()
export class Lobby implements OnApplicationBootstrap {
  private readonly ring = new LobbyRing(randomUUID().slice(0, 8));
  private readonly feeds = new Set<SseFeed>();
  private readonly live = new Map<string, Stream>();
  private readonly ends = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private refreshing: Promise<void> | undefined;
  private refreshedAt = -Infinity;
  private reconciledAt = -Infinity;

  constructor(
    private readonly list: StreamList,
    private readonly presence: Presence,
    private readonly fanout: Fanout,
    private readonly logger: Logger,
    private readonly shutdown: Shutdown,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const unlisten = await this.fanout.onSignal(lobbyChannel, (signal) => this.hear(signal));
    this.shutdown.on('workers', 'lobby', async () => {
      clearInterval(this.timer);
      await unlisten();
    });
  }

  /** Brings what is known up to date (at most a second old); call it before `enter`. */
  async ready(): Promise<void> {
    if (performance.now() - this.refreshedAt < tickMs) return;
    this.refreshing ??= this.refresh().finally(() => (this.refreshing = undefined));
    await this.refreshing;
  }

  /** Shows a feed what it missed since `lastId`, or where that is not known the live streams; then all news. */
  enter(feed: SseFeed, lastId: string | undefined): void {
    const missed = lastId === undefined ? undefined : this.ring.after(lastId);
    for (const event of missed ?? [this.snapshot()]) feed.send(event);
    this.feeds.add(feed);
    this.timer ??= setInterval(() => void this.tick(), tickMs).unref();
    feed.onClose(() => this.leave(feed));
  }

  private leave(feed: SseFeed): void {
    this.feeds.delete(feed);
    if (this.feeds.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private async tick(): Promise<void> {
    try {
      await this.ready();
    } catch (err) {
      this.logger.warn({ err }, 'The lobby could not be brought up to date');
    }
  }

  private async refresh(): Promise<void> {
    if (performance.now() - this.reconciledAt >= reconcileMs) await this.reconcile();
    const counts = await this.presence.counts([...this.live.keys()]);
    const changed: Record<string, number> = {};
    for (const [id, viewers] of counts) {
      const stream = this.live.get(id);
      if (!stream || stream.viewers === viewers) continue;
      this.live.set(id, { ...stream, viewers });
      changed[id] = viewers;
    }
    if (Object.keys(changed).length > 0) this.publish('viewers', changed);
    this.refreshedAt = performance.now();
  }

  /** Makes up for lost signals: takes in what is live and not known, drops what has ended. */
  private async reconcile(): Promise<void> {
    const first = this.reconciledAt === -Infinity;
    const { items } = await this.list.page({ status: 'live', limit: followed });
    const gone = new Set(this.live.keys());
    for (const stream of items) {
      gone.delete(stream.id);
      if (first) this.follow(stream);
      else this.started(stream);
    }
    for (const { id, endedAt } of await this.list.endedOf([...gone])) this.ended(id, endedAt);
    this.reconciledAt = performance.now();
  }

  private hear({ event, body }: Signal): void {
    if (event === 'stream.started') this.started(lobbyEvents[event].parse(JSON.parse(body)));
    if (event !== 'stream.ended') return;
    const { id, endedAt } = lobbyEvents[event].parse(JSON.parse(body));
    this.ended(id, endedAt);
  }

  private started(stream: Stream): void {
    const known = this.live.get(stream.id);
    this.follow(known ? { ...stream, viewers: known.viewers } : stream);
    if (!known && this.live.has(stream.id)) this.publish('stream.started', stream);
  }

  private ended(id: string, endedAt: number): void {
    this.ends.add(id);
    if (this.ends.size > rememberedEnds) this.ends.delete(this.ends.values().next().value ?? id);
    if (this.live.delete(id)) this.publish('stream.ended', { id, endedAt });
  }

  /** A list read just before its end would bring an ended stream back. */
  private follow(stream: Stream): void {
    if (this.ends.has(stream.id)) return;
    this.live.set(stream.id, stream);
    if (this.live.size <= followed) return;
    const quietest = [...this.live.values()].reduce((a, b) => (b.viewers < a.viewers ? b : a));
    this.live.delete(quietest.id);
  }

  private publish(name: LobbyEventName, data: unknown): void {
    const event = this.ring.add(name, JSON.stringify(data));
    for (const feed of this.feeds) feed.send(event);
  }

  /** The busiest streams, as many as a feed's buffer surely takes. */
  private snapshot(): SseEvent {
    const busiest = [...this.live.values()].sort(
      (a, b) => b.viewers - a.viewers || b.startedAt - a.startedAt,
    );
    const texts: string[] = [];
    let room = shownBytes;
    for (const stream of busiest.slice(0, shown)) {
      const text = JSON.stringify(stream);
      room -= Buffer.byteLength(text);
      if (room < 0) break;
      texts.push(text);
    }
    return { event: 'streams', id: this.ring.lastId, data: `[${texts.join(',')}]` };
  }
}
