import type { RecordOf, Topic } from '@livechat/contracts';

/** Where an appended record came to stand; `at` is its append time, ms since 1970. */
export interface Appended {
  readonly partition: number;
  readonly offset: number;
  readonly at: number;
}

/** One partition of a topic. */
export interface TopicPartition {
  readonly topic: Topic;
  readonly partition: number;
}

/** A partition a member owns, and where its group goes on in it. */
export interface OwnedPartition extends TopicPartition {
  readonly committed: number;
}

/** A record as a consumer sees it; `value` has passed the topic's schema. */
export interface LogRecord<T extends Topic = Topic> extends TopicPartition {
  readonly topic: T;
  readonly offset: number;
  readonly at: number;
  readonly key: string;
  readonly value: RecordOf<T>;
  readonly headers: Readonly<Record<string, string>>;
  /** Read back at a join, up to the committed offset: fills memory, causes no output. */
  readonly replayed: boolean;
}

/** What a consumer group does with its records. */
export interface LogHandler<T extends Topic = Topic> {
  /**
   * This member now owns exactly these partitions: what it remembered of any partition is void,
   * since each starts again at its committed offset less the read-back.
   */
  assigned?(partitions: readonly OwnedPartition[]): Promise<void> | void;
  /**
   * Records of one stream (key) of one partition, oldest first, all replayed or none.
   * Never two calls at once for one stream; calls for different streams overlap. Resolves once
   * the effect is durable, or remembered and made durable by `beforeCommit`.
   */
  handle(records: readonly LogRecord<T>[]): Promise<void>;
  /** Every record below `next` was handled; `next` is committed once this resolves. */
  beforeCommit?(partition: TopicPartition, next: number): Promise<void>;
}

export interface ConsumeOptions<T extends Topic> {
  readonly group: string;
  readonly topics: readonly T[];
  /** How far behind the committed offset to read again at each join, ms of append time. */
  readonly readBackMs?: number;
  /** Least time between two commits of a partition, ms (default 250). */
  readonly commitEveryMs?: number;
  /**
   * Reads all the log still holds and leaves nothing behind: `beforeCommit` tells how far it came,
   * but nothing is committed, no record becomes a dead letter, and no group stays.
   */
  readonly passing?: boolean;
}

/** One member of a consumer group at work. */
export interface Consumption {
  /** Stops fetching, finishes what is in hand, commits and leaves the group. */
  stop(): Promise<void>;
}

/**
 * Durable, ordered per key, at least once per group.
 *
 * An error of code `unavailable` from a handler is an outage, and so is an append of its own that
 * was not answered (`internal`): it is waited out without end and counts as no try. Any other error is tried 3 times; then the record goes to the topic's dead
 * letters, once. A record that does not fit its topic's schema goes there at once.
 */
export abstract class EventLog {
  /**
   * Resolves when the record is durable; records of one key keep the order of the calls.
   * Rejects with `unavailable` when the record was certainly not stored or could not be queued;
   * with `internal` when it was sent and no answer came within 10 s: it may still appear.
   */
  abstract append<T extends Topic>(
    topic: T,
    key: string,
    value: RecordOf<T>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Appended>;

  /** Joins the group and hands its records to the handler; a slow stream delays no other partition. */
  abstract consume<T extends Topic>(
    options: ConsumeOptions<T>,
    handler: LogHandler<T>,
  ): Promise<Consumption>;

  /** The next offset of each partition of a topic. */
  abstract ends(topic: Topic): Promise<readonly number[]>;

  /** Leaves every group and finishes every append under way. */
  abstract close(): Promise<void>;
}
