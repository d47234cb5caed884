import type { LogRecord } from './event-log.ts';

export type VoidReason = 'copy' | 'banned' | 'timed_out' | 'ended';

interface Standing {
  /** Append time of the ban, time-out or end. */
  readonly at: number;
  /** End of a time-out, ms; Infinity for a ban. */
  readonly until: number;
}

/** An id's first record, and what was said of it. */
interface Seen {
  readonly offset: number;
  readonly at: number;
  readonly reason: VoidReason | undefined;
}

interface StreamMemory {
  readonly partition: number;
  /** Ids of the last 5 minutes. */
  readonly ids: Map<string, Seen>;
  readonly standings: Map<string, Standing>;
  ended: number | undefined;
}

/** What counts, protocol.md C: 5 minutes of append time, one filter for all readers of the log. */
export const voidWindowMs = 5 * 60_000;
const sweepEvery = 10_000;

/**
 * Says of every record of raw-chats, fed in log order (replayed ones too), whether it is void: a
 * copy of an id seen at a lower offset, or posted although a ban or time-out of its author, or
 * the stream's end, stands at most 5 minutes earlier in the log. A record fed again, because its
 * batch is tried again, gets the same answer, whatever stood behind it.
 */
export class VoidFilter {
  readonly #streams = new Map<string, StreamMemory>();
  /** Newest append time per partition: after an outage one may be far behind another. */
  readonly #times = new Map<number, number>();
  #ids = 0;
  #records = 0;

  constructor(
    readonly maxIds = 2_000_000,
    readonly onBoundHit?: () => void,
  ) {}

  /** Ids remembered now. */
  get size(): number {
    return this.#ids;
  }

  voidReason(record: LogRecord<'raw-chats'>): VoidReason | undefined {
    const { value, offset, at, partition } = record;
    this.#times.set(partition, at);
    if (++this.#records % sweepEvery === 0) this.#sweep();
    const memory = this.#memory(record);
    this.#expire(memory, at);
    const seen = memory.ids.get(value.id);
    if (seen) return seen.offset === offset ? seen.reason : 'copy';
    const reason = verdict(memory, value, at);
    this.#remember(memory, value.id, { offset, at, reason });
    return reason;
  }

  /** Forgets streams whose memory is over at their partition's newest append time. */
  #sweep(): void {
    for (const [streamId, memory] of this.#streams) {
      this.#expire(memory, this.#times.get(memory.partition) ?? 0);
      const idle = memory.ids.size === 0 && memory.standings.size === 0;
      if (idle && memory.ended === undefined) this.#streams.delete(streamId);
    }
  }

  #memory({ key, partition }: LogRecord): StreamMemory {
    let memory = this.#streams.get(key);
    if (!memory) {
      memory = { partition, ids: new Map(), standings: new Map(), ended: undefined };
      this.#streams.set(key, memory);
    }
    return memory;
  }

  #remember(memory: StreamMemory, id: string, seen: Seen): void {
    memory.ids.set(id, seen);
    if (++this.#ids <= this.maxIds) return;
    this.onBoundHit?.();
    const oldest = memory.ids.keys().next().value;
    if (oldest !== undefined) this.#forget(memory, oldest);
  }

  #forget(memory: StreamMemory, id: string): void {
    if (memory.ids.delete(id)) this.#ids--;
  }

  #expire(memory: StreamMemory, at: number): void {
    const since = at - voidWindowMs;
    for (const [id, seen] of memory.ids) {
      if (seen.at >= since) break;
      this.#forget(memory, id);
    }
    for (const [userId, standing] of memory.standings) {
      if (standing.at < since) memory.standings.delete(userId);
    }
    if (memory.ended !== undefined && memory.ended < since) memory.ended = undefined;
  }
}

type Value = LogRecord<'raw-chats'>['value'];

/** What the record is, from what stands before it; moderation is taken note of. */
function verdict(memory: StreamMemory, value: Value, at: number): VoidReason | undefined {
  if (value.type === 'message.posted') return postedVoid(memory, value, at);
  note(memory, value, at);
  return undefined;
}

/** An imported record (one that carries its own time) is exempt from the end rule. */
function postedVoid(
  memory: StreamMemory,
  value: Extract<Value, { type: 'message.posted' }>,
  at: number,
): VoidReason | undefined {
  if (memory.ended !== undefined && value.at === undefined) return 'ended';
  const standing = memory.standings.get(value.author.id);
  if (!standing || standing.until <= (value.at ?? at)) return undefined;
  return standing.until === Infinity ? 'banned' : 'timed_out';
}

function note(memory: StreamMemory, value: Value, at: number): void {
  switch (value.type) {
    case 'chatter.banned':
      memory.standings.set(value.userId, { at, until: Infinity });
      break;
    case 'chatter.timed_out':
      memory.standings.set(value.userId, { at, until: value.until });
      break;
    case 'chatter.pardoned':
      memory.standings.delete(value.userId);
      break;
    case 'stream.ended':
      memory.ended = at;
      break;
    case 'stream.started':
      memory.ended = undefined;
      break;
    default:
  }
}
