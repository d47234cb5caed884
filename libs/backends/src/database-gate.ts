import { AppError } from '@livechat/contracts';

/** Lets units of work at the database, as many at once as it bears. */
export abstract class DatabaseGate {
  abstract pass<T>(work: () => Promise<T>): Promise<T>;
}

/** For MySQL: every unit of work has a connection of its own. */
export class OpenGate extends DatabaseGate {
  override pass<T>(work: () => Promise<T>): Promise<T> {
    return work();
  }
}

/**
 * For SQLite: one unit of work at a time, in the order of the calls. TypeORM has a single
 * connection there, so a unit that began while another is open would join it, and would be rolled
 * back with it. More than `bound` waiting units are refused with `unavailable`.
 */
export class SerialGate extends DatabaseGate {
  private tail: Promise<unknown> = Promise.resolve();
  private waiting = 0;

  constructor(
    private readonly bound = 5_000,
    private readonly whenFull: () => void = () => undefined,
  ) {
    super();
  }

  override async pass<T>(work: () => Promise<T>): Promise<T> {
    if (this.waiting >= this.bound) {
      this.whenFull();
      throw new AppError('unavailable', { retryAfterMs: 1_000 });
    }
    this.waiting += 1;
    const turn = this.tail.then(work).finally(() => {
      this.waiting -= 1;
    });
    this.tail = turn.catch(() => undefined);
    return turn;
  }
}
