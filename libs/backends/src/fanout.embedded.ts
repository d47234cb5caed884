import {
  Fanout,
  type Recent,
  type RecentOptions,
  type RingBatch,
  type RingEntry,
  type Signal,
  type StreamListener,
  type Unlisten,
} from './fanout.ts';

interface Ring {
  readonly epoch: number;
  last: number;
  /** `prev` of the first entry. */
  prev: number | null;
  entries: RingEntry[];
  bytes: number;
}

export interface RingBounds {
  /** Entries a ring holds at most. */
  readonly maxEntries?: number;
  /** Bytes of bodies a ring holds at most. */
  readonly maxBytes?: number;
  /** Rings kept at most; the one longest without news is forgotten first. */
  readonly maxRings?: number;
  readonly onError?: (error: unknown) => void;
}

const defaults = { maxEntries: 5_000, maxBytes: 2 * 1024 * 1024, maxRings: 1_000 };

/** Rings and channels in the memory of the one process there is. */
export class EmbeddedFanout extends Fanout {
  readonly #bounds;
  readonly #rings = new Map<string, Ring>();
  readonly #streams = new Map<string, Set<StreamListener>>();
  readonly #channels = new Map<string, Set<(signal: Signal) => void>>();

  constructor(bounds: RingBounds = {}) {
    super();
    this.#bounds = { ...defaults, ...bounds };
  }

  announce(batch: RingBatch): Promise<number> {
    const ring = this.#ring(batch.streamId, batch.epoch);
    const before = ring.last;
    // A relay of an older log: its offsets mean nothing here.
    if (ring.epoch !== batch.epoch) return Promise.resolve(before);
    const news = batch.entries.filter((entry) => entry.offset > before);
    const [first] = news;
    if (!first) return Promise.resolve(before);
    const cut = batch.entries.length - news.length;
    const prev = cut > 0 ? (batch.entries[cut - 1]?.offset ?? null) : batch.prev;
    this.#append(ring, prev, news);
    this.#tell(this.#streams.get(batch.streamId), (l) =>
      l.events({ ...batch, prev, entries: news }),
    );
    return Promise.resolve(before);
  }

  listen(streamId: string, listener: StreamListener): Promise<Unlisten> {
    return Promise.resolve(entered(this.#streams, streamId, listener));
  }

  recent(streamId: string, epoch: number, options: RecentOptions = {}): Promise<Recent> {
    const ring = this.#rings.get(streamId);
    if (ring?.epoch !== epoch) return Promise.resolve({ last: -1, prev: null, entries: [] });
    const after = options.after ?? -1;
    const above = ring.entries.filter((entry) => entry.offset > after);
    const entries = options.limit === undefined ? above : above.slice(-options.limit);
    const skipped = ring.entries.length - entries.length;
    const prev = skipped === 0 ? ring.prev : (ring.entries[skipped - 1]?.offset ?? null);
    return Promise.resolve({ last: ring.last, prev, entries });
  }

  lasts(epoch: number, streamIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const last = (id: string) => {
      const ring = this.#rings.get(id);
      return ring?.epoch === epoch ? ring.last : -1;
    };
    return Promise.resolve(new Map(streamIds.map((id) => [id, last(id)])));
  }

  signal(signal: Signal): Promise<void> {
    this.#tell(this.#channels.get(signal.channel), (listener) => listener(signal));
    const streamId = signal.channel.startsWith('stream:') && signal.channel.slice(7);
    if (streamId) this.#tell(this.#streams.get(streamId), (l) => l.signal(signal));
    return Promise.resolve();
  }

  onSignal(channel: string, listener: (signal: Signal) => void): Promise<Unlisten> {
    return Promise.resolve(entered(this.#channels, channel, listener));
  }

  /** Memory loses nothing on the way. */
  onHole(_listener: () => void): () => void {
    return () => undefined;
  }

  close(): Promise<void> {
    this.#streams.clear();
    this.#channels.clear();
    this.#rings.clear();
    return Promise.resolve();
  }

  /** Moves the ring to the end of the map, so that the map's first is the one longest without news. */
  #ring(streamId: string, epoch: number): Ring {
    const known = this.#rings.get(streamId);
    const ring =
      known && known.epoch >= epoch
        ? known
        : { epoch, last: -1, prev: null, entries: [], bytes: 0 };
    this.#rings.delete(streamId);
    this.#rings.set(streamId, ring);
    if (this.#rings.size > this.#bounds.maxRings) {
      const oldest = this.#rings.keys().next().value;
      if (oldest !== undefined) this.#rings.delete(oldest);
    }
    return ring;
  }

  #append(ring: Ring, prev: number | null, news: readonly RingEntry[]): void {
    if (ring.entries.length === 0 || prev !== ring.last) {
      Object.assign(ring, { entries: [], bytes: 0, prev });
    }
    for (const entry of news) {
      ring.entries.push(entry);
      ring.bytes += entry.body.length;
    }
    ring.last = news.at(-1)?.offset ?? ring.last;
    let dropped = 0;
    while (
      ring.entries.length - dropped > this.#bounds.maxEntries ||
      (ring.bytes > this.#bounds.maxBytes && ring.entries.length - dropped > 1)
    ) {
      ring.bytes -= ring.entries[dropped]?.body.length ?? 0;
      ring.prev = ring.entries[dropped]?.offset ?? null;
      dropped++;
    }
    if (dropped > 0) ring.entries = ring.entries.slice(dropped);
  }

  #tell<L>(listeners: Set<L> | undefined, tell: (listener: L) => void): void {
    for (const listener of listeners ?? []) {
      try {
        tell(listener);
      } catch (error) {
        this.#bounds.onError?.(error);
      }
    }
  }
}

/** Enters a listener under a name; answers how to take it out again. */
function entered<L>(listeners: Map<string, Set<L>>, name: string, listener: L): Unlisten {
  const group = listeners.get(name) ?? new Set<L>();
  listeners.set(name, group.add(listener));
  return () => {
    group.delete(listener);
    if (group.size === 0 && listeners.get(name) === group) listeners.delete(name);
    return Promise.resolve();
  };
}
