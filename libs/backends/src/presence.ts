/** One socket's claim that a viewer watches a stream. */
export interface Lease {
  readonly streamId: string;
  /** Who watches: several leases of one viewer count once. */
  readonly viewer: string;
  /** Unique per socket and stream. */
  readonly lease: string;
}

/** Leases of viewers; counts heal themselves, since a lease not renewed in time no longer counts. */
export abstract class Presence {
  /** Takes or renews leases for `ttlMs` by the store's clock. */
  abstract hold(leases: readonly Lease[], ttlMs: number): Promise<void>;

  abstract release(leases: readonly Lease[]): Promise<void>;

  /** Viewers with a live lease, per stream; never negative, 0 where none. */
  abstract counts(streamIds: readonly string[]): Promise<ReadonlyMap<string, number>>;

  abstract close(): Promise<void>;
}
