import {
  eventPage,
  labelPage,
  type EventPage,
  type Label,
  type LogEvent,
} from '@livechat/contracts';
import type { Hole } from '../chat/event-sequence.ts';
import { request, RequestError } from './http.ts';

export interface PageQuery {
  readonly epoch?: number | undefined;
  readonly before?: number | undefined;
  readonly after?: number | undefined;
  readonly limit?: number;
}

const pathOf = (streamId: string, rest: string) =>
  `/chat/v1/streams/${encodeURIComponent(streamId)}/${rest}`;

/** Events of one epoch, ascending; bounds are exclusive. With `after` the oldest of the range, else the newest. */
export const messagePage = (
  streamId: string,
  query: PageQuery,
  signal?: AbortSignal,
): Promise<EventPage> =>
  request({ path: pathOf(streamId, 'messages'), query: { ...query }, answer: eventPage, signal });

/** Labels of at most 200 messages above an offset of the present epoch, with that epoch. */
export const labelsAfter = (
  streamId: string,
  after: number,
  signal?: AbortSignal,
): Promise<{ epoch: number; items: Label[] }> =>
  request({
    path: pathOf(streamId, 'labels'),
    query: { after, limit: 200 },
    answer: labelPage,
    signal,
  });

const pageLimit = 200;
/** A bigger hole is not read: a fresh list is quicker. */
const mostRead = 5_000;

/** Everything that the log holds of a hole; rejects where it is too big or cannot be read. */
export async function readHole(streamId: string, hole: Hole): Promise<readonly LogEvent[]> {
  const { epoch, before } = hole;
  const events: LogEvent[] = [];
  for (let { after } = hole; events.length < mostRead;) {
    const range = { epoch, after, before, limit: pageLimit };
    const { items } = await messagePage(streamId, range);
    events.push(...items);
    const last = items.at(-1);
    if (items.length < pageLimit || !last) return events;
    after = last.offset;
  }
  throw new RequestError('too_large');
}
