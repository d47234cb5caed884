import {
  stream,
  streamList,
  type Stream,
  type StreamChange,
  type StreamCreation,
  type StreamList,
} from '@livechat/contracts';
import { request, type Call } from './http.ts';

const streams = '/api/v1/streams';
const pathOf = (id: string) => `${streams}/${encodeURIComponent(id)}`;

export interface StreamSearch {
  readonly status: 'live' | 'ended' | 'all';
  readonly q?: string | undefined;
  readonly limit?: number;
  readonly cursor?: string | undefined;
}

/** One page of streams, busiest first. */
export const listStreams = (search: StreamSearch, signal?: AbortSignal): Promise<StreamList> =>
  request({ path: streams, query: { ...search }, answer: streamList, signal });

/** One stream; rejects with `not_found` where there is none. */
export const findStream = (id: string, signal?: AbortSignal): Promise<Stream> =>
  request({ path: pathOf(id), answer: stream, signal });

/** Calls to send as a member (`session.authorized`). */
export const creation = (body: StreamCreation): Call<Stream> => ({
  method: 'POST',
  path: streams,
  body,
  answer: stream,
});

export const change = (id: string, body: StreamChange): Call<Stream> => ({
  method: 'PATCH',
  path: pathOf(id),
  body,
  answer: stream,
});

export const ending = (id: string): Call<void> => ({ method: 'POST', path: `${pathOf(id)}/end` });

/** Bounds what one look-up of own streams reads: 25 pages of 200. */
const longestWalk = 25;

/** Every stream of one broadcaster, the newest first. */
export async function streamsOf(broadcasterId: string, signal?: AbortSignal): Promise<Stream[]> {
  const found: Stream[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < longestWalk; page++) {
    const { items, next } = await listStreams({ status: 'all', limit: 200, cursor }, signal);
    found.push(...items.filter(({ broadcaster }) => broadcaster.id === broadcasterId));
    cursor = next;
    if (cursor === undefined) break;
  }
  return found.sort((a, b) => b.startedAt - a.startedAt);
}
