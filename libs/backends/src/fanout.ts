/** One log event on its way to viewers: its place, and its JSON text, made once by chat-relay. */
export interface RingEntry {
  readonly offset: number;
  /** Event time, ms since 1970. */
  readonly at: number;
  readonly body: string;
}

/** Consecutive events of one stream; `prev` is the offset of the event before the first, null where unknown. */
export interface RingBatch {
  readonly streamId: string;
  readonly epoch: number;
  readonly prev: number | null;
  readonly entries: readonly RingEntry[];
}

/** A message outside the log's chain: the newest analysis, a summary, a count. `body` is JSON text. */
export interface Signal {
  readonly channel: string;
  readonly event: string;
  readonly body: string;
}

export interface StreamListener {
  events(batch: RingBatch): void;
  signal(signal: Signal): void;
}

/** What a ring still holds of a stream: contiguous, or short, never holed. `last` is −1 for an empty ring. */
export interface Recent {
  readonly last: number;
  /** The `prev` of the first entry. */
  readonly prev: number | null;
  readonly entries: readonly RingEntry[];
}

/** Channel of a stream's own signals (analysis, summary, viewers). */
export const streamChannel = (streamId: string): string => `stream:${streamId}`;

/**
 * Best-effort delivery to every process that listens, and a bounded ring of recent events per
 * stream. Never the truth: losing all of it costs a look into the history.
 */
export abstract class Fanout {
  /**
   * In one atomic step: appends the batch to the stream's ring and tells its listeners. Answers
   * the ring's last offset before it. What is not above that is refused: a straddling batch is
   * cut, a batch wholly below changes nothing. If `prev` is not the ring's last, the ring is
   * emptied first.
   */
  abstract announce(batch: RingBatch): Promise<number>;

  /** Listens to a stream's events and signals; in force once resolved. Listeners never throw into the announcer. */
  abstract listen(streamId: string, listener: StreamListener): Promise<Unlisten>;

  /** The ring's entries above `after` (default: all it holds), oldest first, the newest `limit` of them. */
  abstract recent(streamId: string, epoch: number, options?: RecentOptions): Promise<Recent>;

  /** The last announced offset of each stream, −1 where none is known; one call to the store. */
  abstract lasts(epoch: number, streamIds: readonly string[]): Promise<ReadonlyMap<string, number>>;

  /** Tells whoever listens to the channel now; nothing is kept. */
  abstract signal(signal: Signal): Promise<void>;

  /** Listens to a channel that belongs to no stream, such as `sessions` or `outbox`. */
  abstract onSignal(channel: string, listener: (signal: Signal) => void): Promise<Unlisten>;

  /**
   * Calls whenever what listeners heard may have a hole, once listening is in force again: whoever
   * must miss nothing looks up `lasts` then. The answer ends it. Never called where nothing gets lost.
   */
  abstract onHole(listener: () => void): () => void;

  abstract close(): Promise<void>;
}

export interface RecentOptions {
  readonly after?: number;
  readonly limit?: number;
}

export type Unlisten = () => Promise<void>;
