import { Counters, type Count } from './counters.ts';
import { RedisScript, type RedisConnections } from './redis-client.ts';

const keyOf = (key: string): string => `counter:${key}`;

/** Values with a time to live, shared by all replicas. */
export class RedisCounters extends Counters {
  readonly #add: RedisScript;

  constructor(private readonly redis: RedisConnections) {
    super();
    this.#add = new RedisScript(redis, 'add-counter', 1);
  }

  async get(key: string): Promise<string | undefined> {
    return (await this.redis.answered(this.redis.commands.get(keyOf(key)))) ?? undefined;
  }

  async put(key: string, value: string, ttlMs: number): Promise<void> {
    await this.redis.answered(this.redis.commands.set(keyOf(key), value, 'PX', Math.ceil(ttlMs)));
  }

  async add(key: string, amount: number, ttlMs: number): Promise<Count> {
    const answer = await this.#add.run(keyOf(key), amount, Math.ceil(ttlMs));
    const [value = 0, left = 0] = answer as number[];
    return { value, ttlMs: left };
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
