import type { Topic } from '@livechat/contracts';
import type { EachBatchPayload, Kafka } from 'kafkajs';
import type { DeadLetter } from './dead-letter.ts';
import { deferred } from './deferred.ts';
import { KafkaCommits } from './event-log-commits.kafka.ts';
import { KafkaCursor } from './event-log-cursor.kafka.ts';
import type { KafkaPositions, Place } from './event-log-positions.kafka.ts';
import { KafkaSession } from './event-log-session.kafka.ts';
import type { ConsumeOptions, LogHandler, LogRecord, TopicPartition } from './event-log.ts';
import type { GroupLag } from './group-lag.ts';
import { LogLost } from './lost-log.ts';
import { RecordWork } from './record-work.ts';

/** What a member needs of the log it belongs to. */
export interface MemberSurroundings {
  /** The group's name on the broker. */
  readonly groupId: string;
  /** A client of its own. */
  client(): Kafka;
  readonly positions: KafkaPositions;
  readonly maxLaneBytes: number | undefined;
  readonly sessionTimeoutMs: number;
  deadLetter(record: LogRecord, letter: DeadLetter): Promise<void>;
  onError(error: unknown, what: string): void;
  /** The member cannot go on and will not come back by itself. */
  onFatal(error: Error): void;
}

const heartbeatMs = 1_000;
const rebalanceMs = 10_000;
const longPollMs = 250;
/** Records taken in one turn of the event loop. */
const chunk = 200;
const retryMs = 300;

/**
 * One member of a consumer group. `eachBatch` only hands over to the work; on every join all
 * queues are dropped, and each partition stays paused until it is known where to begin in it.
 */
export class KafkaMember<T extends Topic> {
  readonly #session: KafkaSession;
  readonly #work: RecordWork<T>;
  readonly #commits: KafkaCommits;
  readonly #begun = deferred();
  readonly #cursors = new Map<string, KafkaCursor<T>>();
  /** The next offset this process has reached, over all joins. */
  readonly #seen = new Map<string, number>();
  /** Rises with every join and every crash: what began before it is void. */
  #generation = 0;
  #isStopped = false;

