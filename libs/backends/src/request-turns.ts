import { AppError } from '@livechat/contracts';

const atOnce = 128;
const mostWaiting = 20_000;

interface Waiter {
  readonly go: () => void;
  readonly refuse: (error: unknown) => void;
}

/** So many requests at once as a client carries with ease; the rest wait their turn, in a bounded queue. */
export class RequestTurns {
  private running = 0;
  private readonly waiting: Waiter[] = [];

  constructor(
    private readonly limitMs: number,
    private readonly onFull: () => void,
  ) {}

  /**
   * The answer of some work. Rejects with `unavailable` when the queue is full, when the work
   * takes longer than the limit, and as soon as the server turns out to be away: then everyone who
   * waits is refused at once.
   */
  async run<T>(work: () => Promise<T>, isAway: (error: unknown) => boolean): Promise<T> {
    await this.turn();
    // The turn is over when the work is, not when its time is: late answers are bounded too.
    const answer = work().then(
      (value) => {
        this.next();
        return value;
      },
      (error: unknown) => {
        if (isAway(error)) this.refuseWaiting(error);
        this.next();
        throw error;
      },
    );
    return this.inTime(answer);
  }

  private turn(): Promise<void> {
    if (this.running < atOnce) {
      this.running++;
      return Promise.resolve();
    }
    if (this.waiting.length >= mostWaiting) {
      this.onFull();
      return Promise.reject(new AppError('unavailable'));
    }
    return new Promise((go, refuse) => this.waiting.push({ go, refuse }));
  }

  private next(): void {
    const waiter = this.waiting.shift();
    if (waiter) waiter.go();
    else this.running--;
  }

  private refuseWaiting(cause: unknown): void {
    for (const { refuse } of this.waiting.splice(0)) {
      refuse(new AppError('unavailable', {}, { cause }));
    }
  }

  private inTime<T>(answer: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        const error = new AppError('unavailable');
        this.refuseWaiting(error);
        reject(error);
      }, this.limitMs);
    });
    return Promise.race([answer, late]).finally(() => clearTimeout(timer));
  }
}
