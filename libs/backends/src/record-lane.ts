import type { Topic } from '@livechat/contracts';
import type { LogRecord, TopicPartition } from './event-log.ts';

/** A record with the bytes it holds in the queue. */
export interface QueuedRecord<T extends Topic> {
  readonly record: LogRecord<T>;
  readonly bytes: number;
  /** The value's text where it does not fit the topic's schema: a dead letter in its turn. */
  readonly unfit?: string;
}

/** Records of one stream in one call, at most. */
const maxHandled = 500;

/** The queue of one partition. */
export interface Lane<T extends Topic> {
  readonly partition: TopicPartition;
  readonly timer: NodeJS.Timeout;
  readonly waiting: Map<string, QueuedRecord<T>[]>;
  readonly working: Set<string>;
  /** Offsets pushed and not finished, ascending; finished ones behind the first wait in `done`. */
  readonly unfinished: number[];
  readonly done: Set<number>;
  bytes: number;
  next: number | undefined;
  committed: number;
  committing: Promise<void> | undefined;
  full: boolean;
  closed: boolean;
}

export const emptyLane = <T extends Topic>() => ({
  waiting: new Map<string, QueuedRecord<T>[]>(),
  working: new Set<string>(),
  unfinished: [] as number[],
  done: new Set<number>(),
  bytes: 0,
  next: undefined,
  committing: undefined,
  full: false,
  closed: false,
});

export const recordsOf = <T extends Topic>(batch: readonly QueuedRecord<T>[]) =>
  batch.map((queued) => queued.record);

/** The next records of a stream for one call: all replayed or none; an unfit one stands alone. */
export function takeBatch<T extends Topic>(lane: Lane<T>, key: string): readonly QueuedRecord<T>[] {
  const waiting = lane.waiting.get(key) ?? [];
  const [first] = waiting;
  if (!first) return [];
  const end = waiting.findIndex(
    ({ record, unfit }, i) =>
      record.replayed !== first.record.replayed || (i > 0 && (unfit ?? first.unfit) !== undefined),
  );
  const length = Math.min(end === -1 ? waiting.length : end, maxHandled);
  const batch = waiting.splice(0, length);
  if (waiting.length === 0) lane.waiting.delete(key);
  return batch;
}

export const laneName = ({ topic, partition }: TopicPartition): string => `${topic}/${partition}`;
