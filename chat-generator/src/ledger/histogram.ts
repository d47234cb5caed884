const finest = 128;

/**
 * Counts of durations in log-linear steps: exact to 1.6 % at any size, in some 2,000 cells.
 * Percentiles of several viewers come from merged counts, never from averages of percentiles.
 */
export class Histogram {
  count = 0;
  max = 0;
  readonly #cells: number[] = [];

  /** Adds a duration in ms; what is below 0 (clocks of one process: never more than rounding) counts as 0. */
  add(ms: number): void {
    const micros = Math.max(0, Math.round(ms * 1_000));
    const cell = cellOf(micros);
    this.#cells[cell] = (this.#cells[cell] ?? 0) + 1;
    this.count += 1;
    this.max = Math.max(this.max, micros / 1_000);
  }

  merge(other: Histogram): void {
    other.#cells.forEach((count, cell) => (this.#cells[cell] = (this.#cells[cell] ?? 0) + count));
    this.count += other.count;
    this.max = Math.max(this.max, other.max);
  }

  /** The duration (ms) that `share` (0…1) of all stay at or below; 0 where there is none. */
  percentile(share: number): number {
    let left = Math.max(1, Math.ceil(share * this.count));
    for (let cell = 0; cell < this.#cells.length; cell += 1) {
      left -= this.#cells[cell] ?? 0;
      if (left <= 0) return Math.min(this.max, highest(cell) / 1_000);
    }
    return this.max;
  }
}

function cellOf(micros: number): number {
  if (micros < finest) return micros;
  const power = Math.floor(Math.log2(micros)) - 6;
  return power * (finest / 2) + Math.floor(micros / 2 ** power);
}

/** The highest value (µs) that falls into a cell. */
function highest(cell: number): number {
  if (cell < finest) return cell;
  const power = Math.floor(cell / (finest / 2)) - 1;
  return (cell - power * (finest / 2) + 1) * 2 ** power - 1;
}
