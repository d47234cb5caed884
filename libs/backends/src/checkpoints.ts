/** A stage's state of one stream or partition, and the offset it covers. */
export interface Checkpoint<S = unknown> {
  readonly epoch: number;
  readonly offset: number;
  readonly state: S;
}

export interface CheckpointEntry<S = unknown> extends Checkpoint<S> {
  readonly key: string;
}

/**
 * Newest state of (stage, epoch, key) with the offset it covers; an older offset never overwrites
 * a newer one. `state` is JSON. A stage's name carries its state's version (`analyzer.1`).
 */
export abstract class Checkpoints {
  /** The state of the newest epoch not above `epoch`; from an older epoch its offset reads −1. */
  abstract load<S>(stage: string, epoch: number, key: string): Promise<Checkpoint<S> | undefined>;

  /** Durable once resolved. */
  abstract save(stage: string, entries: readonly CheckpointEntry[]): Promise<void>;

  abstract close(): Promise<void>;
}
