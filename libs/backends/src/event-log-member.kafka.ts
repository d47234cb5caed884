import type { Topic } from '@livechat/contracts';
import type {
  Batch,
  Consumer,
  ConsumerCrashEvent,
  ConsumerGroupJoinEvent,
  EachBatchPayload,
  Kafka,
  KafkaMessage,
} from 'kafkajs';
import { KafkaCommits } from './event-log-commits.kafka.ts';
import { commitMark, type KafkaPositions, type Place } from './event-log-positions.kafka.ts';
import type { ConsumeOptions, LogHandler, LogRecord, TopicPartition } from './event-log.ts';
import { queuedRecord } from './fetched-record.ts';
import { LogLost } from './lost-log.ts';
import { RecordWork } from './record-work.ts';

/** What a member needs of the log it belongs to. */
export interface MemberSurroundings {
  readonly client: Kafka;
  readonly positions: KafkaPositions;
  readonly maxLaneBytes: number | undefined;
  readonly sessionTimeoutMs: number;
  deadLetter(record: LogRecord, text: string, reason: string): Promise<void>;
  onError(error: unknown, what: string): void;
  /** The member cannot go on and will not come back by itself. */
  onFatal(error: Error): void;
}

interface Cursor<T extends Topic> {
  readonly place: TopicPartition & { readonly topic: T };
  readonly committed: number;
  /** The offset that must come next. */
  next: number;
  /** First offset of a batch that did not follow; asked about once, then taken as the log's own hole. */
  gap: number | undefined;
  /** Append times by offset, at most one a second, from the last commit on. */
  marks: { readonly offset: number; readonly at: number }[];
}

/** kafkajs has it, its types do not: the offset that was asked for. */
type FetchedBatch = Batch & { readonly fetchedOffset?: string };

const heartbeatMs = 1_000;
const rebalanceMs = 10_000;
const longPollMs = 250;
/** Records taken in one turn of the event loop. */
const chunk = 200;
const retryMs = 300;
const leaveLimitMs = 15_000;

/**
 * One member of a consumer group. `eachBatch` only hands over to the work; on every join all
 * queues are dropped, and each partition stays paused until it is known where to begin in it.
 */
export class KafkaMember<T extends Topic> {
  readonly #consumer: Consumer;
  readonly #work: RecordWork<T>;
  readonly #commits: KafkaCommits;
  readonly #begun = deferred();
  /** Resolves when kafkajs has a running member, which only then can be stopped. */
  #started = deferred();
  #cursors = new Map<string, Cursor<T>>();
  /** The next offset this process has reached, over all joins. */
  readonly #seen = new Map<string, number>();
  /** Rises with every join and every crash: what began before it is void. */
  #generation = 0;
  #stopped = false;

