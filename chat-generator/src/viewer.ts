import { randomUUID } from 'node:crypto';
import { eventPage, type EventPage, type LogEvent } from '@livechat/contracts';
import { patiently, type Api } from './api.ts';
import { Connection } from './connection.ts';
import type { Ledger } from './ledger/entries.ts';
import { pause } from './pause.ts';
import { StreamView } from './stream-view.ts';

const pageSize = 200;

/** A page of the history after an offset. */
export const pageAfter = (
  api: Api,
  stream: string,
  epoch: number,
  offset: number,
): Promise<EventPage> =>
  api.get(
    eventPage,
    `/chat/v1/streams/${stream}/messages?epoch=${epoch}&after=${offset}&limit=${pageSize}`,
  );

/** The newest page of the history. */
export const newestPage = (api: Api, stream: string): Promise<EventPage> =>
  api.get(eventPage, `/chat/v1/streams/${stream}/messages?limit=${pageSize}`);

/** Reads on from an offset until a page is empty, busy times waited out. */
export async function* historyAfter(
  api: Api,
  stream: string,
  position: { epoch: number; offset: number },
): AsyncGenerator<LogEvent, void, undefined> {
  let { offset } = position;
  for (;;) {
    const from = offset;
    const { items } = await patiently(() => pageAfter(api, stream, position.epoch, from));
    yield* items;
    const last = items.at(-1)?.offset;
    if (last === undefined || last <= from) return;
    offset = last;
  }
}

/** Watches one stream through a stock socket.io client and notes all it sees. */
export class Viewer {
  readonly view: StreamView;
  /** Events that were not what the contracts say. */
  malformed = 0;
  readonly #connection: Connection;
  readonly #closed = new AbortController();

  constructor(
    api: Api,
    readonly number: number,
    readonly streamId: string,
    ledger: Ledger,
  ) {
    const { signal } = this.#closed;
    const source = {
      join: async (last: { epoch: number; offset: number } | undefined) => {
        const join = last === undefined ? { streamId } : { streamId, last };
        const answer = await this.#connection.request('stream:join', join);
        return answer?.ok === true ? answer : undefined;
      },
      after: async (epoch: number, offset: number) =>
        (await pageAfter(api, streamId, epoch, offset)).items,
    };
    this.view = new StreamView(source, ledger, {
      viewer: number,
      stream: streamId,
      pause: (ms) => pause(ms, signal),
      now: preciseNow,
      stopped: () => signal.aborted,
    });
    this.#connection = new Connection(
      api.origin,
      { viewer: randomUUID() },
      {
        connected: () => void this.view.enter(),
        reset: () => void this.view.enter('anew'),
        event: (event) => this.view.receive(event),
        malformed: () => (this.malformed += 1),
      },
    );
  }

  close(): void {
    this.#closed.abort();
    this.#connection.close();
  }
}

/** Now in ms since 1970 with fractions, on a clock that never jumps while the process lives. */
export const preciseNow = (): number => performance.timeOrigin + performance.now();
