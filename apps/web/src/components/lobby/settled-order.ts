interface Watched {
  readonly id: string;
  readonly viewers: number;
}

/** A stream passes the one before it only with clearly more viewers: a tenth more, and at least two. */
const passes = (one: Watched, other: Watched) =>
  one.viewers >= Math.max(other.viewers * 1.1, other.viewers + 2);

/**
 * Ids of the streams, busiest first, moved as little as possible from the order on screen. Those not
 * yet on screen come where their viewers put them.
 */
export function settledOrder(shown: readonly string[], streams: readonly Watched[]): string[] {
  const byId = new Map(streams.map((stream) => [stream.id, stream]));
  const kept = shown.flatMap((id) => byId.get(id) ?? []);
  const fresh = streams.filter(({ id }) => !shown.includes(id));
  const order: Watched[] = [];
  for (const stream of kept) insert(order, stream, passes);
  for (const stream of fresh) insert(order, stream, (one, other) => one.viewers > other.viewers);
  return order.map(({ id }) => id);
}

function insert(
  order: Watched[],
  stream: Watched,
  goesBefore: (one: Watched, other: Watched) => boolean,
): void {
  let place = order.length;
  while (place > 0 && goesBefore(stream, order[place - 1]!)) place--;
  order.splice(place, 0, stream);
}

/** The order on screen with what is gone taken out and what is new at the end: nothing else moves. */
export function heldOrder(shown: readonly string[], streams: readonly Watched[]): string[] {
  const ids = new Set(streams.map(({ id }) => id));
  const kept = shown.filter((id) => ids.has(id));
  return [...kept, ...[...ids].filter((id) => !shown.includes(id))];
}
