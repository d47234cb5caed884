import { createHash } from 'node:crypto';
import { Counters } from '@livechat/backends';
import { AppError } from '@livechat/contracts';
import { InjectSettings, isLoopback, Metrics } from '@livechat/runtime';
import type { Rate, Settings } from '@livechat/runtime';
import { Injectable } from '@nestjs/common';
import type { Caller } from './caller.ts';

type RateLimits = Settings['limits'];
/** Limits that are a rate; null in the settings turns one off. */
export type LimitName = {
  [N in keyof RateLimits]-?: RateLimits[N] extends Rate | null ? N : never;
}[keyof RateLimits];

/** How often something may be done, counted over all replicas. This machine itself is spared, unless LIMIT_LOOPBACK. */
@Injectable()
export class Limits {
  constructor(
    private readonly counters: Counters,
    @InjectSettings() private readonly settings: Settings,
    private readonly metrics: Metrics,
  ) {}

  /** Counts one use by `of` (an address, an account, a family); throws `rate_limited` above the limit. */
  async take(limit: LimitName, caller: Caller, of: string): Promise<void> {
    const rate = this.settings.limits[limit];
    if (rate === null || this.isSpared(caller)) return;
    const { value, ttlMs } = await this.counters.add(keyOf(limit, of), 1, rate.perMs);
    if (value <= rate.points) return;
    this.metrics.rateLimited.inc({ limit });
    throw new AppError('rate_limited', { retryAfterMs: Math.ceil(ttlMs) });
  }

  private isSpared({ ip }: Caller): boolean {
    return !this.settings.limits.loopback && isLoopback(ip);
  }
}

/** Keys hold no addresses or e-mails, and nothing a caller could shape. */
const keyOf = (limit: string, of: string): string =>
  `limit:${limit}:${createHash('sha256').update(of).digest('base64url').slice(0, 22)}`;
