import { AppError, type RecordOf, type Topic } from '@livechat/contracts';
import type { Logger } from '@livechat/runtime';
import type { Admin, Producer, RecordMetadata } from 'kafkajs';
import { AppendBatcher, type PartitionBatch, type StoredBatch } from './append-batcher.ts';
import { BrokerReach } from './broker-reach.ts';
import { KafkaMember, type MemberSurroundings } from './event-log-member.kafka.ts';
import { KafkaPositions, type KnownEnd } from './event-log-positions.kafka.ts';
import {
  EventLog,
  type Appended,
  type ConsumeOptions,
  type Consumption,
  type LogHandler,
  type LogRecord,
} from './event-log.ts';
import { KafkaClients, requestTimeoutMs, type KafkaAccess } from './kafka-client.ts';
import { deadLettersOf, ensureTopics, maxRecordBytes, type TopicOptions } from './kafka-topics.ts';
import { LogLost } from './lost-log.ts';

export interface KafkaLogOptions extends KafkaAccess, TopicOptions {
  /** The epoch this log has; named by the line that says the log was lost. */
  readonly epoch: number;
  readonly logger: Logger;
  /** The log was lost, or a consumer cannot go on: the process has to end. */
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
  readonly onBoundHit?: () => void;
  readonly onDeadLetter?: (topic: string, reason: string) => void;
  readonly onError?: (error: unknown, what: string) => void;
}

/** The log on Kafka (protocol.md A and B). */
export class KafkaEventLog extends EventLog {
  readonly #reach: BrokerReach;
  readonly #clients: KafkaClients;
  readonly #producer: Producer;
  readonly #admin: Admin;
  readonly #positions: KafkaPositions;
  readonly #batcher: AppendBatcher;
  readonly #members = new Set<KafkaMember<Topic>>();
  /** Last offset answered per partition: the next must lie above it. */
  readonly #last = new Map<string, number>();
  #lost: LogLost | undefined;
  /** Records that are dead letters already, the newest of them. */
  readonly #buried = new Set<string>();
  #closed = false;

