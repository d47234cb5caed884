import { grouped } from './grouped.ts';
import { Presence, type Lease } from './presence.ts';
import { RedisScript, type RedisConnections } from './redis-client.ts';

const keyOf = (streamId: string): string => `presence:{${streamId}}`;
const memberOf = ({ viewer, lease }: Lease): string => `${viewer} ${lease}`;

/** Leases in a sorted set per stream, by the server's clock. */
export class RedisPresence extends Presence {
  readonly #hold: RedisScript;
  readonly #count: RedisScript;

  constructor(private readonly redis: RedisConnections) {
    super();
    this.#hold = new RedisScript(redis, 'hold-leases', 1);
    this.#count = new RedisScript(redis, 'count-viewers', 1);
  }

  async hold(leases: readonly Lease[], ttlMs: number): Promise<void> {
    await Promise.all(
      [...grouped(leases, ({ streamId }) => streamId)].map(([id, held]) =>
        this.#hold.run(keyOf(id), Math.ceil(ttlMs), ...held.map(memberOf)),
      ),
    );
  }

  async release(leases: readonly Lease[]): Promise<void> {
    await Promise.all(
      [...grouped(leases, ({ streamId }) => streamId)].map(([id, held]) =>
        this.redis.answered(this.redis.commands.zrem(keyOf(id), ...held.map(memberOf))),
      ),
    );
  }

  async counts(streamIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const counts = streamIds.map(
      async (id) => [id, Number(await this.#count.run(keyOf(id)))] as const,
    );
    return new Map(await Promise.all(counts));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
