import type { TopicPartition } from './event-log.ts';

/** How far a group is behind in one partition: records, and the age of the oldest of them in s. */
export interface GroupLag extends TopicPartition {
  readonly group: string;
  readonly records: number;
  readonly oldestSeconds: number;
}

/** How often an event log tells its lags. */
export const lagEveryMs = 5_000;
