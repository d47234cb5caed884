import {
  Fanout,
  streamChannel,
  type Recent,
  type RecentOptions,
  type RingBatch,
  type RingEntry,
  type Signal,
  type StreamListener,
  type Unlisten,
} from './fanout.ts';
import { RedisScript, type RedisConnections } from './redis-client.ts';

export interface RedisFanoutOptions {
  /** Entries a ring holds at most. */
  readonly maxEntries: number;
  /** Bytes of entries a ring holds at most. */
  readonly maxBytes: number;
  readonly onError?: (error: unknown) => void;
}

type Hear = (message: string) => void;

/** How long a ring outlives its newest event. */
const ringTtlMs = 24 * 60 * 60_000;
const allEntries = 2 ** 31;
const keysOf = (streamId: string) => [`ring:{${streamId}}`, `ring:{${streamId}}:entries`] as const;

/**
 * Rings as lists and channels as pub/sub. Messages on a channel begin with their kind:
 * `e<epoch> <prev>` and a line for each entry, or `s<event> <body>`.
 */
export class RedisFanout extends Fanout {
  readonly #announce: RedisScript;
  readonly #recent: RedisScript;
  readonly #channels = new Map<string, Set<Hear>>();
  readonly #holeListeners = new Set<() => void>();

  constructor(
    private readonly redis: RedisConnections,
    private readonly options: RedisFanoutOptions,
  ) {
    super();
    this.#announce = new RedisScript(redis, 'announce', 2);
    this.#recent = new RedisScript(redis, 'recent', 2);
    redis.subscriber.on('message', (channel, message) => this.#tell(channel, message));
    redis.subscriber.on('ready', () => void this.#listenAgain());
    // Only from now on can be looked up what was missed.
    redis.commands.on('ready', () => this.#tellHole());
  }

  async announce({ streamId, epoch, prev, entries }: RingBatch): Promise<number> {
    const { maxEntries, maxBytes } = this.options;
    const bounds = [maxEntries, maxBytes, ringTtlMs];
    const news = entries.flatMap(({ offset, at, body }) => [offset, at, body]);
    const head = [...keysOf(streamId), epoch, prev ?? '', ...bounds];
    return Number(await this.#announce.run(...head, streamChannel(streamId), ...news));
  }

  listen(streamId: string, listener: StreamListener): Promise<Unlisten> {
    const channel = streamChannel(streamId);
    return this.#subscribe(channel, (message) => {
      if (message.startsWith('e')) listener.events(batchOf(streamId, message));
      else listener.signal(signalOf(channel, message));
    });
  }

  async recent(streamId: string, epoch: number, options: RecentOptions = {}): Promise<Recent> {
    const { after = -1, limit = allEntries } = options;
    const answer = await this.#recent.run(...keysOf(streamId), epoch, after, limit);
    const [last = '-1', prev = '', ...lines] = answer as string[];
    return { last: Number(last), prev: offsetOf(prev), entries: lines.map(entryOf) };
  }

  async lasts(epoch: number, streamIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const pipeline = this.redis.commands.pipeline();
    for (const id of streamIds) pipeline.hmget(keysOf(id)[0], 'epoch', 'last');
    const answers = await this.redis.answered(valuesOf(pipeline.exec()));
    return new Map(
      streamIds.map((id, i) => {
        const [known, last] = answers[i] as readonly (string | null)[];
        return [id, known === `${epoch}` ? Number(last) : -1];
      }),
    );
  }

  async signal({ channel, event, body }: Signal): Promise<void> {
    await this.redis.answered(this.redis.commands.publish(channel, `s${event} ${body}`));
  }

  onSignal(channel: string, listener: (signal: Signal) => void): Promise<Unlisten> {
    return this.#subscribe(channel, (message) => {
      if (message.startsWith('s')) listener(signalOf(channel, message));
    });
  }

  onHole(listener: () => void): () => void {
    this.#holeListeners.add(listener);
    return () => void this.#holeListeners.delete(listener);
  }

  close(): Promise<void> {
    this.#channels.clear();
    this.#holeListeners.clear();
    return Promise.resolve();
  }

  /** The process is subscribed to a channel as long as somebody here listens to it. */
  async #subscribe(channel: string, hear: Hear): Promise<Unlisten> {
    const listeners = this.#channels.get(channel) ?? new Set();
    this.#channels.set(channel, listeners.add(hear));
    const unlisten = async () => {
      listeners.delete(hear);
      if (listeners.size > 0 || this.#channels.get(channel) !== listeners) return;
      this.#channels.delete(channel);
      await this.redis.answered(this.redis.subscriber.unsubscribe(channel));
    };
    try {
      await this.redis.answered(this.redis.subscriber.subscribe(channel));
      return unlisten;
    } catch (error) {
      await unlisten().catch(() => undefined);
      throw error;
    }
  }

  /** A new connection knows no channels. One that does not take them is given up for another. */
  async #listenAgain(): Promise<void> {
    const { subscriber } = this.redis;
    const channels = [...this.#channels.keys()];
    try {
      if (channels.length > 0) await subscriber.subscribe(...channels);
      this.#tellHole();
    } catch (error) {
      this.options.onError?.(error);
      if (subscriber.status === 'ready') subscriber.disconnect(true);
    }
  }

  #tellHole(): void {
    for (const listener of this.#holeListeners) this.#safely(listener);
  }

  #safely(tell: () => void): void {
    try {
      tell();
    } catch (error) {
      this.options.onError?.(error);
    }
  }

  #tell(channel: string, message: string): void {
    const listeners = this.#channels.get(channel);
    // Left, or given up, while the server did not answer.
    if (!listeners) {
      this.redis.subscriber.unsubscribe(channel).catch((e: unknown) => this.options.onError?.(e));
    }
    for (const hear of listeners ?? []) this.#safely(() => hear(message));
  }
}

const offsetOf = (text: string): number | null => (text === '' ? null : Number(text));

function entryOf(line: string): RingEntry {
  const atFrom = line.indexOf(' ') + 1;
  const bodyFrom = line.indexOf(' ', atFrom) + 1;
  const offset = Number(line.slice(0, atFrom - 1));
  return { offset, at: Number(line.slice(atFrom, bodyFrom - 1)), body: line.slice(bodyFrom) };
}

function batchOf(streamId: string, message: string): RingBatch {
  const [head = '', ...lines] = message.split('\n');
  const [epoch = '', prev = ''] = head.slice(1).split(' ');
  return { streamId, epoch: Number(epoch), prev: offsetOf(prev), entries: lines.map(entryOf) };
}

function signalOf(channel: string, message: string): Signal {
  const space = message.indexOf(' ');
  return { channel, event: message.slice(1, space), body: message.slice(space + 1) };
}

/** The answers of a pipeline; rejects if one of its commands failed. */
async function valuesOf(
  sent: Promise<readonly (readonly [Error | null, unknown])[] | null>,
): Promise<readonly unknown[]> {
  const answers = (await sent) ?? [];
  const failed = answers.find(([error]) => error)?.[0];
  if (failed) throw failed;
  return answers.map(([, value]) => value);
}
