type Cells = Uint8Array | Uint32Array | Float64Array;

/** A growing column of numbers without a box around each: 1, 4 or 8 bytes a row. */
class Column<A extends Cells> {
  length = 0;

  constructor(
    private cells: A,
    private readonly grown: (length: number) => A,
  ) {}

  push(value: number): number {
    if (this.length === this.cells.length) {
      const wider = this.grown(this.length * 2);
      wider.set(this.cells);
      this.cells = wider;
    }
    this.cells[this.length] = value;
    return this.length++;
  }

  /** The value of a row that exists. */
  at(row: number): number {
    return this.cells[row]!;
  }

  set(row: number, value: number): void {
    this.cells[row] = value;
  }

  mark(row: number, bits: number): void {
    this.cells[row]! |= bits;
  }
}

const firstRows = 256;
export type Numbers = Column<Cells>;
export const bytes = (): Numbers =>
  new Column<Cells>(new Uint8Array(firstRows), (n) => new Uint8Array(n));
export const wholes = (): Numbers =>
  new Column<Cells>(new Uint32Array(firstRows), (n) => new Uint32Array(n));
export const numbers = (): Numbers =>
  new Column<Cells>(new Float64Array(firstRows), (n) => new Float64Array(n));

/** The row of a value in an ascending column, or of the first one above it. */
export function lowerBound(column: Numbers, value: number): number {
  let [low, high] = [0, column.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (column.at(middle) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function holds(column: Numbers, value: number): boolean {
  const row = lowerBound(column, value);
  return row < column.length && column.at(row) === value;
}

/** A set of small whole numbers, one bit each. */
export class Bits {
  #cells = new Uint32Array(32);

  /** Adds a number; false where it was in already. */
  add(value: number): boolean {
    const cell = value >>> 5;
    if (cell >= this.#cells.length) this.#grow(cell);
    const bit = 1 << (value & 31);
    if ((this.#cells[cell]! & bit) !== 0) return false;
    this.#cells[cell]! |= bit;
    return true;
  }

  #grow(cell: number): void {
    const wider = new Uint32Array(Math.max(cell + 1, this.#cells.length * 2));
    wider.set(this.#cells);
    this.#cells = wider;
  }
}
