import { crc32 } from 'node:zlib';
import { holds, numbers, wholes, type Numbers } from './column.ts';
import type { EntryOf } from './entries.ts';
import { fate } from './messages.ts';
import type { Findings } from './rules.ts';
import type { Sending } from './sending.ts';

/** The history of one stream in one epoch: offsets ascending, and a hash of each event's id. */
export interface StoredEvents {
  readonly offsets: Numbers;
  readonly hashes: Numbers;
  /** Offsets of messages removed and not restored. */
  readonly removed: Set<number>;
}

export const idHash = (id: string): number => crc32(id);

/** The dump of the history, held against what was sent: L1, L2, L3, L6, L11 and L12 of the archive. */
export class Stored {
  count = 0;
  foreign = 0;
  /** Acked messages left out of the history for a reason that stands in it. */
  excused = 0;
  /** Acked with the place of a copy, which the history leaves out: an append was made again. */
  copies = 0;
  readonly #streams = new Map<string, StoredEvents>();
  readonly #silenced = new Map<string, Set<string>>();
  readonly #lastSeq = new Map<string, number>();
  /** Rows acked above where they stand, with where that is. */
  readonly #displaced: { row: number; place: string }[] = [];

  constructor(
    private readonly sending: Sending,
    private readonly findings: Findings,
  ) {}

  of(stream: string, epoch: number): StoredEvents | undefined {
    return this.#streams.get(`${epoch} ${stream}`);
  }

  add(entry: EntryOf<'HISTORY'>): void {
    const events = this.#events(entry);
    const last = events.offsets.length === 0 ? -1 : events.offsets.at(events.offsets.length - 1);
    if (entry.offset <= last) return this.#misplaced(entry, last);
    events.offsets.push(entry.offset);
    events.hashes.push(idHash(entry.id));
    if (entry.kind === 'message.posted') this.#message(entry);
    else this.#moderation(entry, events);
  }

  /** Once the dump is whole: which acked messages it lacks. */
  close(): void {
    for (const { row, place } of this.#displaced) this.#copied(row, place);
    const { messages } = this.sending;
    for (let row = 0; row < messages.length; row += 1) {
      if (!messages.is(row, fate.acked) || messages.is(row, fate.stored)) continue;
      if (this.#isExcused(row)) this.excused += 1;
      else this.findings.add('L1', () => `${this.sending.story(row)}, not in the history`);
    }
  }

  #events({ stream, epoch }: EntryOf<'HISTORY'>): StoredEvents {
    const known = this.of(stream, epoch);
    if (known !== undefined) return known;
    const events = { offsets: numbers(), hashes: wholes(), removed: new Set<number>() };
    this.#streams.set(`${epoch} ${stream}`, events);
    return events;
  }

  #misplaced({ stream, offset }: EntryOf<'HISTORY'>, last: number): void {
    const where = `stream ${stream}: the history gives offset ${offset} after ${last}`;
    this.findings.add(offset === last ? 'L3' : 'L6', () => where);
  }

  #message(entry: EntryOf<'HISTORY'>): void {
    const row = this.sending.messages.rowOf(entry.id);
    if (row === undefined) return this.#unsent(entry);
    const { messages } = this.sending;
    const place = `stored as ${entry.epoch}-${entry.offset}`;
    if (messages.is(row, fate.stored)) {
      return this.findings.add('L3', () => `${this.sending.story(row)}, ${place} once more`);
    }
    messages.mark(row, fate.stored);
    this.count += 1;
    if (this.#wasRefused(row) || messages.at(row).stream !== entry.stream) {
      this.findings.add('L2', () => `${this.sending.story(row)}, ${place} in ${entry.stream}`);
    }
    this.#placed(row, entry, place);
    this.#ordered(row, place);
    if (entry.content) this.sending.compare(row, entry.content, place);
  }

  #unsent({ stream, epoch, offset, id }: EntryOf<'HISTORY'>): void {
    this.foreign += 1;
    if (!this.sending.isOwn(stream)) return;
    this.findings.add('L2', () => `stream ${stream}: ${epoch}-${offset} (${id}) was never sent`);
  }

  /** Every try was refused, so that it must not be there. */
  #wasRefused(row: number): boolean {
    const { messages } = this.sending;
    return (
      messages.is(row, fate.refused) && !messages.is(row, fate.acked | fate.unknown | fate.open)
    );
  }

  /** After a resend, or an append made again, the ack may name the offset of a copy. */
  #placed(row: number, entry: EntryOf<'HISTORY'>, place: string): void {
    const { messages } = this.sending;
    if (!messages.is(row, fate.acked) || messages.is(row, fate.resent)) return;
    const { epoch, offset } = messages.at(row).ack;
    if (epoch === entry.epoch && offset === entry.offset) return;
    if (epoch === entry.epoch && offset > entry.offset) this.#displaced.push({ row, place });
    else this.findings.add('L1', () => `${this.sending.story(row)}, but ${place}`);
  }

  /** Nothing stands where a copy was. */
  #copied(row: number, place: string): void {
    const { stream, ack } = this.sending.messages.at(row);
    const events = this.of(stream, ack.epoch);
    if (events && holds(events.offsets, ack.offset)) {
      this.findings.add('L1', () => `${this.sending.story(row)}, but ${place}`);
    } else this.copies += 1;
  }

  #ordered(row: number, place: string): void {
    const { sender, seq, stream } = this.sending.messages.at(row);
    const key = `${sender} ${stream}`;
    if (seq < (this.#lastSeq.get(key) ?? -1)) {
      this.findings.add('L6', () => `${this.sending.story(row)}, ${place} behind a later one`);
    }
    this.#lastSeq.set(key, seq);
  }

  #moderation({ kind, stream, target, subject }: EntryOf<'HISTORY'>, events: StoredEvents): void {
    if (kind === 'message.removed' && target !== undefined) events.removed.add(target);
    if (kind === 'message.restored' && target !== undefined) events.removed.delete(target);
    if (subject === undefined) return;
    const silenced = this.#silenced.get(stream) ?? new Set();
    this.#silenced.set(stream, silenced.add(subject));
  }

  /** Removed, or by someone who was banned or timed out there: such a message may be void. */
  #isExcused(row: number): boolean {
    const { stream, ack } = this.sending.messages.at(row);
    if (this.of(stream, ack.epoch)?.removed.has(ack.offset)) return true;
    const silenced = this.#silenced.get(stream) ?? new Set();
    return [...this.sending.usersOf(row)].some((user) => silenced.has(user));
  }
}
