/** Append times of an embedded log: wall clock at start plus monotonic time, never below the log's last. */
export class LogClock {
  readonly #start = Date.now() - performance.now();
  #last: number;

  constructor(last: number) {
    this.#last = last;
  }

  now(): number {
    this.#last = Math.max(this.#last, Math.floor(this.#start + performance.now()));
    return this.#last;
  }
}
