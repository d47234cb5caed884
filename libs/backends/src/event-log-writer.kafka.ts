import { AppError } from '@livechat/contracts';
import type { PartitionBatch, StoredBatch } from './append-batcher.ts';
import type { RenewedClient } from './kafka-renewal.ts';
import { LogLost } from './lost-log.ts';
import type { ProduceClient } from './produce-client.kafka.ts';
import type { ProducedEntry } from './produce-request.kafka.ts';

/** Between a failed try and the next one of what it left open, ms. */
const pauseMs = 100;

/** Writes batches and believes only what a partition's own entry says (protocol.md A2). */
export class KafkaWriter {
  /** Last offset answered per partition: the next must lie above it. */
  readonly #last = new Map<string, number>();
  #lost: LogLost | undefined;

  constructor(
    readonly producer: RenewedClient<ProduceClient>,
    readonly epoch: number,
    readonly onLost: (error: LogLost) => void,
  ) {}

  async write(batches: readonly PartitionBatch[]): Promise<readonly (StoredBatch | undefined)[]> {
    // Nothing is sent to a log that is not the one we knew.
    if (this.#lost) throw new AppError('unavailable', {}, { cause: this.#lost });
    const found = new Map<string, ProducedEntry>();
    const keep = (entry: ProducedEntry) => found.set(nameOf(entry.topic, entry.partition), entry);
    try {
      await this.producer.use((producer) => producer.produce(batches, keep));
    } catch (error) {
      // What one broker stored is stored, whatever became of another's part.
      if (found.size === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
    return batches.map((batch) =>
      this.#stored(batch, found.get(nameOf(batch.topic, batch.partition))),
    );
  }

  #stored(batch: PartitionBatch, entry: ProducedEntry | undefined): StoredBatch | undefined {
    if (!entry) return undefined;
    const { topic, partition, records } = batch;
    const { baseOffset, logAppendTime } = entry;
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
    return { baseOffset, at: logAppendTime };
  }
}

const nameOf = (topic: string, partition: number): string => `${topic}/${partition}`;
