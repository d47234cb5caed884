import { Presence, type Lease } from '@livechat/backends';
import { Logger, Metrics, Shutdown } from '@livechat/runtime';
import { Injectable } from '@nestjs/common';
import { StreamBroadcaster } from './stream-broadcaster.ts';

const ttlMs = 15_000;
const renewMs = 5_000;
const countMs = 1_000;

/** Holds a lease for every socket in every stream it joined, and shows changed counts to audiences here. */
@Injectable()
export class Viewers {
  private readonly leases = new Map<string, Lease>();
  private readonly shown = new Map<string, number>();
  private readonly timers: readonly NodeJS.Timeout[];

  constructor(
    private readonly presence: Presence,
    private readonly broadcaster: StreamBroadcaster,
    private readonly metrics: Metrics,
    private readonly logger: Logger,
    shutdown: Shutdown,
  ) {
    this.timers = [
      setInterval(() => void this.quietly(() => this.renew()), renewMs).unref(),
      setInterval(() => void this.quietly(() => this.count()), countMs).unref(),
    ];
    shutdown.on('workers', 'leases', () => this.close());
  }

  async enter(lease: Lease): Promise<void> {
    this.leases.set(lease.lease, lease);
    this.metrics.viewers.set(this.leases.size);
    await this.quietly(() => this.presence.hold([lease], ttlMs));
  }

  async leave(lease: Lease): Promise<void> {
    if (!this.leases.delete(lease.lease)) return;
    this.metrics.viewers.set(this.leases.size);
    await this.quietly(() => this.presence.release([lease]));
  }

  private renew(): Promise<void> {
    return this.presence.hold([...this.leases.values()], ttlMs);
  }

  /** Only counts that changed go out, at most once a second. */
  private async count(): Promise<void> {
    const ids = this.broadcaster.streamIds;
    for (const id of this.shown.keys()) if (!this.broadcaster.present(id)) this.shown.delete(id);
    if (ids.length === 0) return;
    for (const [streamId, count] of await this.presence.counts(ids)) {
      if (this.shown.get(streamId) === count) continue;
      this.shown.set(streamId, count);
      const body = JSON.stringify({ streamId, count });
      this.broadcaster.present(streamId)?.signal({ event: 'viewers', body });
    }
  }

  private async close(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    await this.quietly(() => this.presence.release([...this.leases.values()]));
  }

  /** Counts heal by themselves: a failure costs seconds of a right count. */
  private async quietly(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (err) {
      this.logger.warn({ err }, 'Viewer leases could not be kept');
    }
  }
}
