import type { Topic } from '@livechat/contracts';
import type { Batch, KafkaMessage } from 'kafkajs';
import { commitMark, type Place } from './event-log-positions.kafka.ts';
import type { TopicPartition } from './event-log.ts';
import { queuedRecord, type FetchedRecord } from './fetched-record.ts';
import type { QueuedRecord } from './record-lane.ts';

/** kafkajs has it, its types do not: the offset that was asked for. */
type FetchedBatch = Batch & { readonly fetchedOffset?: string };

/** Where a member stands in one partition, from a join to the next. */
export class KafkaCursor<T extends Topic> {
  readonly place: TopicPartition & { readonly topic: T };
  readonly committed: number;
  /** The offset that must come next. */
  next: number;
  /** First offset of a batch that did not follow: asked about once, then taken as the log's own hole. */
  #gap: number | undefined;
  /** Append times by offset, at most one a second, from the last commit on. */
  #marks: FetchedRecord[] = [];

  constructor({ topic, partition, committed, next }: Place) {
    this.place = { topic: topic as T, partition };
    this.committed = committed;
    this.next = next;
  }

  /**
   * Whether a batch goes on where the last one ended. One that does not is stale, or the log is
   * not the one we knew (kafkajs begins anew, silently, where an offset is out of range).
   */
  isFollowedBy(batch: FetchedBatch): boolean {
    const first = Number(batch.messages[0]?.offset);
    const asked = Number(batch.fetchedOffset ?? first);
    if (asked === this.next || first === this.next) return true;
    if (first > this.next && first === this.#gap) return true;
    this.#gap = first;
    return false;
  }

  /** The messages of a batch, read and ready for the work. */
  read(messages: readonly KafkaMessage[]): readonly QueuedRecord<T>[] {
    return messages.map((message) => {
      const record = fetched(message);
      const last = this.#marks.at(-1);
      if (!last || record.at >= last.at + 1_000) this.#marks.push(record);
      return queuedRecord(this.place, record, this.committed);
    });
  }

  /** Append time of the record at an offset, to the second; undefined while none is fetched. */
  timeNear(offset: number): number | undefined {
    const mark = this.#marks.findLast((m) => m.offset <= offset) ?? this.#marks[0];
    return mark?.at;
  }

  /** What to commit, with the append time of the last record below `next`, to the second. */
  commitOf(next: number) {
    const below = this.#marks.findLastIndex(({ offset }) => offset < next);
    const mark = this.#marks[below];
    this.#marks = this.#marks.slice(Math.max(below, 0));
    const metadata = mark ? commitMark(mark.at) : null;
    return { ...this.place, offset: `${next}`, metadata };
  }
}

const fetched = ({ offset, timestamp, key, value, headers }: KafkaMessage): FetchedRecord => ({
  offset: Number(offset),
  at: Number(timestamp),
  key: key?.toString() ?? '',
  text: value?.toString() ?? '',
  headers: Object.fromEntries(
    Object.entries(headers ?? {}).map(([name, text]) => [name, String(text)]),
  ),
});
