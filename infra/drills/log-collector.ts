import type { LogHandler, LogRecord, TopicPartition } from '@livechat/backends';
import { expect } from 'vitest';
import { acksOf, type Told } from './log-senders.ts';

type Records = readonly LogRecord<'raw-chats'>[];

/** A consumer's handler that gathers what it is handed; `hook` may wait or fail before. */
export class LogCollector implements LogHandler<'raw-chats'> {
  readonly seen: LogRecord<'raw-chats'>[] = [];
  readonly assignments: (readonly TopicPartition[])[] = [];
  hook: (records: Records) => Promise<void> = () => Promise.resolve();

  assigned(owned: readonly TopicPartition[]): void {
    this.assignments.push(owned);
  }

  async handle(records: Records): Promise<void> {
    await this.hook(records);
    this.seen.push(...records);
  }

  /** Fails while an acked record has not been seen. */
  expectEveryAck(told: readonly Told[]): void {
    const ids = new Set(this.seen.map(({ value }) => value.id));
    expect(acksOf(told).filter(({ id }) => !ids.has(id))).toEqual([]);
  }

  /** Offsets of each stream in the order they were first seen. */
  firsts(): readonly (readonly number[])[] {
    const streams = new Map<string, Set<number>>();
    for (const { key, offset } of this.seen) {
      streams.set(key, (streams.get(key) ?? new Set()).add(offset));
    }
    return [...streams.values()].map((offsets) => [...offsets]);
  }
}
