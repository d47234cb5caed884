const ticks = [0, 5, 20, 50, 100] as const;
const windowMs = 1_000;
const busyShare = 0.5;
const calmShare = 0.25;

/**
 * How long streams gather between two flushes: 0 ms while flushing takes little of the event
 * loop's time, then up to `maxTickMs`. Looks at the last second, with hysteresis.
 */
export class Pacer {
  private level = 0;
  private spentMs = 0;
  private since: number;

  constructor(
    private readonly maxTickMs = 100,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.since = now();
  }

  /** Least time between two flushes of one stream, ms. */
  get tickMs(): number {
    return Math.min(ticks[this.level] ?? 0, this.maxTickMs);
  }

  /** Runs one flush and takes note of how long it held the loop. */
  timed(flush: () => void): void {
    const start = this.now();
    flush();
    this.note(start, this.now());
  }

  private note(start: number, end: number): void {
    this.spentMs += end - start;
    const passed = end - this.since;
    if (passed < windowMs) return;
    const share = this.spentMs / passed;
    if (share > busyShare) this.level = Math.min(this.level + 1, ticks.length - 1);
    else if (share < calmShare) this.level = Math.max(this.level - 1, 0);
    this.spentMs = 0;
    this.since = end;
  }
}