  constructor(
    readonly options: ConsumeOptions<T>,
    handler: LogHandler<T>,
    readonly around: MemberSurroundings,
  ) {
    this.#session = new KafkaSession((restart) => this.#consumer(restart), options.topics, {
      joined: (owned) => this.#joined(owned),
      gone: () => this.#void(),
      refused: (error) => this.#fail(error),
      batch: (payload) => this.#take(payload),
      onError: (error, what) => around.onError(error, what),
    });
    this.#commits = new KafkaCommits((offsets) => this.#session.commit(offsets));
    this.#work = this.#newWork(handler);
  }

  /** Joins; resolves when the first assignment is known to the handler. Waits for a broker. */
  async start(): Promise<void> {
    await this.#session.start();
    await this.#begun.promise;
  }

  /** How far this member is behind the given ends, in partitions that hold anything. */
  lags(ends: (place: TopicPartition) => number): readonly GroupLag[] {
    const { group } = this.options;
    return this.#work.owned.flatMap(({ topic, partition, committed }) => {
      const place = { topic, partition };
      const [end, cursor] = [ends(place), this.#cursors.get(nameOf(place))];
      if (end === 0) return [];
      const records = Math.max(0, end - committed);
      const since = records > 0 ? cursor?.timeNear(committed) : undefined;
      const oldestSeconds = since === undefined ? 0 : Math.max(0, Date.now() - since) / 1_000;
      return [{ group, ...place, records, oldestSeconds }];
    });
  }

  /** Finishes what is in hand, commits it and leaves. */
  async stop(): Promise<void> {
    if (this.#isStopped) return;
    this.#isStopped = true;
    this.#session.pause([...this.#cursors.values()].map(({ place }) => place));
    await this.#work.stop();
    await this.#session.stop();
    this.#begun.resolve();
  }

  /** Leaves at once: nothing more is handled or committed. */
  async abandon(): Promise<void> {
    this.#isStopped = true;
    this.#void();
    await this.#session.stop();
    this.#begun.resolve();
  }

  #consumer(restartOnFailure: () => Promise<boolean>) {
    return this.around.client().consumer({
      groupId: this.around.groupId,
      sessionTimeout: this.around.sessionTimeoutMs,
      rebalanceTimeout: rebalanceMs,
      heartbeatInterval: heartbeatMs,
      maxWaitTimeInMs: longPollMs,
      allowAutoTopicCreation: false,
      retry: { restartOnFailure },
    });
  }

  #newWork(handler: LogHandler<T>): RecordWork<T> {
    const { maxLaneBytes } = this.around;
    return new RecordWork<T>(
      handler,
      {
        commit: (partition, next) => this.#commit(partition, next),
        deadLetter: (record, letter) =>
          this.options.passing ? Promise.resolve() : this.around.deadLetter(record, letter),
        full: (partition, isFull) => this.#session[isFull ? 'pause' : 'resume']([partition]),
      },
      {
        commitEveryMs: this.options.commitEveryMs ?? 250,
        ...(maxLaneBytes && { maxQueueBytes: maxLaneBytes }),
        onError: (error, what) => this.around.onError(error, what),
      },
    );
  }

  /** Paused before kafkajs can fetch at the committed offset: the look-up decides where to begin. */
  #joined(owned: readonly TopicPartition[]): void {
    this.#void();
    this.#session.pause(owned);
    const { readBackMs = 0 } = this.options;
    const seen = (place: TopicPartition) => this.#seen.get(nameOf(place)) ?? 0;
    void this.#lookUp(
      () => this.around.positions.locate(this.around.groupId, owned, readBackMs, seen),
      (places) => this.#begin(places),
    );
  }

  #void(): void {
    this.#generation++;
    this.#cursors.clear();
    this.#commits.drop();
    this.#work.drop();
  }

  #fail(error: Error): void {
    this.#begun.reject(error);
    this.around.onFatal(error);
    this.abandon().catch((failure: unknown) => this.around.onError(failure, 'leave'));
  }

  /** Asks until there is an answer, and uses it if no join or crash came between. */
  async #lookUp<A>(ask: () => Promise<A>, use: (answer: A) => Promise<void> | void): Promise<void> {
    const generation = this.#generation;
    const isCurrent = () => generation === this.#generation && !this.#isStopped;
    while (isCurrent()) {
      try {
        const answer = await ask();
        if (isCurrent()) await use(answer);
        return;
      } catch (error) {
        if (error instanceof LogLost) return this.#fail(error);
        this.around.onError(error, 'look up positions');
        await new Promise((resolve) => setTimeout(resolve, retryMs));
      }
    }
  }

  async #begin(places: readonly Place[]): Promise<void> {
    for (const place of places) {
      this.#cursors.set(nameOf(place), new KafkaCursor<T>(place));
      this.#session.seek(place, place.next);
    }
    const assigned = this.#work.assign(places);
    this.#session.resume(places);
    await assigned;
    this.#begun.resolve();
  }

  async #take(payload: EachBatchPayload): Promise<void> {
    const { batch } = payload;
    const cursor = this.#cursors.get(nameOf(batch));
    if (!cursor) return;
    if (!cursor.isFollowedBy(batch)) return this.#relocate(cursor);
    for (let i = 0; i < batch.messages.length; i += chunk) {
      if (i > 0) await new Promise((resolve) => setImmediate(resolve));
      if (this.#cursors.get(nameOf(batch)) !== cursor) return;
      this.#work.push(cursor.place, cursor.read(batch.messages.slice(i, i + chunk)));
    }
    cursor.next = Number(batch.lastOffset()) + 1;
    this.#seen.set(nameOf(batch), cursor.next);
    payload.resolveOffset(batch.lastOffset());
  }

  #relocate(cursor: KafkaCursor<T>): void {
    const { place } = cursor;
    this.#session.pause([place]);
    void this.#lookUp(
      () => this.around.positions.resume(place, cursor.next),
      (next) => {
        cursor.next = Math.max(next, cursor.next);
        this.#session.seek(place, cursor.next);
        this.#session.resume([place]);
      },
    );
  }

  async #commit(place: TopicPartition, next: number): Promise<void> {
    const cursor = this.#cursors.get(nameOf(place));
    if (cursor && !this.options.passing) await this.#commits.commit(cursor.commitOf(next));
  }
}

const nameOf = ({ topic, partition }: { topic: string; partition: number }): string =>
  `${topic}/${partition}`;
