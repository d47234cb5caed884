import type { RecordOf, Topic } from '@livechat/contracts';

/** A record on its way to the log. */
export interface Outgoing<T extends Topic = Topic> {
  readonly topic: T;
  readonly value: RecordOf<T>;
  /** Append time of the oldest message it tells of. */
  readonly since: number;
  /** Traces of the messages it is about, where they are followed. */
  readonly traces?: string;
}

const batchSize = 100;

/**
 * What one stream has to say, in order: a record leaves only once it is durable. A failed append
 * leaves it and those behind it waiting for the next try; some are then written twice, which
 * readers void.
 */
export class Outlet {
  private waiting: Outgoing[] = [];
  private sending: Promise<void> | undefined;

  constructor(private readonly append: (record: Outgoing) => Promise<unknown>) {}

  get size(): number {
    return this.waiting.length;
  }

  put(record: Outgoing): void {
    this.waiting.push(record);
  }

  /** Resolves when all that waits is durable, also what was put meanwhile. */
  send(): Promise<void> {
    this.sending ??= this.sendAll().finally(() => (this.sending = undefined));
    return this.sending;
  }

  private async sendAll(): Promise<void> {
    while (this.waiting.length > 0) {
      const batch = this.waiting.slice(0, batchSize);
      const results = await Promise.allSettled(batch.map((record) => this.append(record)));
      const failed = results.findIndex(({ status }) => status === 'rejected');
      this.waiting.splice(0, failed === -1 ? batch.length : failed);
      const failure = results[failed];
      if (failure?.status === 'rejected') throw failure.reason;
    }
  }
}
