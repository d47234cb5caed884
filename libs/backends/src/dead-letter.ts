import type { LogRecord, TopicPartition } from './event-log.ts';

/** Why records are set aside; a closed list, since it is a metric's label. */
export type DeadLetterReason =
  /** No JSON, or not of its topic's shape. */
  | 'schema'
  /** Its handler failed three times with it alone. */
  | 'handler_failed';

/** What is put into a topic's dead letters: the value as it was, why, and the error in its own words. */
export interface DeadLetter {
  readonly text: string;
  readonly reason: DeadLetterReason;
  readonly error: string;
}

/** Tells that a record was set aside. */
export type OnDeadLetter = (
  place: TopicPartition & { readonly offset: number },
  letter: Pick<DeadLetter, 'reason' | 'error'>,
) => void;

const longestError = 2_000;

/** Where a record stands, for headers and logs. */
export const originOf = ({ topic, partition, offset }: Parameters<OnDeadLetter>[0]): string =>
  `${topic}/${partition}/${offset}`;

/** The record's own headers, with reason, error and origin. */
export const deadLetterHeaders = (record: LogRecord, { reason, error }: DeadLetter) => ({
  ...record.headers,
  reason,
  error: error.slice(0, longestError),
  origin: originOf(record),
});
