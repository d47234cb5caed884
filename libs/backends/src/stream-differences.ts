import type { LoggedEvent } from './logged-event.ts';

/** In what log, archive and analysis can differ; a closed list. */
export type DifferenceKind =
  | 'missing in the archive'
  | 'archived, but not in the log'
  | 'archived, though void'
  | 'different id'
  | 'different author'
  | 'different text'
  | 'different content'
  | 'different time'
  | 'hidden, though not removed'
  | 'shown, though removed'
  | 'text kept after its erasure'
  | 'wrong prev'
  | 'wrong ordinals'
  | 'missing label'
  | 'label without a message'
  | 'wrong totals';

export interface Difference {
  readonly kind: DifferenceKind;
  readonly streamId: string;
  readonly offset?: number;
  /** What is there and what should be, without texts. */
  readonly detail?: string;
}

/** What was counted of one stream between two offsets. */
export interface StreamSums {
  readonly streamId: string;
  /** Records in the log. */
  readonly accepted: number;
  readonly void: number;
  readonly archived: number;
  /** Messages among the records that are not void. */
  readonly messages: number;
  readonly labels: number;
}

/** Part of a stream to be compared: [from, end) of its partition, all of the stream if `whole`. */
export interface JudgedStream {
  readonly streamId: string;
  readonly partition: number;
  readonly from: number;
  readonly end: number;
  readonly whole: boolean;
  readonly epoch: number;
  /** Grows while the log is read on. */
  readonly logged: readonly LoggedEvent[];
}
