import type { Label, LogEvent, MessagePosted } from '@livechat/contracts';

/** A place in the log, by which rows are ordered. */
export interface Place {
  readonly epoch: number;
  readonly offset: number;
}

export interface MessageRow {
  readonly kind: 'message';
  readonly key: string;
  readonly place: Place;
  readonly message: MessagePosted;
  /** Kept for moderators only. */
  readonly isRemoved: boolean;
  readonly label?: Label | undefined;
}

/** A small line of the system's between messages. */
export interface NoticeRow {
  readonly kind: 'notice';
  readonly key: string;
  /** It stands behind the message at this place. */
  readonly place: Place;
  readonly recovered: number;
}

export type ChatRow = MessageRow | NoticeRow;

export const isMessage = (event: LogEvent): event is MessagePosted =>
  event.type === 'message.posted';

export const messageRow = (message: MessagePosted, epoch: number): MessageRow => ({
  kind: 'message',
  key: `${epoch}-${message.offset}`,
  place: { epoch, offset: message.offset },
  message,
  isRemoved: false,
});

export const isBefore = (one: Place, other: Place): boolean =>
  one.epoch < other.epoch || (one.epoch === other.epoch && one.offset < other.offset);

export const isSame = (one: Place, other: Place): boolean =>
  one.epoch === other.epoch && one.offset === other.offset;

/** Rows of which one is changed or left out; the same array where that one is not among them. */
export function withRow(
  rows: readonly ChatRow[],
  place: Place,
  change: (row: MessageRow) => MessageRow | undefined,
): readonly ChatRow[] {
  const index = indexOf(rows, place);
  const row = rows[index];
  if (row?.kind !== 'message') return rows;
  const changed = change(row);
  if (changed === row) return rows;
  return rows.toSpliced(index, 1, ...(changed ? [changed] : []));
}

/** Rows with one more, where it belongs; one that is there already is not put in twice. */
export function insertedRow(rows: readonly ChatRow[], row: MessageRow): readonly ChatRow[] {
  if (indexOf(rows, row.place) !== -1) return rows;
  return rows.toSpliced(firstFrom(rows, row.place), 0, row);
}

/** Index of the message at a place, −1 where it is not. */
function indexOf(rows: readonly ChatRow[], place: Place): number {
  for (let at = firstFrom(rows, place); at < rows.length; at++) {
    const row = rows[at];
    if (!row || !isSame(row.place, place)) return -1;
    if (row.kind === 'message') return at;
  }
  return -1;
}

/** Index of the first row that is not before a place. */
export function firstFrom(rows: readonly ChatRow[], place: Place): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const row = rows[middle];
    if (row && isBefore(row.place, place)) low = middle + 1;
    else high = middle;
  }
  return low;
}
