import type { Logger } from '@livechat/runtime';
import { Redis, type RedisOptions } from 'ioredis';
import { readFileSync } from 'node:fs';
import { redisError, redisTrouble, type RedisTrouble } from './redis-fault.ts';

/** Reconnection at a constant pace: back within moments of the server's return. */
const reconnectMs = 200;
const commandLimitMs = 1_000;
const heartbeatMs = 5_000;
/** So often a trouble that lasts is told of. */
const tellEveryMs = 10_000;

const lines: Readonly<Record<Exclude<RedisTrouble, 'away'>, string>> = {
  full: 'Redis is full: nothing can be written until it has room',
  refusing: 'Redis refuses commands',
  fault: 'Redis found a fault in a command of ours',
};

const options = {
  // What cannot be sent now is refused at once: nothing waits without a bound.
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  autoResendUnfulfilledCommands: false,
  commandTimeout: commandLimitMs,
  connectTimeout: commandLimitMs,
  retryStrategy: () => reconnectMs,
  keepAlive: 10_000,
  // The client's own forgets channels if the connection ends again meanwhile: the fan-out subscribes.
  autoResubscribe: false,
  disconnectTimeout: reconnectMs,
  lazyConnect: true,
} satisfies RedisOptions;

/** The two connections of a process to Redis: one for commands, one that only listens. */
export class RedisConnections {
  readonly commands: Redis;
  readonly subscriber: Redis;
  private readonly heart: NodeJS.Timeout;
  private isDown = false;
  private readonly toldAt = new Map<RedisTrouble, number>();

  constructor(
    url: string,
    private readonly logger: Logger,
  ) {
    this.commands = new Redis(url, options);
    this.subscriber = new Redis(url, options);
    for (const connection of this.all) connection.on('error', (error) => this.down(error));
    this.commands.on('ready', () => this.up());
    this.heart = setInterval(() => void this.beat(), heartbeatMs).unref();
  }

  /** Resolves once both connections stand, however long that takes. */
  async connected(): Promise<void> {
    await Promise.all(
      this.all.map(async (connection) => {
        const ready = new Promise<void>((resolve) => connection.once('ready', () => resolve()));
        // A first attempt that fails is followed by others.
        connection.connect().catch((error: unknown) => this.down(error));
        await ready;
      }),
    );
  }

  /**
   * The answer of a command. Where it failed: `unavailable` for a server that is away, full or
   * refuses, `internal` for a fault of ours; all but the first are told in the log.
   */
  async answered<T>(command: Promise<T>): Promise<T> {
    try {
      return await command;
    } catch (cause) {
      const trouble = redisTrouble(cause);
      if (trouble !== 'away') this.tell(trouble, cause);
      throw redisError(trouble, cause);
    }
  }

  close(): void {
    clearInterval(this.heart);
    for (const connection of this.all) connection.disconnect();
  }

  private get all(): readonly Redis[] {
    return [this.commands, this.subscriber];
  }

  /** A connection that swallows what is sent, without an end, is made anew. */
  private async beat(): Promise<void> {
    for (const connection of this.all) {
      if (connection.status !== 'ready') continue;
      await connection.ping().catch((error: unknown) => {
        this.down(error);
        connection.disconnect(true);
      });
    }
  }

  private tell(trouble: keyof typeof lines, err: unknown): void {
    const now = performance.now();
    if (now - (this.toldAt.get(trouble) ?? -Infinity) < tellEveryMs) return;
    this.toldAt.set(trouble, now);
    this.logger.error({ err }, lines[trouble]);
  }

  private down(err: unknown): void {
    if (!this.isDown) this.logger.error({ err }, 'Redis cannot be reached');
    this.isDown = true;
  }

  private up(): void {
    if (this.isDown) this.logger.info({}, 'Redis can be reached again');
    this.isDown = false;
  }
}

type Argument = string | number;

/** A script of the `lua` folder: loaded once, found again by its hash, sent anew to a server that lost it. */
export class RedisScript {
  private readonly command: string;

  constructor(
    private readonly redis: RedisConnections,
    name: string,
    keys: number,
  ) {
    this.command = `livechat:${name}`;
    const lua = readFileSync(new URL(`../lua/${name}.lua`, import.meta.url), 'utf8');
    redis.commands.defineCommand(this.command, { numberOfKeys: keys, lua });
  }

  /** Rejects as `answered` of the connections does. */
  run(...keysAndArguments: readonly Argument[]): Promise<unknown> {
    const scripts = this.redis.commands as unknown as Record<
      string,
      (...all: Argument[]) => Promise<unknown>
    >;
    return this.redis.answered(scripts[this.command]!(...keysAndArguments));
  }
}
