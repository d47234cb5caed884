import { AppError } from '@livechat/contracts';
import type { Producer, RecordMetadata } from 'kafkajs';
import type { PartitionBatch, StoredBatch } from './append-batcher.ts';
import { requestTimeoutMs } from './kafka-client.ts';
import type { RenewedClient } from './kafka-renewal.ts';
import { LogLost } from './lost-log.ts';

/** Writes batches with kafkajs and believes only what a partition's own entry says (protocol.md A2). */
export class KafkaWriter {
  /** Last offset answered per partition: the next must lie above it. */
  readonly #last = new Map<string, number>();
  #lost: LogLost | undefined;

  constructor(
    readonly producer: RenewedClient<Producer>,
    readonly epoch: number,
    readonly onLost: (error: LogLost) => void,
  ) {}

  async write(batches: readonly PartitionBatch[]): Promise<readonly (StoredBatch | undefined)[]> {
    // Nothing is sent to a log that is not the one we knew.
    if (this.#lost) throw new AppError('unavailable', {}, { cause: this.#lost });
    const entries = await this.producer.use((producer) =>
      producer.sendBatch({
        acks: -1,
        // The broker gives up before the client does, so that its answer is still heard.
        timeout: requestTimeoutMs - 500,
        topicMessages: topicMessages(batches),
      }),
    );
    const found = firstEntries(entries);
    return batches.map((batch) =>
      this.#stored(batch, found.get(nameOf(batch.topic, batch.partition))),
    );
  }

  #stored(batch: PartitionBatch, entry: RecordMetadata | undefined): StoredBatch | undefined {
    if (entry?.baseOffset === undefined) return undefined;
    const { topic, partition, records } = batch;
    const baseOffset = Number(entry.baseOffset);
    const last = this.#last.get(nameOf(topic, partition)) ?? -1;
    if (baseOffset <= last) {
      this.#lost ??= new LogLost(
        { topic, partition, known: last + 1, end: baseOffset },
        this.epoch,
      );
      this.onLost(this.#lost);
      return undefined;
    }
    this.#last.set(nameOf(topic, partition), baseOffset + records.length - 1);
    return { baseOffset, at: Number(entry.logAppendTime) };
  }
}

const nameOf = (topic: string, partition: number): string => `${topic}/${partition}`;

/** A partition that was sent twice has two entries: the first stands lower, the other is its copy. */
function firstEntries(entries: readonly RecordMetadata[]): ReadonlyMap<string, RecordMetadata> {
  const found = new Map<string, RecordMetadata>();
  for (const entry of entries) {
    const name = nameOf(entry.topicName, entry.partition);
    if (!found.has(name)) found.set(name, entry);
  }
  return found;
}

interface PartitionMessage {
  readonly key: string;
  readonly value: string;
  readonly headers: Record<string, string>;
  readonly partition: number;
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
