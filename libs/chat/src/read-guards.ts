import { AppError } from '@livechat/contracts';
import { InjectSettings, type AuthedRequest, type Settings } from '@livechat/runtime';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Access } from './access.ts';
import { Limits } from './limits.ts';

/** Reads of the history per user, else per address. */
@Injectable()
export class ReadLimit implements CanActivate {
  constructor(
    private readonly limits: Limits,
    @InjectSettings() private readonly settings: Settings,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { user, ip = '' } = context.switchToHttp().getRequest<AuthedRequest>();
    if (this.limits.spares(ip)) return true;
    await this.limits.take('history_reads', user?.sub ?? ip, this.settings.limits.historyReads);
    return true;
  }
}

/** `not_found` for a stream that never was; while SQL is away, reading goes on without knowing. */
@Injectable()
export class StreamExists implements CanActivate {
  constructor(private readonly access: Access) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { params } = context.switchToHttp().getRequest<AuthedRequest>();
    try {
      await this.access.toRead(String(params['id']));
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'unavailable')) throw error;
    }
    return true;
  }
}
