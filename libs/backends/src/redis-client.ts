import { AppError } from '@livechat/contracts';
import type { Logger } from '@livechat/runtime';
import { Redis, type RedisOptions } from 'ioredis';
import { readFileSync } from 'node:fs';

/** Reconnection at a constant pace: back within moments of the server's return. */
const reconnectMs = 200;
const commandLimitMs = 1_000;
const heartbeatMs = 5_000;

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

  private down(err: unknown): void {
    if (!this.isDown) this.logger.error({ err }, 'Redis cannot be reached');
    this.isDown = true;
  }

  private up(): void {
    if (this.isDown) this.logger.info({}, 'Redis can be reached again');
    this.isDown = false;
  }
}

/** The answer of a command; `unavailable` where it failed. */
export async function answered<T>(command: Promise<T>): Promise<T> {
  try {
    return await command;
  } catch (cause) {
    throw new AppError('unavailable', { detail: 'Redis is away' }, { cause });
  }
}

type Argument = string | number;

/** A script of the `lua` folder: loaded once, found again by its hash, sent anew to a server that lost it. */
export class RedisScript {
  private readonly command: string;

  constructor(
    private readonly redis: Redis,
    name: string,
    keys: number,
  ) {
    this.command = `livechat:${name}`;
    const lua = readFileSync(new URL(`../lua/${name}.lua`, import.meta.url), 'utf8');
    redis.defineCommand(this.command, { numberOfKeys: keys, lua });
  }

  /** Rejects with `unavailable`. */
  run(...keysAndArguments: readonly Argument[]): Promise<unknown> {
    const scripts = this.redis as unknown as Record<
      string,
      (...all: Argument[]) => Promise<unknown>
    >;
    return answered(scripts[this.command]!(...keysAndArguments));
  }
}
