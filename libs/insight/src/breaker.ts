const failuresToOpen = 5;
const openMs = 30_000;

/** After 5 failures in a row nothing is asked for 30 s, then one try decides. */
export class Breaker {
  private failures = 0;
  private openUntil = 0;

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Whether a call may be made now; a call that may be the one try is then taken as made. */
  tryCall(): boolean {
    if (this.failures < failuresToOpen) return true;
    if (this.now() < this.openUntil) return false;
    this.openUntil = this.now() + openMs;
    return true;
  }

  succeeded(): void {
    this.failures = 0;
  }

  failed(): void {
    this.failures++;
    if (this.failures >= failuresToOpen) this.openUntil = this.now() + openMs;
  }
}
