import { topicNames, type Topic } from '@livechat/contracts';
import type { LogFile } from './log-file.embedded.ts';

export interface TrimOptions {
  readonly partitions: number;
  /** How long records stay, ms of append time. */
  readonly retentionMs: number;
  /** The lowest offset a member at work still needs of a partition; Infinity where none reads it. */
  readonly needed: (topic: Topic, partition: number) => number;
  readonly onError: (error: unknown) => void;
}

const passEveryMs = 10 * 60_000;
const rowsPerStep = 500;
const { setImmediate: nextTurn } = globalThis;

/**
 * Takes old records out of the embedded log, in small steps between which others have their turns.
 * What a group has not committed stays, however old, and so does the last record it has.
 */
export class LogTrim {
  readonly #timer: NodeJS.Timeout;
  #running: Promise<void> | undefined;
  #isClosed = false;

  constructor(
    readonly file: LogFile,
    readonly options: TrimOptions,
  ) {
    this.#timer = setInterval(() => void this.pass(), passEveryMs).unref();
    nextTurn(() => void this.pass());
  }

  /** One pass over all partitions; never rejects. */
  pass(): Promise<void> {
    this.#running ??= this.#pass().finally(() => (this.#running = undefined));
    return this.#running;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#timer);
    await this.#running;
  }

  async #pass(): Promise<void> {
    try {
      for (const topic of topicNames) {
        for (let partition = 0; partition < this.options.partitions; partition++) {
          await this.#trim(topic, partition, this.options.needed(topic, partition));
          await this.#trim(`${topic}.dlq`, partition, Infinity);
        }
      }
    } catch (error) {
      // Old records stay until the next pass.
      this.options.onError(error);
    }
  }

  async #trim(topic: string, partition: number, needed: number): Promise<void> {
    const before = this.file.now() - this.options.retentionMs;
    for (let taken = rowsPerStep; taken === rowsPerStep;) {
      await new Promise<void>((resolve) => nextTurn(resolve));
      if (this.#isClosed) return;
      taken = this.file.trim({ topic, partition, before, needed, limit: rowsPerStep });
    }
  }
}
