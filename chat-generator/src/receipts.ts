import type { Ledger } from './ledger/entries.ts';
import { Histogram } from './ledger/histogram.ts';

/** Of so many messages it is known when they were due; what comes later than that counts no time. */
const mostKnown = 100_000;

/** When the messages of one stream were meant to be sent, and how long they took to each chatter. */
export class Receipts {
  readonly latency = new Histogram();
  readonly #dueOfId = new Map<string, number>();
  readonly #dueAt = new Map<number, number>();

  /** Remembers of a ledger's entries when each message was due, and passes them on. */
  readonly noting =
    (ledger: Ledger): Ledger =>
    (entry) => {
      if (entry.type === 'INTENT') keep(this.#dueOfId, entry.id, entry.due);
      ledger(entry);
    };

  /** Whether somebody has told the id of the event at an offset. */
  knows(offset: number): boolean {
    return this.#dueAt.has(offset);
  }

  /** An event has reached a chatter at `t`; what was not sent by this run counts no time. */
  received(offset: number, t: number, id?: string): void {
    const due = this.#dueAt.get(offset) ?? this.#learn(offset, id);
    if (!Number.isNaN(due)) this.latency.add(t - due);
  }

  #learn(offset: number, id = ''): number {
    const due = this.#dueOfId.get(id) ?? NaN;
    keep(this.#dueAt, offset, due);
    return due;
  }
}

/** Sets an entry; the oldest goes where there are too many. */
function keep<K>(entries: Map<K, number>, key: K, value: number): void {
  entries.set(key, value);
  if (entries.size <= mostKnown) return;
  for (const oldest of entries.keys()) return void entries.delete(oldest);
}
