import { AppError, type RecordOf, type Topic } from '@livechat/contracts';
import type { Logger } from '@livechat/runtime';
import type { Admin } from 'kafkajs';
import { randomUUID } from 'node:crypto';
import { AppendBatcher } from './append-batcher.ts';
import { deadLetterHeaders, originOf, type DeadLetter, type OnDeadLetter } from './dead-letter.ts';
import { BrokerReach } from './kafka-reach.ts';
import { KafkaMember, type MemberSurroundings } from './event-log-member.kafka.ts';
import { KafkaPositions, type KnownEnd } from './event-log-positions.kafka.ts';
import { KafkaWriter } from './event-log-writer.kafka.ts';
import {
  EventLog,
  type Appended,
  type ConsumeOptions,
  type Consumption,
  type LogHandler,
  type LogRecord,
  type TopicPartition,
} from './event-log.ts';
import { lagEveryMs, type GroupLag } from './group-lag.ts';
import { KafkaClients, type KafkaAccess } from './kafka-client.ts';
import { RenewedClient } from './kafka-renewal.ts';
import type { ProduceClient } from './produce-client.kafka.ts';
import { deadLettersOf, ensureTopics, maxRecordBytes, type TopicOptions } from './kafka-topics.ts';

export interface KafkaLogOptions extends KafkaAccess, TopicOptions {
  /** The epoch this log has; named by the line that says the log was lost. */
  readonly epoch: number;
  readonly logger: Logger;
  /** The log was lost, or a group refuses its member: the process has to end. */
  readonly onFatal: (error: Error) => void;
  /** Offsets known to have been reached, from outside the log. */
  readonly knownEnd?: KnownEnd;
  /** Bound of appends that wait, bytes. */
  readonly maxQueueBytes?: number;
  /** Bound of one partition's records in a consumer's queue, bytes. */
  readonly maxLaneBytes?: number;
  /** After this long without a sign of life a member's partitions go to others, ms. */
  readonly sessionTimeoutMs?: number;
  readonly onAppend?: (seconds: number) => void;
  /** Told from time to time of all partitions this process reads; others it has none of. */
  readonly onLags?: (lags: readonly GroupLag[]) => void;
  readonly onBoundHit?: () => void;
  readonly onDeadLetter?: OnDeadLetter;
  readonly onError?: (error: unknown, what: string) => void;
}

const maxBuried = 10_000;
const noHeaders = {};
/** A character takes at most 3 bytes: short texts need no count. */
const isTooLarge = (text: string): boolean =>
  text.length > maxRecordBytes / 3 && Buffer.byteLength(text) > maxRecordBytes;

/** The log on Kafka (protocol.md A and B). */
export class KafkaEventLog extends EventLog {
  readonly #reach: BrokerReach;
  readonly #clients: KafkaClients;
  readonly #producer: RenewedClient<ProduceClient>;
  readonly #admin: RenewedClient<Admin>;
  readonly #positions: KafkaPositions;
  readonly #batcher: AppendBatcher;
  readonly #members = new Set<KafkaMember<Topic>>();
  readonly #lagTimer: NodeJS.Timeout;
  /** Records that are dead letters already, the newest of them. */
  readonly #buried = new Set<string>();

  private constructor(readonly options: KafkaLogOptions) {
    super();
    const { epoch, logger, knownEnd, partitions, maxQueueBytes, onBoundHit } = options;
    this.#reach = new BrokerReach(options.brokers);
    this.#reach.onChange = (isDown) => this.#reachChanged(isDown);
    const clients = (this.#clients = new KafkaClients(options, this.#reach, logger));
    this.#producer = new RenewedClient(() => clients.producer(), clients.onError);
    this.#admin = new RenewedClient(() => clients.client().admin(), clients.onError);
    this.#positions = new KafkaPositions(this.#admin, epoch, logger, knownEnd);
    const writer = new KafkaWriter(this.#producer, epoch, options.onFatal);
    this.#batcher = new AppendBatcher((batches) => writer.write(batches), {
      partitions,
      ...(maxQueueBytes && { maxBytes: maxQueueBytes }),
      ...(onBoundHit && { onBoundHit }),
    });
    const tellLags = () => this.#tellLags().catch(clients.onError);
    this.#lagTimer = setInterval(() => void tellLags(), lagEveryMs).unref();
  }

