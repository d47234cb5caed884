import type { EntryOf, LedgerEntry } from './entries.ts';
import { Histogram } from './histogram.ts';
import { fate, MessageTable } from './messages.ts';
import type { Findings } from './rules.ts';

/** What the ledger says of the sending side, and how a shown message is held against it. */
export class Sending {
  readonly messages = new MessageTable();
  readonly ackLatency = new Histogram();
  /** Tries refused, by code. */
  readonly refusals: Record<string, number> = {};
  tries = 0;
  readonly #users = new Map<number, Set<string>>();
  readonly #own = new Set<string>();
  #run: EntryOf<'RUN'> = { type: 'RUN', run: '', t: 0, stamps: false };

  constructor(private readonly findings: Findings) {}

  add(entry: LedgerEntry): void {
    if (entry.type === 'RUN') this.#run = entry;
    else if (entry.type === 'STREAM' && entry.own) this.#own.add(entry.stream);
    else if (entry.type === 'SENDER') this.#introduce(entry);
    else if (entry.type === 'INTENT') this.#intend(entry);
    else if (entry.type === 'ACK') this.#acked(entry);
    else if (entry.type === 'NACK') this.#refused(entry);
    else if (entry.type === 'UNKNOWN') this.#settle(entry, fate.unknown);
  }

  isOwn(stream: string): boolean {
    return this.#own.has(stream);
  }

  /** The users the sender of a message was signed in as. */
  usersOf(row: number): ReadonlySet<string> {
    return this.#users.get(this.messages.at(row).sender) ?? new Set();
  }

  /** L11 and L12 of a message as it was shown. */
  compare(row: number, content: NonNullable<EntryOf<'HISTORY'>['content']>, where: string): void {
    const { crc, sender, seq } = this.messages.at(row);
    if (!this.usersOf(row).has(content.author)) {
      this.findings.add('L11', () => `${this.story(row)}, ${where} as of user ${content.author}`);
    }
    const stamp = this.#run.stamps ? `${this.#run.run}.${sender}.${seq}` : undefined;
    if (content.crc !== crc || content.stamp !== stamp) {
      this.findings.add('L12', () => `${this.story(row)}, ${where} with another text`);
    }
  }

  /** What is known of a message, in the order it happened. */
  story(row: number): string {
    const { id, sender, seq, stream, due, ack, settledAt } = this.messages.at(row);
    const parts = [`stream ${stream} sender ${sender} seq ${seq} (${id}): due ${this.#clock(due)}`];
    if (this.messages.is(row, fate.resent)) parts.push('sent more than once');
    if (this.messages.is(row, fate.refused)) parts.push('refused');
    if (this.messages.is(row, fate.unknown)) parts.push('unanswered');
    if (this.messages.is(row, fate.acked)) parts.push(`acked as ${ack.epoch}-${ack.offset}`);
    if (settledAt > 0) parts.push(`last answer ${this.#clock(settledAt)}`);
    return parts.join(', ');
  }

  #clock = (t: number) => `+${((t - this.#run.t) / 1_000).toFixed(3)} s`;

  #introduce({ sender, user }: EntryOf<'SENDER'>): void {
    this.#users.set(sender, (this.#users.get(sender) ?? new Set()).add(user));
  }

  #intend(entry: EntryOf<'INTENT'>): void {
    this.tries += 1;
    this.messages.intend(entry);
  }

  #acked(entry: EntryOf<'ACK'>): void {
    const row = this.#settle(entry, fate.acked);
    if (row === undefined) return;
    this.messages.place(row, entry.epoch, entry.offset);
    this.ackLatency.add(entry.t - this.messages.at(row).due);
  }

  #refused(entry: EntryOf<'NACK'>): void {
    this.#settle(entry, fate.refused);
    this.refusals[entry.code] = (this.refusals[entry.code] ?? 0) + 1;
  }

  #settle({ id, t }: { id: string; t: number }, bits: number): number | undefined {
    const row = this.messages.rowOf(id);
    if (row !== undefined) this.messages.settle(row, bits, t);
    return row;
  }
}
