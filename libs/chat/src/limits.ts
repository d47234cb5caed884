import { AppError } from '@livechat/contracts';
import { Counters, EmbeddedCounters, type Count } from '@livechat/backends';
import { InjectSettings, isLoopback, Metrics, type Rate, type Settings } from '@livechat/runtime';
import { Injectable } from '@nestjs/common';

const localEntries = 50_000;

/**
 * How often something may be done, counted over all replicas. Limits protect and refuse nobody by
 * accident: while the counters are away, this process counts alone.
 */
@Injectable()
export class Limits {
  private readonly local = new EmbeddedCounters({ maxEntries: localEntries });

  constructor(
    private readonly counters: Counters,
    private readonly metrics: Metrics,
    @InjectSettings() private readonly settings: Settings,
  ) {}

  /** Counts one use; throws `rate_limited` above the rate (null: no limit). */
  async take(limit: string, of: string, rate: Rate | null): Promise<void> {
    if (!rate) return;
    const { value, ttlMs } = await this.add(`limit:${limit}:${of}`, rate.perMs);
    if (value <= rate.points) return;
    this.metrics.rateLimited.inc({ limit });
    throw new AppError('rate_limited', { retryAfterMs: Math.ceil(ttlMs) });
  }

  /** Limits per address spare this machine, unless LIMIT_LOOPBACK. */
  spares(address: string): boolean {
    return isLoopback(address) && !this.settings.limits.loopback;
  }

  /** Adds one to a counter that ends `ttlMs` after its first addition. */
  add(key: string, ttlMs: number): Promise<Count> {
    return this.orLocally((counters) => counters.add(key, 1, ttlMs));
  }

  get(key: string): Promise<string | undefined> {
    return this.orLocally((counters) => counters.get(key));
  }

  put(key: string, value: string, ttlMs: number): Promise<void> {
    return this.orLocally((counters) => counters.put(key, value, ttlMs));
  }

  private async orLocally<T>(work: (counters: Counters) => Promise<T>): Promise<T> {
    try {
      return await work(this.counters);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      this.metrics.limitsLocal.inc();
      return work(this.local);
    }
  }
}
