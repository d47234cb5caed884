import { Health, Logger, needed, SETTINGS, Shutdown, type Settings } from '@livechat/runtime';
import { Inject, Injectable, Module } from '@nestjs/common';
import { RedisConnections } from './redis-client.ts';

/** The process's connections to Redis, opened at the first need and shared by all adapters. */
@Injectable()
export class SharedRedis {
  private opening: Promise<RedisConnections> | undefined;

  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly logger: Logger,
    private readonly health: Health,
    private readonly shutdown: Shutdown,
  ) {}

  /** Waits for the server as long as it takes; the process is not ready meanwhile. */
  open(): Promise<RedisConnections> {
    return (this.opening ??= this.connect());
  }

  private async connect(): Promise<RedisConnections> {
    const redis = new RedisConnections(needed(this.settings.redisUrl, 'REDIS_URL'), this.logger);
    this.health.register('redis', () => redis.answered(redis.commands.ping()));
    this.shutdown.on('stores', 'redis', () => redis.close());
    await redis.connected();
    return redis;
  }
}

@Module({ providers: [SharedRedis], exports: [SharedRedis] })
export class RedisModule {}
