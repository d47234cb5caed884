import { topics, type Topic } from '@livechat/contracts';
import type { LogRecord, TopicPartition } from './event-log.ts';
import type { QueuedRecord } from './record-lane.ts';

/** A record as it came from the log, not yet looked into. */
export interface FetchedRecord {
  readonly offset: number;
  readonly at: number;
  readonly key: string;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A fetched record for the work: read by its topic's schema, or marked unfit with its text. */
export function queuedRecord<T extends Topic>(
  { topic, partition }: TopicPartition & { readonly topic: T },
  { offset, at, key, text, headers }: FetchedRecord,
  committed: number,
): QueuedRecord<T> {
  const value = valueOf(topic, text);
  const replayed = offset < committed;
  const record = { topic, partition, offset, at, key, value, headers, replayed } as LogRecord<T>;
  const bytes = text.length;
  return value === undefined ? { record, bytes, unfit: text } : { record, bytes };
}

function valueOf(topic: Topic, text: string): unknown {
  try {
    return topics[topic].safeParse(JSON.parse(text)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
