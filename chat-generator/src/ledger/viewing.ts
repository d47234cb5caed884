import { Bits, holds, lowerBound, numbers, wholes, type Numbers } from './column.ts';
import type { EntryOf, LedgerEntry } from './entries.ts';
import { Histogram } from './histogram.ts';
import type { Findings } from './rules.ts';
import type { Sending } from './sending.ts';
import { idHash, type Stored, type StoredEvents } from './stored.ts';

const recentKept = 1_024;
const emptyLog: StoredEvents = { offsets: numbers(), hashes: wholes(), removed: new Set() };

/** One unbroken list of a viewer, from a join without past to the next such join or his leaving. */
interface Stay {
  readonly viewer: number;
  readonly stream: string;
  readonly epoch: number;
  readonly from: number;
  readonly offsets: Numbers;
  readonly hashes: Numbers;
  readonly own: Bits;
  /** Frames of the present connection, to tell a repeat from a swap. */
  lastRaw: number;
  recent: number[];
  /** It went on after a reconnect at least once. */
  resumed: boolean;
  complete: boolean;
}

/** What viewers saw: L5, L6, L11 and L12 at once, L2 and L4 against the dump. 12 bytes a delivery. */
export class Viewing {
  readonly receiptLatency = new Histogram();
  seen = 0;
  /** Frames that arrived again and were dropped, events fetched to fill a gap, lists begun anew. */
  repeats = 0;
  fetched = 0;
  resets = 0;
  readonly #stays: Stay[] = [];
  readonly #present = new Map<string, Stay>();

  constructor(
    private readonly sending: Sending,
    private readonly findings: Findings,
  ) {}

  add(entry: LedgerEntry): void {
    if (entry.type === 'RECOVERED') this.#joined(entry);
    else if (entry.type === 'SEEN') this.#seen(entry);
    else if (entry.type === 'LEFT') this.#left(entry);
  }

  /** Once the dump is whole: every list against it. */
  close(stored: Stored): void {
    for (const stay of this.#stays) this.#compare(stay, stored);
  }

  #joined(entry: EntryOf<'RECOVERED'>): void {
    const key = `${entry.viewer} ${entry.stream}`;
    const before = this.#present.get(key);
    if (entry.recovered && before !== undefined) {
      before.lastRaw = -1;
      before.recent = [];
      before.resumed = true;
      return;
    }
    if (before !== undefined) this.resets += 1;
    const { viewer, stream, epoch, from } = entry;
    const columns = { offsets: numbers(), hashes: wholes(), own: new Bits() };
    const frames = { lastRaw: -1, recent: [], resumed: false, complete: false };
    const stay: Stay = { viewer, stream, epoch, from, ...columns, ...frames };
    this.#present.set(key, stay);
    this.#stays.push(stay);
  }

  #left({ viewer, stream, complete }: EntryOf<'LEFT'>): void {
    const stay = this.#present.get(`${viewer} ${stream}`);
    if (stay !== undefined) stay.complete = complete;
    this.#present.delete(`${viewer} ${stream}`);
  }

  #seen(entry: EntryOf<'SEEN'>): void {
    const stay = this.#present.get(`${entry.viewer} ${entry.stream}`);
    if (stay === undefined) return;
    if (entry.way === 'live') this.#frame(stay, entry);
    if (entry.way === 'fetch') this.fetched += 1;
    if (entry.rendered) this.#rendered(stay, entry);
    else this.repeats += 1;
  }

  /** Frames of one connection only rise: the server drops what is not above its last. */
  #frame(stay: Stay, entry: EntryOf<'SEEN'>): void {
    if (entry.offset > stay.lastRaw) {
      stay.lastRaw = entry.offset;
      if (stay.recent.push(entry.offset) > 2 * recentKept) stay.recent.splice(0, recentKept);
      return;
    }
    const again = stay.recent.includes(entry.offset);
    const what = again ? 'came twice on one connection' : `came after ${stay.lastRaw}`;
    this.findings.add(again ? 'L5' : 'L6', () => `${place(stay, entry.offset)} ${what}`);
  }

  #rendered(stay: Stay, entry: EntryOf<'SEEN'>): void {
    const { offsets, hashes } = stay;
    const last = offsets.length === 0 ? -1 : offsets.at(offsets.length - 1);
    if (entry.offset <= last) {
      const rule = holds(offsets, entry.offset) ? 'L5' : 'L6';
      return this.findings.add(rule, () => `${place(stay, entry.offset)} rendered after ${last}`);
    }
    offsets.push(entry.offset);
    hashes.push(idHash(entry.id));
    this.seen += 1;
    const row = this.sending.messages.rowOf(entry.id);
    if (row !== undefined) this.#message(stay, entry, row);
  }

  #message(stay: Stay, entry: EntryOf<'SEEN'>, row: number): void {
    const where = `seen by viewer ${stay.viewer} as ${entry.epoch}-${entry.offset}`;
    if (!stay.own.add(row)) {
      this.findings.add('L5', () => `${this.sending.story(row)}, ${where} once more`);
    }
    if (entry.content) this.sending.compare(row, entry.content, where);
    // The first page of a list holds what was sent before the viewer came.
    if (entry.way === 'join' && !stay.resumed) return;
    this.receiptLatency.add(entry.t - this.sending.messages.at(row).due);
  }

  /** Goes along both lists at once: each ascends. */
  #compare(stay: Stay, stored: Stored): void {
    const log = stored.of(stay.stream, stay.epoch) ?? emptyLog;
    const { offsets, hashes } = stay;
    let row = lowerBound(log.offsets, stay.from);
    for (let n = 0; n < offsets.length; n += 1) {
      const offset = offsets.at(n);
      row = this.#missingBefore(stay, log, row, offset);
      if (row < log.offsets.length && log.offsets.at(row) === offset) {
        if (log.hashes.at(row) !== hashes.at(n)) this.#other(stay, offset);
        row += 1;
      } else if (!log.removed.has(offset)) this.#phantom(stay, offset);
    }
    if (stay.complete) this.#missingBefore(stay, log, row, Infinity);
  }

  /** Counts the events of the log before an offset as missing; answers the row that comes next. */
  #missingBefore(stay: Stay, { offsets }: StoredEvents, from: number, offset: number): number {
    let row = from;
    for (; row < offsets.length && offsets.at(row) < offset; row += 1) {
      this.#missing(stay, offsets.at(row));
    }
    return row;
  }

  #missing(stay: Stay, offset: number): void {
    this.findings.add('L4', () => `${place(stay, offset)} is in the history and was never seen`);
  }

  #phantom(stay: Stay, offset: number): void {
    this.findings.add('L2', () => `${place(stay, offset)} was seen and is not in the history`);
  }

  #other(stay: Stay, offset: number): void {
    this.findings.add('L6', () => `${place(stay, offset)} is another event in the history`);
  }
}

const place = ({ viewer, stream, epoch }: Stay, offset: number) =>
  `viewer ${viewer} in stream ${stream}: ${epoch}-${offset}`;
