import type { Topic } from '@livechat/contracts';
import type { Logger } from '@livechat/runtime';
import type { Admin } from 'kafkajs';
import type { TopicPartition } from './event-log.ts';
import type { RenewedClient } from './kafka-renewal.ts';
import { LogLost } from './lost-log.ts';

/** Where a member begins in a partition. */
export interface Place extends TopicPartition {
  /** The group's committed offset: records below it are replayed. */
  readonly committed: number;
  /** The first offset to fetch: `committed` less the read-back. */
  readonly next: number;
}

/** The highest offset known to have been reached in a partition, from elsewhere; for the check. */
export type KnownEnd = (place: TopicPartition) => Promise<number | undefined>;

interface Bounds {
  readonly low: number;
  readonly high: number;
}

interface Committed {
  readonly offset: number;
  /** Append time of the last record below `offset`, where the commit says so. */
  readonly at: number | undefined;
}

const neverCommitted = -1;
/**
 * kafkajs commits this where it met an offset out of range. With old records gone by age the log
 * no longer begins at 0; where it does, it is a new one.
 */
const resetByClient = -2;
const confirmations = 2;
const confirmAfterMs = 1_000;

/** Looks up where a group stands in the log. Rejects with LogLost when the log is too short. */
export class KafkaPositions {
  constructor(
    readonly admin: RenewedClient<Admin>,
    readonly epoch: number,
    readonly logger: Logger,
    readonly knownEnd: KnownEnd = () => Promise.resolve(undefined),
  ) {}

  /** The next offset of each partition of a topic. */
  async ends(topic: Topic): Promise<readonly number[]> {
    const bounds = await this.#bounds(topic);
    return [...bounds.keys()].sort((a, b) => a - b).map((p) => bounds.get(p)?.high ?? 0);
  }

  /** Places of a group in the partitions it was given; `seen` is what this process has reached. */
  async locate(
    group: string,
    owned: readonly TopicPartition[],
    readBackMs: number,
    seen: (place: TopicPartition) => number,
  ): Promise<readonly Place[]> {
    const names = [...new Set(owned.map(({ topic }) => topic))];
    const places = await Promise.all(
      names.map(async (topic) => {
        const mine = owned.filter((place) => place.topic === topic);
        const [bounds, committed] = await Promise.all([
          this.#bounds(topic),
          this.#committed(group, topic),
        ]);
        for (const place of mine) {
          const mark = committed.get(place.partition);
          const found = bounds.get(place.partition);
          if (mark?.offset === resetByClient && found?.low === 0) {
            throw new LogLost({ ...place, end: found.high }, this.epoch);
          }
          await this.check(place, Math.max(seen(place), mark?.offset ?? 0), found);
        }
        return this.#places(mine, bounds, committed, readBackMs);
      }),
    );
    return places.flat();
  }

  /** Where to go on in one partition whose next offset was `next`: above it only if older is gone. */
  async resume(place: TopicPartition, next: number): Promise<number> {
    const bounds = (await this.#bounds(place.topic)).get(place.partition);
    await this.check(place, next, bounds);
    return this.#above(place, next, bounds?.low ?? 0);
  }

  /** Rejects with LogLost when the log ends below what was reached. */
  async check(place: TopicPartition, reached: number, bounds: Bounds | undefined): Promise<void> {
    const known = Math.max(reached, (await this.knownEnd(place)) ?? 0);
    let end = bounds?.high ?? 0;
    // A leader that has just taken over may not know the end yet: asked again before judging.
    for (let i = 0; end < known && i < confirmations; i++) {
      await new Promise((resolve) => setTimeout(resolve, confirmAfterMs));
      end = (await this.#bounds(place.topic)).get(place.partition)?.high ?? end;
    }
    if (end < known) throw new LogLost({ ...place, known, end }, this.epoch);
  }

  async #places(
    owned: readonly TopicPartition[],
    bounds: ReadonlyMap<number, Bounds>,
    committed: ReadonlyMap<number, Committed>,
    readBackMs: number,
  ): Promise<readonly Place[]> {
    const offsets = new OffsetsByTime(this.admin);
    return Promise.all(
      owned.map(async (place): Promise<Place> => {
        const { low } = bounds.get(place.partition) ?? { low: 0 };
        const mark = committed.get(place.partition);
        if (!mark || mark.offset < 0) return { ...place, committed: low, next: low };
        const from = this.#above(place, mark.offset, low);
        if (readBackMs === 0 || from <= low) return { ...place, committed: from, next: from };
        // A commit by foreign hand carries no time: then all there is is read back.
        const since = mark.at === undefined ? 0 : mark.at - readBackMs;
        const first = await offsets.firstSince(place, since);
        return { ...place, committed: from, next: Math.max(low, Math.min(first, from)) };
      }),
    );
  }

  #above(place: TopicPartition, next: number, low: number): number {
    if (next >= low) return next;
    this.logger.error({ ...place, next, low }, 'Records were deleted by age before they were read');
    return low;
  }

  async #bounds(topic: string): Promise<ReadonlyMap<number, Bounds>> {
    const offsets = await this.admin.use((admin) => admin.fetchTopicOffsets(topic));
    return new Map(
      offsets.map(({ partition, low, high }) => [
        partition,
        { low: Number(low), high: Number(high) },
      ]),
    );
  }

  /** Partitions the group has never committed in are left out. */
  async #committed(group: string, topic: string): Promise<ReadonlyMap<number, Committed>> {
    const [found] = await this.admin.use((admin) =>
      admin.fetchOffsets({ groupId: group, topics: [topic] }),
    );
    const marks = (found?.partitions ?? []).map(
      ({ partition, offset, metadata }): [number, Committed] => [
        partition,
        { offset: Number(offset), at: timeOfMark(metadata) },
      ],
    );
    return new Map(marks.filter(([, { offset }]) => offset !== neverCommitted));
  }
}

/** Text a commit carries: the append time of the last record below it. */
export const commitMark = (at: number): string => `at=${at}`;

function timeOfMark(metadata: string | null): number | undefined {
  const match = /^at=(\d+)$/.exec(metadata ?? '');
  return match ? Number(match[1]) : undefined;
}

/** Answers for all partitions of a topic come at once; times of one second share one question. */
class OffsetsByTime {
  readonly #asked = new Map<string, Promise<ReadonlyMap<number, number>>>();

  constructor(readonly admin: RenewedClient<Admin>) {}

  /** The first offset with an append time not below `time` (rounded down to a second). */
  async firstSince({ topic, partition }: TopicPartition, time: number): Promise<number> {
    const second = Math.max(0, Math.floor(time / 1_000) * 1_000);
    const name = `${topic}/${second}`;
    let answer = this.#asked.get(name);
    if (!answer) this.#asked.set(name, (answer = this.#ask(topic, second)));
    return (await answer).get(partition) ?? 0;
  }

  async #ask(topic: string, time: number): Promise<ReadonlyMap<number, number>> {
    const offsets = await this.admin.use((admin) =>
      admin.fetchTopicOffsetsByTimestamp(topic, time),
    );
    return new Map(offsets.map(({ partition, offset }) => [partition, Number(offset)]));
  }
}
