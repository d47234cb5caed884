import type { TopicPartitionOffsetAndMetadata } from 'kafkajs';

type SendCommits = (offsets: TopicPartitionOffsetAndMetadata[]) => Promise<void>;

const gatherMs = 10;

/** Gathers the commits of a member's partitions for a moment and sends them as one request. */
export class KafkaCommits {
  #waiting: TopicPartitionOffsetAndMetadata[] = [];
  #sending: Promise<void> | undefined;

  constructor(readonly send: SendCommits) {}

  /** Resolves once the broker has it; a commit dropped meanwhile resolves too. */
  commit(offset: TopicPartitionOffsetAndMetadata): Promise<void> {
    this.#waiting.push(offset);
    this.#sending ??= this.#flush();
    return this.#sending;
  }

  /** Forgets what was not sent: the member no longer owns those partitions. */
  drop(): void {
    this.#waiting = [];
  }

  async #flush(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, gatherMs));
    const offsets = this.#waiting;
    this.#waiting = [];
    this.#sending = undefined;
    if (offsets.length > 0) await this.send(offsets);
  }
}