  constructor(
    readonly options: ConsumeOptions<T>,
    handler: LogHandler<T>,
    readonly around: MemberSurroundings,
  ) {
    this.#consumer = around.client.consumer({
      groupId: options.group,
      sessionTimeout: around.sessionTimeoutMs,
      rebalanceTimeout: rebalanceMs,
      heartbeatInterval: heartbeatMs,
      maxWaitTimeInMs: longPollMs,
      allowAutoTopicCreation: false,
      retry: { restartOnFailure: () => Promise.resolve(!this.#stopped) },
    });
    this.#commits = new KafkaCommits((offsets) => this.#consumer.commitOffsets(offsets));
    this.#work = new RecordWork<T>(
      handler,
      {
        commit: (partition, next) => this.#commit(partition, next),
        deadLetter: (record, text, reason) => around.deadLetter(record, text, reason),
        full: (partition, isFull) =>
          isFull ? this.#pause([partition]) : this.#resume([partition]),
      },
      {
        commitEveryMs: options.commitEveryMs ?? 250,
        ...(around.maxLaneBytes && { maxQueueBytes: around.maxLaneBytes }),
        onError: (error, what) => around.onError(error, what),
      },
    );
    this.#consumer.on('consumer.group_join', (event) => this.#joined(event));
    this.#consumer.on('consumer.crash', (event) => this.#crashed(event));
  }

  /** Joins; resolves when the first assignment is known to the handler. Waits for a broker. */
  async start(): Promise<void> {
    const topics = [...this.options.topics];
    while (!this.#stopped) {
      try {
        await this.#consumer.connect();
        await this.#consumer.subscribe({ topics, fromBeginning: true });
        break;
      } catch (error) {
        this.around.onError(error, 'connect');
        await after(retryMs);
      }
    }
    if (this.#stopped) return;
    await this.#consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: (payload) => this.#take(payload),
    });
    await this.#begun.promise;
  }

  /** Finishes what is in hand, commits it and leaves. */
  async stop(): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#pause([...this.#cursors.values()].map(({ place }) => place));
    await this.#work.stop();
    await this.#leave();
  }

  /** Leaves at once: nothing more is handled or committed. */
  async abandon(): Promise<void> {
    this.#stopped = true;
    this.#void();
    await this.#leave();
  }

  async #leave(): Promise<void> {
    await Promise.race([this.#started.promise, after(leaveLimitMs)]);
    await this.#consumer.disconnect();
    this.#begun.resolve();
  }

  /** Paused before kafkajs can fetch at the committed offset: the look-up decides where to begin. */
  #joined({ payload: { memberAssignment } }: ConsumerGroupJoinEvent): void {
    this.#void();
    setImmediate(() => this.#started.resolve());
    const owned = Object.entries(memberAssignment).flatMap(([topic, partitions]) =>
      partitions.map((partition) => ({ topic: topic as T, partition })),
    );
    this.#pause(owned);
    void this.#place(this.#generation, owned);
  }

  #crashed({ payload: { error, restart } }: ConsumerCrashEvent): void {
    this.#void();
    if (restart) this.#started = deferred();
    else this.#started.resolve();
    if (restart || this.#stopped) this.around.onError(error, 'consume');
    else this.#fail(error);
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

  async #place(generation: number, owned: readonly TopicPartition[]): Promise<void> {
    const { group, readBackMs = 0 } = this.options;
    const seen = (place: TopicPartition) => this.#seen.get(nameOf(place)) ?? 0;
    while (generation === this.#generation && !this.#stopped) {
      try {
        const places = await this.around.positions.locate(group, owned, readBackMs, seen);
        if (generation === this.#generation) await this.#begin(places);
        return;
      } catch (error) {
        if (error instanceof LogLost) return this.#fail(error);
        this.around.onError(error, 'look up positions');
        await after(retryMs);
      }
    }
  }

  async #begin(places: readonly Place[]): Promise<void> {
    const fresh = { gap: undefined, marks: [] };
    for (const { topic, partition, committed, next } of places) {
      const place = { topic: topic as T, partition };
      this.#cursors.set(nameOf(place), { ...fresh, place, committed, next, marks: [] });
      this.#consumer.seek({ topic, partition, offset: `${next}` });
    }
    const assigned = this.#work.assign(places);
    this.#resume(places);
    await assigned;
    this.#begun.resolve();
  }

  async #take({ batch, resolveOffset }: EachBatchPayload): Promise<void> {
    const cursor = this.#cursors.get(nameOf(batch));
    if (!cursor || !this.#follows(cursor, batch)) return;
    for (let i = 0; i < batch.messages.length; i += chunk) {
      if (i > 0) await new Promise((resolve) => setImmediate(resolve));
      if (this.#cursors.get(nameOf(batch)) !== cursor) return;
      this.#push(cursor, batch.messages.slice(i, i + chunk));
    }
    cursor.next = Number(batch.lastOffset()) + 1;
    this.#seen.set(nameOf(batch), cursor.next);
    resolveOffset(batch.lastOffset());
  }

  /** A batch that does not go on where the last one ended is stale, or the log is not the one we knew. */
  #follows(cursor: Cursor<T>, batch: FetchedBatch): boolean {
    const first = Number(batch.messages[0]?.offset ?? -1);
    const asked = Number(batch.fetchedOffset ?? first);
    if (asked === cursor.next || first === cursor.next) return true;
    if (first > cursor.next && first === cursor.gap) return true;
    cursor.gap = first;
    this.#pause([cursor.place]);
    void this.#relocate(cursor, this.#generation);
    return false;
  }

  async #relocate(cursor: Cursor<T>, generation: number): Promise<void> {
    const { place } = cursor;
    while (generation === this.#generation && !this.#stopped) {
      try {
        const next = await this.around.positions.resume(place, cursor.next);
        if (generation !== this.#generation) return;
        cursor.next = Math.max(next, cursor.next);
        this.#consumer.seek({ ...place, offset: `${cursor.next}` });
        return this.#resume([place]);
      } catch (error) {
        if (error instanceof LogLost) return this.#fail(error);
        this.around.onError(error, 'look up positions');
        await after(retryMs);
      }
    }
  }

  #push({ place, committed, marks }: Cursor<T>, messages: readonly KafkaMessage[]): void {
    const queued = messages.map((message) => {
      const record = fetched(message);
      const last = marks.at(-1);
      if (!last || record.at >= last.at + 1_000) marks.push(record);
      return queuedRecord(place, record, committed);
    });
    this.#work.push(place, queued);
  }

  async #commit(place: TopicPartition, next: number): Promise<void> {
    const cursor = this.#cursors.get(nameOf(place));
    if (!cursor) return;
    const below = cursor.marks.findLastIndex(({ offset }) => offset < next);
    const mark = cursor.marks[below];
    cursor.marks = cursor.marks.slice(Math.max(below, 0));
    const metadata = mark ? commitMark(mark.at) : null;
    await this.#commits.commit({ ...place, offset: `${next}`, metadata });
  }

  #pause(places: readonly TopicPartition[]): void {
    this.#whileJoined(() => this.#consumer.pause(byTopic(places)));
  }

  #resume(places: readonly TopicPartition[]): void {
    this.#whileJoined(() => this.#consumer.resume(byTopic(places)));
  }

  /** Between a crash and the next join kafkajs has no group to pause; that join begins anew anyway. */
  #whileJoined(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.around.onError(error, 'pause or resume');
    }
  }
}

const nameOf = ({ topic, partition }: { topic: string; partition: number }): string =>
  `${topic}/${partition}`;

const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function byTopic(places: readonly TopicPartition[]): { topic: string; partitions: number[] }[] {
  const names = [...new Set(places.map(({ topic }) => topic))];
  return names.map((topic) => ({
    topic,
    partitions: places.filter((p) => p.topic === topic).map(({ partition }) => partition),
  }));
}

const fetched = ({ offset, timestamp, key, value, headers }: KafkaMessage) => ({
  offset: Number(offset),
  at: Number(timestamp),
  key: key?.toString() ?? '',
  text: value?.toString() ?? '',
  headers: Object.fromEntries(
    Object.entries(headers ?? {}).map(([name, text]) => [name, String(text)]),
  ),
});

interface Deferred {
  readonly promise: Promise<void>;
  resolve(): void;
  reject(error: Error): void;
}

/** A promise settled from outside; a rejection nobody waits for is no failure of the process. */
function deferred(): Deferred {
  let settle: Pick<Deferred, 'resolve' | 'reject'> | undefined;
  const promise = new Promise<void>((resolve, reject) => (settle = { resolve, reject }));
  promise.catch(() => {});
  return { promise, resolve: () => settle?.resolve(), reject: (e) => settle?.reject(e) };
}
