const daySeconds = 86_400;
/** Cassandra counts expiry in seconds of 31 bits, and refuses a later one. */
const lastExpiry = 2 ** 31 - 2;

/** How often rows that lead to others are written again, while others are written. */
export const placeRefreshMs = daySeconds * 1_000;

/** Times to live for Cassandra, in seconds; 0: for ever, as beyond what it can count (January 2038). */
export class RowLifetime {
  constructor(
    private readonly retentionMs: number | null,
    private readonly now: () => number = Date.now,
  ) {}

  /** Of a row of content. */
  get content(): number {
    return this.counted(0);
  }

  /** Of a row that leads to content: past any that is written before the place's next refresh. */
  get place(): number {
    return this.counted(2 * daySeconds);
  }

  private counted(extra: number): number {
    if (this.retentionMs === null) return 0;
    const seconds = Math.ceil(this.retentionMs / 1_000) + extra;
    return this.now() / 1_000 + seconds > lastExpiry ? 0 : seconds;
  }
}
