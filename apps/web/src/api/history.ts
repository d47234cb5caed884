import {
  eventPage,
  labelPage,
  type EventPage,
  type Label,
  type LogEvent,
} from '@livechat/contracts';
import type { Hole } from '../chat/event-sequence.ts';
import { RequestError, type Call } from './http.ts';

export interface PageQuery {
  readonly epoch?: number | undefined;
  readonly before?: number | undefined;
  readonly after?: number | undefined;
  readonly limit?: number;
}

/** Labels of messages, ascending, and the epoch they belong to. */
export interface LabelPage {
  readonly epoch: number;
  readonly items: readonly Label[];
}

const pathOf = (streamId: string, rest: string) =>
  `/chat/v1/streams/${encodeURIComponent(streamId)}/${rest}`;

/**
 * Calls to send as whoever is here (`session.authorized`): reads are limited by user, else by
 * address. Events of one epoch, ascending; bounds are exclusive. With `after` the oldest of the
 * range, else the newest.
 */
export const messagePage = (
  streamId: string,
  query: PageQuery,
  signal?: AbortSignal,
): Call<EventPage> => ({
  path: pathOf(streamId, 'messages'),
  query: { ...query },
  answer: eventPage,
  signal,
});

/** At most 200 labels above an offset of the present epoch. */
export const labelsAfter = (
  streamId: string,
  after: number,
  signal?: AbortSignal,
): Call<LabelPage> => ({
  path: pathOf(streamId, 'labels'),
  query: { after, limit: 200 },
  answer: labelPage,
  signal,
});

const pageLimit = 200;
/** A bigger hole is not read: a fresh list is quicker. */
const mostRead = 5_000;

/** Everything that the log holds of a hole; rejects where it is too big or cannot be read. */
export async function readHole(
  page: (query: PageQuery) => Promise<EventPage>,
  { epoch, after, before }: Hole,
): Promise<readonly LogEvent[]> {
  const events: LogEvent[] = [];
  let from = after;
  while (events.length < mostRead) {
    const { items } = await page({ epoch, after: from, before, limit: pageLimit });
    events.push(...items);
    const last = items.at(-1);
    if (items.length < pageLimit || !last) return events;
    from = last.offset;
  }
  throw new RequestError('too_large');
}
