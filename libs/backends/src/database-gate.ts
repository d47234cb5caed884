import { AppError } from '@livechat/contracts';
import { deferred } from './deferred.ts';
import type { Deferred } from './deferred.ts';

/** Lets units of work at the database, as many at once as it bears. */
export abstract class DatabaseGate {
  abstract pass<T>(work: () => Promise<T>): Promise<T>;

  /** Resolves once no unit of work is under way or waits; call it when no more come. */
  abstract idle(): Promise<void>;
}

/** Lets everything through at once. */
export class OpenGate extends DatabaseGate {
  private readonly underWay = new Set<Promise<unknown>>();

  override async pass<T>(work: () => Promise<T>): Promise<T> {
    const unit = work();
    const settled = unit.catch(() => undefined);
    this.underWay.add(settled);
    try {
      return await unit;
    } finally {
      this.underWay.delete(settled);
    }
  }

  override async idle(): Promise<void> {
    while (this.underWay.size > 0) await Promise.all(this.underWay);
  }
}

export interface PoolGateBounds {
  /** Units of work at once. */
  readonly atOnce: number;
  /** Units that may wait for their turn. */
  readonly waiting: number;
  /** How long one waits at most. */
  readonly waitMs: number;
  /** Called for each unit that is refused, by the one bound or the other. */
  readonly onRefused?: (() => void) | undefined;
}

/**
 * For a pool of connections: some units of work at once, others in the order of the calls. Who
 * would wait too long, or behind too many, is refused with `unavailable`; so a unit that waits for
 * another of its own, which it may not, ends too.
 */
export class PoolGate extends DatabaseGate {
  private readonly waiting = new Set<Deferred>();
  private atWork = 0;
  private readonly bounds: PoolGateBounds;

  constructor(bounds: PoolGateBounds) {
    super();
    this.bounds = bounds;
  }

  override async pass<T>(work: () => Promise<T>): Promise<T> {
    if (this.atWork < this.bounds.atOnce) this.atWork += 1;
    else await this.turn();
    try {
      return await work();
    } finally {
      this.leave();
    }
  }

  override async idle(): Promise<void> {
    await Promise.all(Array.from({ length: this.bounds.atOnce }, () => this.place()));
  }

  /** As a unit of work takes its place, but however long it takes. */
  private place(): Promise<void> {
    if (this.atWork < this.bounds.atOnce) this.atWork += 1;
    else {
      const turn = deferred();
      this.waiting.add(turn);
      return turn.promise;
    }
    return Promise.resolve();
  }

  /** The place of one who leaves is handed on, so that nobody who came later takes it. */
  private async turn(): Promise<void> {
    if (this.waiting.size >= this.bounds.waiting) throw this.refusal();
    const turn = deferred();
    this.waiting.add(turn);
    const timer = setTimeout(() => {
      if (this.waiting.delete(turn)) turn.reject(this.refusal());
    }, this.bounds.waitMs);
    try {
      await turn.promise;
    } finally {
      clearTimeout(timer);
    }
  }

  private leave(): void {
    const [next] = this.waiting;
    if (!next) this.atWork -= 1;
    else {
      this.waiting.delete(next);
      next.resolve();
    }
  }

  private refusal(): AppError {
    this.bounds.onRefused?.();
    return new AppError('unavailable', { retryAfterMs: 1_000 });
  }
}
