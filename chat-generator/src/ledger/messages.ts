import { bytes, numbers, wholes } from './column.ts';
import type { EntryOf } from './entries.ts';

/** What became of a message, as bits. */
export const fate = { acked: 1, refused: 2, unknown: 4, open: 8, resent: 16, stored: 32 } as const;

/** Every message sent, one row each of about 50 bytes beside its id. */
export class MessageTable {
  readonly #rows = new Map<string, number>();
  readonly #streams = new Map<string, number>();
  readonly #streamNames: string[] = [];
  readonly #ids: string[] = [];
  readonly #sender = wholes();
  readonly #seq = wholes();
  readonly #stream = wholes();
  readonly #crc = wholes();
  readonly #due = numbers();
  readonly #ackOffset = numbers();
  readonly #ackEpoch = wholes();
  readonly #settledAt = numbers();
  readonly #fate = bytes();

  get length(): number {
    return this.#ids.length;
  }

  rowOf(id: string): number | undefined {
    return this.#rows.get(id);
  }

  /** A try to send: a new row, or the same again with `resent` marked. */
  intend(entry: EntryOf<'INTENT'>): void {
    const known = this.#rows.get(entry.id);
    if (known !== undefined) return this.#fate.mark(known, fate.resent | fate.open);
    this.#rows.set(entry.id, this.#ids.push(entry.id) - 1);
    this.#sender.push(entry.sender);
    this.#seq.push(entry.seq);
    this.#stream.push(this.#streamNumber(entry.stream));
    this.#crc.push(entry.crc);
    this.#due.push(entry.due);
    this.#ackOffset.push(-1);
    this.#ackEpoch.push(0);
    this.#settledAt.push(0);
    this.#fate.push(fate.open);
  }

  settle(row: number, bits: number, t: number): void {
    this.#fate.set(row, (this.#fate.at(row) & ~fate.open) | bits);
    this.#settledAt.set(row, t);
  }

  place(row: number, epoch: number, offset: number): void {
    this.#ackEpoch.set(row, epoch);
    this.#ackOffset.set(row, offset);
  }

  mark(row: number, bits: number): void {
    this.#fate.mark(row, bits);
  }

  is(row: number, bits: number): boolean {
    return (this.#fate.at(row) & bits) !== 0;
  }

  at(row: number) {
    return {
      id: this.#ids[row]!,
      sender: this.#sender.at(row),
      seq: this.#seq.at(row),
      stream: this.#streamNames[this.#stream.at(row)]!,
      crc: this.#crc.at(row),
      due: this.#due.at(row),
      ack: { epoch: this.#ackEpoch.at(row), offset: this.#ackOffset.at(row) },
      settledAt: this.#settledAt.at(row),
    };
  }

  #streamNumber(stream: string): number {
    const known = this.#streams.get(stream);
    if (known !== undefined) return known;
    const number = this.#streamNames.push(stream) - 1;
    this.#streams.set(stream, number);
    return number;
  }
}
