import type { Appended, EventLog } from '@livechat/backends';
import type { AppError, ErrorCode, RawChat } from '@livechat/contracts';
import { randomUUID } from 'node:crypto';

/** What a sender was told of one record. */
export interface Told {
  readonly id: string;
  readonly stream: string;
  /** Time until the answer. */
  readonly ms: number;
  readonly acked?: Appended;
  readonly code?: ErrorCode;
}

export const message = (streamId: string, id: string = randomUUID()): RawChat => ({
  type: 'message.posted',
  streamId,
  id,
  author: { id: 'u1', displayName: 'Ann', kind: 'member', role: 'member' },
  text: 'x',
});

/** Sends to 20 streams, 500 records a second in all, waiting for no answer, until told to stop. */
export class LogSenders {
  readonly told: Promise<Told>[] = [];
  readonly #streams = Array.from({ length: 20 }, () => `s-${randomUUID()}`);
  readonly #timer: NodeJS.Timeout;

  constructor(readonly log: EventLog) {
    this.#timer = setInterval(() => this.#streams.forEach((stream) => this.#send(stream)), 40);
  }

  /** Resolves with every answer once the last is there. */
  async stop(): Promise<readonly Told[]> {
    clearInterval(this.#timer);
    return Promise.all(this.told);
  }

  #send(stream: string): void {
    const id = randomUUID();
    const started = performance.now();
    const told = (answer: Pick<Told, 'acked' | 'code'>): Told => ({
      ...{ id, stream, ms: performance.now() - started },
      ...answer,
    });
    this.told.push(
      this.log.append('raw-chats', stream, message(stream, id)).then(
        (acked) => told({ acked }),
        (error: unknown) => told({ code: (error as AppError).code }),
      ),
    );
  }
}

export const acksOf = (told: readonly Told[]) =>
  told.flatMap(({ id, stream, acked }) => (acked ? [{ id, stream, ...acked }] : []));
