import type {
  AnalysisFrame,
  Bucket,
  Label,
  LogEvent,
  Moment,
  Question,
  Summary,
} from '@livechat/contracts';

/** What the history keeps, by kind. */
export interface HistoryKinds {
  /** All non-void log events. Ordinal n is the stream's n-th, from 0. */
  event: LogEvent;
  label: Label;
  /** 10 s pieces; keyed by their begin. */
  bucket: Bucket;
  /** The newest frame of a stream, one row of id `newest`. */
  analysis: AnalysisFrame;
  summary: Summary;
  moment: Moment;
  question: Question;
}

export type HistoryKind = keyof HistoryKinds;

/**
 * One row to write. `key` orders rows within a kind: the offset of an event or label, the begin
 * (ms) of a bucket, the `upTo` of an analysis or summary, the `peakAt` of a moment, the first offset of a
 * question. `version` decides between two rows of one (kind, id): the higher stays; of two equal
 * ones the first.
 */
export interface HistoryRecord<K extends HistoryKind = HistoryKind> {
  readonly kind: K;
  readonly streamId: string;
  readonly epoch: number;
  readonly key: number;
  /** Identity within (stream, epoch, kind); default: the key. */
  readonly id?: string;
  readonly version: number;
  /** Only for events: their number in the stream. */
  readonly ordinal?: number;
  readonly value: HistoryKinds[K];
}

/** A stretch of a stream's rows by key, bounds exclusive; `newest` takes from the upper end. */
export interface HistoryRange {
  readonly streamId: string;
  readonly epoch: number;
  readonly before?: number;
  readonly after?: number;
  readonly limit: number;
  /** Take from the upper end of the range; the answer is ascending all the same. */
  readonly newest?: boolean;
}

/**
 * The archive of every stream: idempotent by position, pages before and after a position, with
 * analyses, summaries and moments beside the messages. A removed message is left out of pages of
 * events and of `find` until it is restored; its label and the event of its removal stay.
 */
export abstract class ChatHistory {
  /** Durable once resolved; writing the same rows again changes nothing. */
  abstract write(records: readonly HistoryRecord[]): Promise<void>;

  /** At most `limit` rows of the range, ascending by key. */
  abstract page<K extends HistoryKind>(
    kind: K,
    range: HistoryRange,
  ): Promise<readonly HistoryKinds[K][]>;

  /** The event at an offset, unless it is void, or (without `evenRemoved`) removed. */
  abstract find(
    streamId: string,
    epoch: number,
    offset: number,
    evenRemoved?: boolean,
  ): Promise<LogEvent | undefined>;

  /** The epochs in which the stream has events, newest first. */
  abstract epochs(streamId: string): Promise<readonly number[]>;

  /** Blanks the texts of an author in every stream he wrote in, and answers those streams. */
  abstract erase(authorId: string): Promise<readonly string[]>;

  abstract close(): Promise<void>;
}