  /** Reaches a broker, waiting as long as it takes, and sees to the topics. */
  static async open(options: KafkaLogOptions): Promise<KafkaEventLog> {
    const log = new KafkaEventLog(options);
    try {
      await Promise.all([log.#admin.connect(), log.#producer.connect()]);
      await ensureTopics(log.#admin, options);
      return log;
    } catch (error) {
      await log.close();
      throw error;
    }
  }

  async append<T extends Topic>(
    topic: T,
    key: string,
    value: RecordOf<T>,
    headers: Readonly<Record<string, string>> = noHeaders,
  ): Promise<Appended> {
    const started = performance.now();
    const appended = await this.appendText(topic, key, JSON.stringify(value), headers);
    this.options.onAppend?.((performance.now() - started) / 1_000);
    return appended;
  }

  /** Appends a value as text, unchecked. */
  appendText(
    topic: string,
    key: string,
    value: string,
    headers: Readonly<Record<string, string>> = noHeaders,
  ): Promise<Appended> {
    if (this.#reach.isDown) return Promise.reject(new AppError('unavailable'));
    if (isTooLarge(value)) return Promise.reject(new AppError('too_large'));
    return this.#batcher.append(topic, { key, value, headers });
  }

  async consume<T extends Topic>(
    options: ConsumeOptions<T>,
    handler: LogHandler<T>,
  ): Promise<Consumption> {
    const around = this.#around(options);
    const member = new KafkaMember<T>(options, handler, around) as unknown as KafkaMember<Topic>;
    this.#members.add(member);
    const stop = async () => {
      await member.stop();
      this.#members.delete(member);
      if (options.passing) await this.#forget(around.groupId);
    };
    await member.start().catch(async (error: unknown) => {
      await stop();
      throw error;
    });
    return { stop };
  }

  async ends(topic: Topic): Promise<readonly number[]> {
    if (this.#reach.isDown) throw new AppError('unavailable');
    return this.#positions.ends(topic).catch((cause: unknown) => {
      throw new AppError('unavailable', {}, { cause });
    });
  }

  async close(): Promise<void> {
    await Promise.all([...this.#members].map((member) => member.stop()));
    await this.#batcher.close();
    await this.#disconnect();
  }

  /** Leaves every group at once and commits nothing, as a crash would: for a process that must end. */
  async abandon(): Promise<void> {
    await Promise.all([...this.#members].map((member) => member.abandon()));
    await this.#disconnect();
  }

  async #disconnect(): Promise<void> {
    this.#reach.close();
    clearInterval(this.#lagTimer);
    await Promise.all([this.#producer.close(), this.#admin.close()]);
  }

  #reachChanged(isDown: boolean): void {
    const { logger, brokers } = this.options;
    if (!isDown) return logger.info({ brokers }, 'Kafka can be reached again');
    logger.error({ brokers }, 'No Kafka broker can be reached');
    this.#batcher.dropUnsent();
  }

  /** A group without commits is of no use to anybody; a broker that is away drops it by itself. */
  async #forget(groupId: string): Promise<void> {
    await this.#admin
      .use((admin) => admin.deleteGroups([groupId]))
      .catch((error: unknown) => this.options.onError?.(error, `${groupId} forget`));
  }

  #around<T extends Topic>({ group, passing }: ConsumeOptions<T>): MemberSurroundings {
    const { maxLaneBytes, sessionTimeoutMs = 6_000, onError, onFatal } = this.options;
    return {
      // Offsets of one epoch mean nothing in the next: a new log is read from its beginning.
      groupId: `${group}.${passing ? randomUUID() : this.options.epoch}`,
      client: () => this.#clients.client(),
      positions: this.#positions,
      maxLaneBytes,
      sessionTimeoutMs,
      deadLetter: (record, letter) => this.#bury(record, letter),
      onError: (error, what) => onError?.(error, `${group} ${what}`),
      onFatal,
    };
  }

  async #tellLags(): Promise<void> {
    if (!this.options.onLags || this.#reach.isDown) return;
    const topics = [...new Set([...this.#members].flatMap((member) => member.options.topics))];
    const ends = new Map<string, readonly number[]>();
    for (const topic of topics) ends.set(topic, await this.#positions.ends(topic));
    const end = ({ topic, partition }: TopicPartition) => ends.get(topic)?.[partition] ?? 0;
    this.options.onLags([...this.#members].flatMap((member) => member.lags(end)));
  }

  /** Written once per record by this process, however often it comes again. */
  async #bury(record: LogRecord, letter: DeadLetter): Promise<void> {
    const { topic, key } = record;
    const origin = originOf(record);
    if (this.#buried.has(origin)) return;
    const headers = deadLetterHeaders(record, letter);
    await this.#batcher.append(deadLettersOf(topic), { key, value: letter.text, headers });
    const [oldest = ''] = this.#buried.add(origin);
    if (this.#buried.size > maxBuried) this.#buried.delete(oldest);
    this.options.onDeadLetter?.(record, letter);
  }
}
