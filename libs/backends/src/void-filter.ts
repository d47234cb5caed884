import type { LogRecord } from './event-log.ts';

export type VoidReason = 'copy' | 'banned' | 'timed_out' | 'ended';

interface Standing {
  /** Append time of the ban, time-out or end. */
  readonly at: number;
  /** End of a time-out, ms; Infinity for a ban. */
  readonly until: number;
}

interface StreamMemory {
  /** Ids of the last 5 minutes with the offset and append time at which each was first seen. */
  readonly ids: Map<string, { offset: number; at: number }>;
  readonly standings: Map<string, Standing>;
  ended: number | undefined;
}

/** What counts, protocol.md C: 5 minutes of append time, one filter for all readers of the log. */
export const voidWindowMs = 5 * 60_000;
const sweepEvery = 10_000;

/**
 * Says of every record of raw-chats, fed in log order (replayed ones too), whether it is void: a
 * copy of an id seen at a lower offset, or posted although a ban or time-out of its author, or
 * the stream's end, stands at most 5 minutes earlier in the log.
 */
export class VoidFilter {
  readonly #streams = new Map<string, StreamMemory>();
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
    if (++this.#records % sweepEvery === 0) this.#sweep(record.at);
    const memory = this.#memory(record.key);
    this.#expire(memory, record.at);
    const { value, offset, at } = record;
    const seen = memory.ids.get(value.id);
    if (seen && seen.offset !== offset) return 'copy';
    if (!seen) this.#remember(memory, value.id, offset, at);
    if (value.type === 'message.posted') return postedVoid(memory, value, at);
    note(memory, value, at);
    return undefined;
  }

  /** Forgets streams whose memory is over at this append time. */
  #sweep(at: number): void {
    for (const [streamId, memory] of this.#streams) {
      this.#expire(memory, at);
      const idle = memory.ids.size === 0 && memory.standings.size === 0;
      if (idle && memory.ended === undefined) this.#streams.delete(streamId);
    }
  }

  #memory(streamId: string): StreamMemory {
    let memory = this.#streams.get(streamId);
    if (!memory) {
      memory = { ids: new Map(), standings: new Map(), ended: undefined };
      this.#streams.set(streamId, memory);
    }
    return memory;
  }

  #remember(memory: StreamMemory, id: string, offset: number, at: number): void {
    memory.ids.set(id, { offset, at });
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
