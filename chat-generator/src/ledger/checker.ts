import type { LedgerEntry } from './entries.ts';
import type { Histogram } from './histogram.ts';
import { fate } from './messages.ts';
import { Findings, ruleNames, type Rule } from './rules.ts';
import { Sending } from './sending.ts';
import { Stored } from './stored.ts';
import { Viewing } from './viewing.ts';

/** What a ledger and its dump of the history amount to. */
export interface Verdict {
  readonly passed: boolean;
  readonly broken: Readonly<Record<Rule, number>>;
  /** The first 20 breaches with what is known of them. */
  readonly examples: readonly string[];
  readonly counts: {
    readonly sent: number;
    readonly tries: number;
    readonly acked: number;
    /** Never acked although every try was answered, by refusals only. */
    readonly refused: number;
    /** Without a final answer: may or may not be stored. */
    readonly unknown: number;
    readonly stored: number;
    readonly excused: number;
    /** Acked with the place of a copy behind the message. */
    readonly copies: number;
    readonly foreign: number;
    readonly seen: number;
    readonly repeats: number;
    readonly fetched: number;
    readonly resets: number;
  };
  /** Refused tries by code. */
  readonly refusals: Readonly<Record<string, number>>;
  readonly ackLatency: Histogram;
  readonly receiptLatency: Histogram;
}

/**
 * Judges a run from its ledger, entry by entry: what was sent and seen in the order it happened,
 * then the dump of the history. Holds about 150 bytes a message and 12 a delivery, so that 600,000
 * messages fit easily.
 */
export class Checker {
  readonly #findings = new Findings();
  readonly #sending = new Sending(this.#findings);
  readonly #viewing = new Viewing(this.#sending, this.#findings);
  readonly #stored = new Stored(this.#sending, this.#findings);

  add(entry: LedgerEntry): void {
    this.#sending.add(entry);
    this.#viewing.add(entry);
    if (entry.type === 'HISTORY') this.#stored.add(entry);
  }

  /** To be asked once, after the last entry. */
  verdict(): Verdict {
    this.#stored.close();
    this.#viewing.close(this.#stored);
    const broken = this.#findings.counts;
    return {
      passed: ruleNames.every((rule) => broken[rule] === 0),
      broken,
      examples: this.#findings.examples,
      counts: this.#counts(),
      refusals: this.#sending.refusals,
      ackLatency: this.#sending.ackLatency,
      receiptLatency: this.#viewing.receiptLatency,
    };
  }

  /** What a progress line shows while the run goes on. */
  progress() {
    const { tries, messages, ackLatency } = this.#sending;
    return { tries, sent: messages.length, acked: ackLatency.count, seen: this.#viewing.seen };
  }

  #counts(): Verdict['counts'] {
    const { messages, tries } = this.#sending;
    const { count: stored, excused, copies, foreign } = this.#stored;
    const { seen, repeats, fetched, resets } = this.#viewing;
    const sums = { acked: 0, refused: 0, unknown: 0 };
    for (let row = 0; row < messages.length; row += 1) {
      if (messages.is(row, fate.acked)) sums.acked += 1;
      else if (messages.is(row, fate.unknown | fate.open)) sums.unknown += 1;
      else sums.refused += 1;
    }
    const views = { seen, repeats, fetched, resets };
    return { sent: messages.length, tries, ...sums, stored, excused, copies, foreign, ...views };
  }
}

/** The verdict on a whole ledger. */
export function check(entries: Iterable<LedgerEntry>): Verdict {
  const checker = new Checker();
  for (const entry of entries) checker.add(entry);
  return checker.verdict();
}
