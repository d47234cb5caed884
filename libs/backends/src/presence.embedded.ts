import { Presence, type Lease } from './presence.ts';

interface Held {
  readonly viewer: string;
  readonly until: number;
}

/** Leases in the memory of the one process there is. */
export class EmbeddedPresence extends Presence {
  readonly #streams = new Map<string, Map<string, Held>>();

  constructor(readonly now: () => number = () => performance.now()) {
    super();
  }

  hold(leases: readonly Lease[], ttlMs: number): Promise<void> {
    const until = this.now() + ttlMs;
    for (const { streamId, viewer, lease } of leases) {
      const held = this.#streams.get(streamId) ?? new Map<string, Held>();
      this.#streams.set(streamId, held.set(lease, { viewer, until }));
    }
    return Promise.resolve();
  }

  release(leases: readonly Lease[]): Promise<void> {
    for (const { streamId, lease } of leases) this.#forget(streamId, lease);
    return Promise.resolve();
  }

  counts(streamIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return Promise.resolve(new Map(streamIds.map((id) => [id, this.#count(id)])));
  }

  close(): Promise<void> {
    this.#streams.clear();
    return Promise.resolve();
  }

  #count(streamId: string): number {
    const now = this.now();
    const viewers = new Set<string>();
    for (const [lease, { viewer, until }] of this.#streams.get(streamId) ?? []) {
      if (until > now) viewers.add(viewer);
      else this.#forget(streamId, lease);
    }
    return viewers.size;
  }

  #forget(streamId: string, lease: string): void {
    const held = this.#streams.get(streamId);
    held?.delete(lease);
    if (held?.size === 0) this.#streams.delete(streamId);
  }
}
