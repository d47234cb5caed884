import type { HistoryRange } from '@livechat/backends';

/** What one epoch has below a place, newest first; `next` where there may be more. */
export interface Found<T> {
  readonly items: T[];
  readonly next?: number;
}

/** The key of a row, and whether it is to be shown. */
export interface Facts<T> {
  readonly keyOf: (item: T) => number;
  readonly isThere: (item: T) => boolean;
}

/** The newest rows that are to be shown; reads on where many are not. */
export async function newestFacts<T>(
  read: (range: HistoryRange) => Promise<readonly T[]>,
  range: Omit<HistoryRange, 'newest'>,
  { keyOf, isThere }: Facts<T>,
): Promise<Found<T>> {
  const { limit } = range;
  const items: T[] = [];
  for (let below = range; ;) {
    const rows = (await read({ ...below, newest: true })).toReversed();
    items.push(...rows.filter(isThere));
    const [full, last] = [items[limit - 1], rows.at(-1)];
    if (full) return { items: items.slice(0, limit), next: keyOf(full) };
    if (rows.length < limit || !last) return { items };
    below = { ...range, before: keyOf(last) };
  }
}