  private constructor(readonly options: KafkaLogOptions) {
    super();
    this.#reach = new BrokerReach(options.brokers);
    this.#reach.onChange = (isDown) => this.#reachChanged(isDown);
    this.#clients = new KafkaClients(options, this.#reach, options.logger);
    this.#producer = this.#clients.producer();
    this.#admin = this.#clients.client().admin();
    const { epoch, logger, knownEnd, partitions, maxQueueBytes, onBoundHit } = options;
    this.#positions = new KafkaPositions(this.#admin, epoch, logger, knownEnd);
    this.#batcher = new AppendBatcher((batches) => this.#write(batches), {
      partitions,
      ...(maxQueueBytes && { maxBytes: maxQueueBytes }),
      ...(onBoundHit && { onBoundHit }),
    });
  }

  /** Reaches a broker, waiting as long as it takes, and sees to the topics. */
  static async open(options: KafkaLogOptions): Promise<KafkaEventLog> {
    const log = new KafkaEventLog(options);
    await log.#connect();
    try {
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
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Appended> {
    const started = performance.now();
    const appended = await this.appendText(topic, key, JSON.stringify(value), headers);
    this.options.onAppend?.((performance.now() - started) / 1_000);
    return appended;
  }

  /** Appends a value as text, unchecked. */
  async appendText(
    topic: string,
    key: string,
    value: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Appended> {
    if (this.#reach.isDown) throw new AppError('unavailable');
    if (Buffer.byteLength(value) > maxRecordBytes) throw new AppError('too_large');
    return this.#batcher.append(topic, { key, value, headers });
  }

  async consume<T extends Topic>(
    options: ConsumeOptions<T>,
    handler: LogHandler<T>,
  ): Promise<Consumption> {
    const around = this.#around(options.group);
    const member = new KafkaMember<T>(options, handler, around) as unknown as KafkaMember<Topic>;
    this.#members.add(member);
    const stop = async () => {
      await member.stop();
      this.#members.delete(member);
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
    this.#closed = true;
    await Promise.all([...this.#members].map((member) => member.stop()));
    await this.#batcher.close();
    this.#reach.close();
    await Promise.all([this.#producer.disconnect(), this.#admin.disconnect()]);
  }

  /** Leaves every group at once and commits nothing, as a crash would: for a process that must end. */
  async abandon(): Promise<void> {
    this.#closed = true;
    this.#reach.close();
    await Promise.all([...this.#members].map((member) => member.abandon()));
    await Promise.all([this.#producer.disconnect(), this.#admin.disconnect()]);
  }

  async #connect(): Promise<void> {
    while (!this.#closed) {
      try {
        await this.#admin.connect();
        return await this.#producer.connect();
      } catch (error) {
        this.options.logger.warn({ err: error }, 'Kafka cannot be reached yet');
        await new Promise((resolve) => setTimeout(resolve, 1_000));
      }
    }
  }

  #reachChanged(isDown: boolean): void {
    if (isDown) {
      this.options.logger.error(
        { brokers: this.options.brokers },
        'No Kafka broker can be reached',
      );
      this.#batcher.dropUnsent();
    } else this.options.logger.info({}, 'Kafka can be reached again');
  }

  /** Answers come from each partition's own entry; one that is missing there is not known. */
  async #write(batches: readonly PartitionBatch[]): Promise<readonly (StoredBatch | undefined)[]> {
    if (this.#lost) throw this.#lost;
    if (this.#reach.isDown) throw new AppError('unavailable');
    const entries = await this.#producer.sendBatch({
      acks: -1,
      // The broker gives up before the client does, so that its answer is still heard.
      timeout: requestTimeoutMs - 500,
      topicMessages: topicMessages(batches),
    });
    const byPartition = new Map<string, RecordMetadata>();
    for (const entry of entries) {
      const name = `${entry.topicName}/${entry.partition}`;
      // A partition that was sent twice has two entries: the first stands lower, the other is its copy.
      if (!byPartition.has(name)) byPartition.set(name, entry);
    }
    return batches.map((batch) => {
      const name = `${batch.topic}/${batch.partition}`;
      return this.#stored(batch, byPartition.get(name));
    });
  }

  #stored(batch: PartitionBatch, entry: RecordMetadata | undefined): StoredBatch | undefined {
    if (entry?.baseOffset === undefined) return undefined;
    const name = `${batch.topic}/${batch.partition}`;
    const baseOffset = Number(entry.baseOffset);
    const last = this.#last.get(name) ?? -1;
    if (baseOffset <= last) {
      const { topic, partition } = batch;
      const place = { topic, partition, known: last + 1, end: baseOffset };
      this.#lost = new LogLost(place, this.options.epoch);
      this.options.onFatal(this.#lost);
      return undefined;
    }
    this.#last.set(name, baseOffset + batch.records.length - 1);
    return { baseOffset, at: Number(entry.logAppendTime) };
  }

  #around(group: string): MemberSurroundings {
    const { maxLaneBytes, sessionTimeoutMs = 8_000, onError, onFatal } = this.options;
    return {
      client: this.#clients.client(),
      positions: this.#positions,
      maxLaneBytes,
      sessionTimeoutMs,
      deadLetter: (record, text, reason) => this.#bury(record, text, reason),
      onError: (error, what) => onError?.(error, `${group} ${what}`),
      onFatal,
    };
  }

  /** Written once per record by this process, however often it comes again. */
  async #bury(record: LogRecord, text: string, reason: string): Promise<void> {
    const { topic, partition, offset, key, headers } = record;
    const origin = `${topic}/${partition}/${offset}`;
    if (this.#buried.has(origin)) return;
    const marked = { ...headers, reason: reason.slice(0, 500), origin };
    await this.#batcher.append(deadLettersOf(topic), { key, value: text, headers: marked });
    this.#buried.add(origin);
    if (this.#buried.size > 10_000) this.#buried.delete(this.#buried.values().next().value ?? '');
    this.options.onDeadLetter?.(topic, reason);
  }
}

function topicMessages(batches: readonly PartitionBatch[]) {
  const topics = new Map<string, { topic: string; messages: PartitionMessage[] }>();
  for (const { topic, partition, records } of batches) {
    let entry = topics.get(topic);
    if (!entry) topics.set(topic, (entry = { topic, messages: [] }));
    for (const { key, value, headers } of records) {
      entry.messages.push({ key, value, headers, partition });
    }
  }
  return [...topics.values()];
}

interface PartitionMessage {
  readonly key: string;
  readonly value: string;
  readonly headers: Record<string, string>;
  readonly partition: number;
}
