import { AppError } from '@livechat/contracts';
import { Counters } from '@livechat/backends';
import {
  InjectSettings,
  isLoopback,
  Metrics,
  type AuthedRequest,
  type Settings,
} from '@livechat/runtime';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Access } from './access.ts';

/** Reads of the history per user, else per address. */
@Injectable()
export class ReadLimit implements CanActivate {
  constructor(
    private readonly counters: Counters,
    private readonly metrics: Metrics,
    @InjectSettings() private readonly settings: Settings,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { user, ip = '' } = context.switchToHttp().getRequest<AuthedRequest>();
    const { historyReads: rate, loopback } = this.settings.limits;
    if (!rate || (isLoopback(ip) && !loopback)) return true;
    const { value, ttlMs } = await this.counters.add(
      `limit:reads:${user?.sub ?? ip}`,
      1,
      rate.perMs,
    );
    if (value <= rate.points) return true;
    this.metrics.rateLimited.inc({ limit: 'history_reads' });
    throw new AppError('rate_limited', { retryAfterMs: Math.ceil(ttlMs) });
  }
}

/** `not_found` for a stream that never was. */
@Injectable()
export class StreamExists implements CanActivate {
  constructor(private readonly access: Access) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { params } = context.switchToHttp().getRequest<AuthedRequest>();
    await this.access.of(String(params['id']));
    return true;
  }
}
