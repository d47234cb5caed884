import { topicNames, type RecordOf, type Topic } from '@livechat/contracts';
import { AppendBatcher, type PartitionBatch, type StoredBatch } from './append-batcher.ts';
import { deadLetterHeaders, type DeadLetter, type OnDeadLetter } from './dead-letter.ts';
import { answered, asOutage } from './embedded-error.ts';
import {
  EventLog,
  type Appended,
  type ConsumeOptions,
  type Consumption,
  type LogHandler,
  type LogRecord,
  type TopicPartition,
} from './event-log.ts';
import { GroupMember, type MemberSurroundings } from './event-log-member.embedded.ts';
import { lagEveryMs, type GroupLag } from './group-lag.ts';
import { LogFile } from './log-file.embedded.ts';
import { LogTrim } from './log-trim.embedded.ts';

export interface EmbeddedLogOptions {
  readonly partitions?: number;
  /** How long records stay that every group has committed, ms; for ever without it. */
  readonly retentionMs?: number;
  /** Bound of appends that wait, bytes. */
  readonly maxQueueBytes?: number;
  /** Bound of one partition's records in a consumer's queue, bytes. */
  readonly maxLaneBytes?: number;
  readonly onAppend?: (seconds: number) => void;
  /** Told from time to time of every group's lag; partitions never written to are left out. */
  readonly onLags?: (lags: readonly GroupLag[]) => void;
  readonly onBoundHit?: () => void;
  readonly onDeadLetter?: OnDeadLetter;
  readonly onError?: (error: unknown, what: string) => void;
}

/** The log on one SQLite file, with partitions, group ownership and commits as Kafka has them. */
export class EmbeddedEventLog extends EventLog {
  readonly #file: LogFile;
  readonly #partitions: number;
  readonly #batcher: AppendBatcher;
  readonly #groups = new Map<string, readonly GroupMember<Topic>[]>();
  readonly #lagTimer: NodeJS.Timeout;
  readonly #trim: LogTrim | undefined;

  constructor(
    file: string,
    readonly options: EmbeddedLogOptions = {},
  ) {
    super();
    const { partitions = 32, maxQueueBytes, onBoundHit } = options;
    this.#file = new LogFile(file);
    this.#partitions = partitions;
    this.#batcher = new AppendBatcher((batches) => this.#write(batches), {
      partitions,
      refuseUnsent: true,
      ...(maxQueueBytes && { maxBytes: maxQueueBytes }),
      ...(onBoundHit && { onBoundHit }),
    });
    this.#trim = this.#trimmed();
    this.#lagTimer = setInterval(() => this.#tellLags(), lagEveryMs).unref();
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
  appendText(
    topic: string,
    key: string,
    value: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Appended> {
    return this.#batcher.append(topic, { key, value, headers });
  }

  async consume<T extends Topic>(
    options: ConsumeOptions<T>,
    handler: LogHandler<T>,
  ): Promise<Consumption> {
    const { group } = options;
    const around = this.#around(group);
    const member = new GroupMember<Topic>(options, handler, around);
    this.#groups.set(group, [...this.#membersOf(group), member]);
    await this.#rebalance(group);
    return {
      stop: async () => {
        await member.stop();
        const left = this.#membersOf(group).filter((m) => m !== member);
        this.#groups.set(group, left);
        await this.#rebalance(group);
      },
    };
  }

  ends(topic: Topic): Promise<readonly number[]> {
    const partitions = Array.from({ length: this.#partitions }, (_, i) => i);
    return answered(() => partitions.map((partition) => this.#file.end(topic, partition)));
  }

  async close(): Promise<void> {
    clearInterval(this.#lagTimer);
    await this.#trim?.close();
    await Promise.all(this.#members.map((member) => member.stop()));
    await this.#batcher.close();
    this.#file.close();
  }

  #trimmed(): LogTrim | undefined {
    const { retentionMs, onError } = this.options;
    if (retentionMs === undefined) return undefined;
    return new LogTrim(this.#file, {
      partitions: this.#partitions,
      retentionMs,
      needed: (topic, partition) => this.#needed(topic, partition),
      onError: (error) => onError?.(asOutage(error), 'trim'),
    });
  }

  /** A group that has only just begun stands in no file yet. */
  #needed(topic: Topic, partition: number): number {
    const owned = this.#members.flatMap((member) => member.owned);
    const here = owned.filter((at) => at.topic === topic && at.partition === partition);
    return Math.min(...here.map(({ committed }) => committed));
  }

  get #members(): readonly GroupMember<Topic>[] {
    return [...this.#groups.values()].flat();
  }

  #membersOf(group: string): readonly GroupMember<Topic>[] {
    return this.#groups.get(group) ?? [];
  }

  /** Every partition of a topic to one of the members that read it, in turn. */
  async #rebalance(group: string): Promise<void> {
    const members = this.#membersOf(group);
    const shares = new Map(members.map((member) => [member, [] as TopicPartition[]]));
    for (const topic of topicNames) {
      const readers = members.filter((member) => member.options.topics.includes(topic));
      for (let partition = 0; partition < this.#partitions && readers.length > 0; partition++) {
        const owner = readers[partition % readers.length];
        if (owner) shares.get(owner)?.push({ topic, partition });
      }
    }
    await Promise.all([...shares].map(([member, share]) => member.assign(share)));
  }

  /** What a failed transaction held was rolled back: nothing of it is stored. */
  async #write(batches: readonly PartitionBatch[]): Promise<readonly StoredBatch[]> {
    try {
      const stored = this.#file.write(batches);
      queueMicrotask(() => this.#announce(batches));
      return await Promise.resolve(stored);
    } catch (error) {
      this.options.onError?.(error, 'append');
      throw asOutage(error);
    }
  }

  #announce(batches: readonly PartitionBatch[]): void {
    for (const member of this.#members) {
      for (const { topic, partition } of batches) member.appended(topic, partition);
    }
  }

  #around(group: string): MemberSurroundings {
    return {
      file: this.#file,
      maxLaneBytes: this.options.maxLaneBytes,
      deadLetter: (record, letter) => this.#bury(record, letter),
      onError: (error, what) => this.options.onError?.(error, `${group} ${what}`),
    };
  }

  async #bury(record: LogRecord, letter: DeadLetter): Promise<void> {
    const headers = deadLetterHeaders(record, letter);
    await this.appendText(`${record.topic}.dlq`, record.key, letter.text, headers);
    this.options.onDeadLetter?.(record, letter);
  }

  #tellLags(): void {
    try {
      this.options.onLags?.(this.#members.flatMap((member) => this.#lagsOf(member)));
    } catch (error) {
      this.options.onError?.(asOutage(error), 'lag');
    }
  }

  #lagsOf({ options: { group }, owned }: GroupMember<Topic>): readonly GroupLag[] {
    return owned.flatMap(({ topic, partition, committed }) => {
      const end = this.#file.end(topic, partition);
      if (end === 0) return [];
      const records = Math.max(0, end - committed);
      const [oldest] = records > 0 ? this.#file.read(topic, partition, committed, 1) : [];
      const oldestSeconds = oldest ? (this.#file.now() - oldest.at) / 1_000 : 0;
      return [{ group, topic, partition, records, oldestSeconds }];
    });
  }
}
