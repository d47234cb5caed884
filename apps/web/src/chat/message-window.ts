import type { Label } from '@livechat/contracts';
import {
  firstFrom,
  insertedRow,
  isBefore,
  isSame,
  withRow,
  type ChatRow,
  type MessageRow,
  type Place,
} from './message-rows.ts';

/** Rows kept of the newest, shown while following, and shown at most while reading elsewhere. */
export const bounds = { tail: 500, following: 200, shown: 600, step: 100 } as const;
const slack = 50;

/**
 * The part of a stream's messages that is on screen. It ends at the newest while the reader follows;
 * once he reads elsewhere it stands still, grows on either side as he asks for it, and is cut on the
 * other. Always contiguous and bounded.
 */
export class MessageWindow {
  private tail: readonly ChatRow[] = [];
  private fresh: ChatRow[] = [];
  /** What is shown while the reader does not follow. */
  private held: readonly ChatRow[] | undefined;
  /** The held rows end where the newest end. */
  private isAtEnd = true;
  /** Nothing stands before this place. */
  private start: Place | undefined;
  private count = 0;
  private followed: { of: readonly ChatRow[]; rows: readonly ChatRow[] } = { of: [], rows: [] };

  /** The same array as long as nothing changed. */
  get rows(): readonly ChatRow[] {
    if (this.held) return this.held;
    const newest = this.newest();
    if (this.followed.of !== newest) {
      this.followed = { of: newest, rows: newest.slice(-bounds.following) };
    }
    return this.followed.rows;
  }

  get isFollowing(): boolean {
    return this.held === undefined;
  }

  /** Messages that came since the reader left the end. */
  get unseen(): number {
    return this.count;
  }

  get hasOlder(): boolean {
    const [first] = this.rows;
    return !this.start || (first !== undefined && isBefore(this.start, first.place));
  }

  get hasNewer(): boolean {
    return this.held !== undefined && !this.isAtEnd;
  }

  /** Place of the oldest of the newest rows, which are kept whatever is shown. */
  get tailStart(): Place | undefined {
    return this.newest()[0]?.place;
  }

  /** Where older rows would be put in front. */
  get firstPlace(): Place | undefined {
    return (this.held ?? this.newest())[0]?.place;
  }

  get lastPlace(): Place | undefined {
    return this.rows.at(-1)?.place;
  }

  /** The list begins anew with the newest messages; the reader is at their end. */
  begin(rows: readonly ChatRow[]): void {
    this.tail = rows;
    this.fresh = [];
    this.start = undefined;
    this.follow();
  }

  add(row: ChatRow): void {
    this.fresh.push(row);
    if (this.fresh.length > slack) this.newest();
    if (!this.held) return;
    if (row.kind === 'message') this.count++;
    if (!this.isAtEnd) return;
    if (this.held.length < bounds.shown) this.held = [...this.held, row];
    else this.isAtEnd = false;
  }

  /** To the newest, and on with them. */
  follow(): void {
    this.held = undefined;
    this.isAtEnd = true;
    this.count = 0;
  }

  /** What is shown stays where it is. */
  hold(): void {
    this.held ??= this.rows;
  }

  /** Shows rows of elsewhere. */
  show(rows: readonly ChatRow[]): void {
    this.held = rows;
    this.isAtEnd = false;
    this.joinTail();
  }

  /** Older rows that are kept here are shown; answers false where they have to be read. */
  olderFromHere(): boolean {
    const [first] = this.rows;
    const all = this.newest();
    const older = first ? all.slice(0, firstFrom(all, first.place)) : [];
    if (older.length === 0) return false;
    this.hold();
    this.prepend(older.slice(-bounds.step));
    return true;
  }

  newerFromHere(): boolean {
    const end = this.held?.at(-1)?.place;
    const all = this.newest();
    const [first] = all;
    if (!end || !first || isBefore(end, first.place)) return false;
    this.extend(all.filter((row) => isBefore(end, row.place)).slice(0, bounds.step));
    return true;
  }

  /** Rows that stand right before the shown ones; `isStart`: nothing is older. */
  prepend(rows: readonly ChatRow[], isStart = false): void {
    const [first] = this.rows;
    const older = first ? rows.filter((row) => isBefore(row.place, first.place)) : rows;
    if (this.held) this.cutEnd([...older, ...this.held]);
    else this.tail = [...older, ...this.newest()].slice(-bounds.tail);
    if (isStart) this.start = older[0]?.place ?? first?.place ?? { epoch: 0, offset: 0 };
  }

  /** Rows that stand right behind the shown ones; `meetsTail`: nothing stands between them and the newest. */
  extend(rows: readonly ChatRow[], meetsTail = false): void {
    if (!this.held) return;
    const end = this.held.at(-1)?.place;
    const newer = end ? rows.filter((row) => isBefore(end, row.place)) : rows;
    const rest = meetsTail ? this.newest().slice(0, bounds.step) : [];
    this.held = [...this.held, ...newer, ...rest].slice(-bounds.shown);
    this.joinTail();
  }

  /** Changes a row, or takes it out; nothing happens where it is not here. */
  change(place: Place, change: (row: MessageRow) => MessageRow | undefined): void {
    this.each((rows) => withRow(rows, place, change));
  }

  /** Puts a row back where it belongs, if the rows around it are here. */
  insert(row: MessageRow): void {
    this.each((rows, isEnd) => {
      const [first, last] = [rows[0], rows.at(-1)];
      if (!first || !last || !isBefore(first.place, row.place)) return rows;
      return isEnd || isBefore(row.place, last.place) ? insertedRow(rows, row) : rows;
    });
  }

  /** Changes every message that it concerns. */
  map(change: (row: MessageRow) => MessageRow | undefined): void {
    this.each((rows) => {
      const changed = rows.flatMap<ChatRow>((row) =>
        row.kind === 'message' ? (change(row) ?? []) : row,
      );
      const isSameList =
        changed.length === rows.length && changed.every((row, i) => row === rows[i]);
      return isSameList ? rows : changed;
    });
  }

  label(labels: ReadonlyMap<number, Label>, epoch: number): void {
    this.map((row) => {
      const label = row.place.epoch === epoch ? labels.get(row.place.offset) : undefined;
      return label ? { ...row, label } : row;
    });
  }

  find(place: Place): MessageRow | undefined {
    for (const rows of [this.held ?? [], this.newest()]) {
      const row = rows[firstFrom(rows, place)];
      if (row?.kind === 'message' && isSame(row.place, place)) return row;
    }
    return undefined;
  }

  private each(change: (rows: readonly ChatRow[], isEnd: boolean) => readonly ChatRow[]): void {
    this.tail = change(this.newest(), true);
    if (this.held) this.held = change(this.held, this.isAtEnd);
  }

  private newest(): readonly ChatRow[] {
    if (this.fresh.length === 0) return this.tail;
    this.tail = [...this.tail, ...this.fresh].slice(-bounds.tail);
    this.fresh = [];
    return this.tail;
  }

  private cutEnd(rows: readonly ChatRow[]): void {
    this.held = rows.slice(0, bounds.shown);
    if (rows.length > bounds.shown) this.isAtEnd = false;
  }

  /** Whether the held rows have reached the newest. */
  private joinTail(): void {
    const last = this.newest().at(-1);
    const end = this.held?.at(-1);
    this.isAtEnd = last === undefined || (end !== undefined && !isBefore(end.place, last.place));
  }
}
