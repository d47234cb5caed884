import type { Topic } from '@livechat/contracts';
import type { Consumer, EachBatchPayload, TopicPartitionOffsetAndMetadata } from 'kafkajs';
import { deferred } from './deferred.ts';
import type { TopicPartition } from './event-log.ts';

export interface SessionEvents {
  /** The group has given this member exactly these partitions; fetching has not begun. */
  joined(owned: readonly TopicPartition[]): void;
  /** The member is out of the group, and joins again by itself. */
  gone(): void;
  /** The group refuses this member for good. */
  refused(error: Error): void;
  batch(payload: EachBatchPayload): Promise<void>;
  onError(error: unknown, what: string): void;
}

const retryMs = 500;
const leaveLimitMs = 15_000;

/** A membership that lasts: one kafkajs consumer after another, until it is stopped or refused. */
export class KafkaSession {
  #consumer: Consumer | undefined;
  /** Settled while kafkajs has a running member or none: a member about to join cannot be stopped. */
  #steady = deferred();
  #isStopped = false;

  constructor(
    readonly make: (restartOnFailure: () => Promise<boolean>) => Consumer,
    readonly topics: readonly Topic[],
    readonly events: SessionEvents,
  ) {}

  /** Joins the group, waiting for a broker as long as it takes. */
  async start(): Promise<void> {
    while (!this.#isStopped) {
      const consumer = this.#listenedTo(this.make(() => Promise.resolve(!this.#isStopped)));
      try {
        await consumer.connect();
        await consumer.subscribe({ topics: [...this.topics], fromBeginning: true });
        return await this.#run(consumer);
      } catch (error) {
        this.events.onError(error, 'connect');
        await consumer.disconnect().catch((e: unknown) => this.events.onError(e, 'disconnect'));
        await after(retryMs);
      }
    }
  }

  pause(places: readonly TopicPartition[]): void {
    this.#withGroup((consumer) => consumer.pause(byTopic(places)));
  }

  resume(places: readonly TopicPartition[]): void {
    this.#withGroup((consumer) => consumer.resume(byTopic(places)));
  }

  seek({ topic, partition }: TopicPartition, offset: number): void {
    this.#withGroup((consumer) => consumer.seek({ topic, partition, offset: `${offset}` }));
  }

  async commit(offsets: TopicPartitionOffsetAndMetadata[]): Promise<void> {
    await this.#consumer?.commitOffsets(offsets);
  }

  /** Leaves the group. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    if (!this.#consumer) return;
    await Promise.race([this.#steady.promise, after(leaveLimitMs)]);
    await this.#consumer.disconnect();
  }

  async #run(consumer: Consumer): Promise<void> {
    this.#consumer = consumer;
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: (payload) => this.events.batch(payload),
    });
  }

  #listenedTo(consumer: Consumer): Consumer {
    consumer.on('consumer.group_join', ({ payload: { memberAssignment } }) => {
      setImmediate(() => this.#steady.resolve());
      this.events.joined(
        Object.entries(memberAssignment).flatMap(([topic, partitions]) =>
          partitions.map((partition) => ({ topic: topic as Topic, partition })),
        ),
      );
    });
    consumer.on('consumer.crash', ({ payload }) => this.#crashed(payload));
    return consumer;
  }

  #crashed({ error, restart }: { error: Error; restart: boolean }): void {
    this.events.onError(error, 'consume');
    this.events.gone();
    if (restart) this.#steady = deferred();
    else this.#ended(error);
  }

  /** kafkajs gives up on errors of its own making too; only a broker's word is final. */
  #ended(error: Error): void {
    this.#consumer = undefined;
    this.#steady.resolve();
    if (this.#isStopped) return;
    if (isRefusal(error)) return this.events.refused(error);
    this.#steady = deferred();
    void after(retryMs).then(() => this.start());
  }

  /** Between a crash and the next join kafkajs has no group to pause; that join begins anew anyway. */
  #withGroup(work: (consumer: Consumer) => void): void {
    try {
      if (this.#consumer) work(this.#consumer);
    } catch (error) {
      this.events.onError(error, 'pause or resume');
    }
  }
}

/** A broker's answer that another try would not change, somewhere among the causes. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { name, retriable } = error as Error & { retriable?: boolean };
  return (name === 'KafkaJSProtocolError' && retriable === false) || isRefusal(error.cause);
}

const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function byTopic(places: readonly TopicPartition[]): { topic: string; partitions: number[] }[] {
  const names = [...new Set(places.map(({ topic }) => topic))];
  return names.map((topic) => ({
    topic,
    partitions: places.filter((p) => p.topic === topic).map(({ partition }) => partition),
  }));
}
