import type { ClientEvent } from '@livechat/contracts';
import type { Account } from './account.ts';
import type { Door } from './chatter.ts';
import { Connection } from './connection.ts';
import { idOf, placeOf } from './event-place.ts';
import { LeanView } from './lean-view.ts';
import { backOff, pause } from './pause.ts';
import type { Receipts } from './receipts.ts';
import { preciseNow } from './viewer.ts';

/** A chatter's socket: joined to his stream whenever it is connected, and keeping his own list of it. */
export class SocketDoor implements Door {
  readonly view: LeanView;
  readonly #connection: Connection;
  readonly #closed = new AbortController();
  #isJoined = false;
  #joins = 0;

  constructor(
    origin: string,
    account: Account,
    private readonly streamId: string,
    receipts: Receipts,
  ) {
    this.view = new LeanView(receipts, () => void this.#join());
    this.#connection = new Connection(
      origin,
      { account, onEventFrame: (bytes, start, end) => this.#receive(bytes, start, end) },
      { connected: () => void this.#join(), reset: () => void this.#join('anew') },
    );
  }

  async ready(): Promise<void> {
    while (!this.#closed.signal.aborted && !(this.#isJoined && this.#connection.isConnected)) {
      await pause(50, this.#closed.signal);
    }
  }

  send(message: ClientEvent<'message:send'>) {
    return this.#connection.request('message:send', message);
  }

  close(): void {
    this.#closed.abort();
    this.#connection.close();
  }

  #receive(bytes: Buffer, start: number, end: number): void {
    const place = placeOf(bytes, start, end);
    if (place) this.view.receive(place, preciseNow(), () => idOf(bytes, start, end));
  }

  /** Only the newest join counts: one that is overtaken by a reconnect or a reset ends. */
  async #join(how: 'resume' | 'anew' = 'resume'): Promise<void> {
    const join = ++this.#joins;
    this.#isJoined = false;
    let from = how === 'anew' ? undefined : this.view.last;
    for (let tries = 1; this.#connection.isConnected; tries += 1) {
      this.view.joining();
      const last = from === undefined ? {} : { last: from };
      const answer = await this.#connection.request('stream:join', {
        streamId: this.streamId,
        ...last,
      });
      if (join !== this.#joins) return;
      if (answer?.ok === true) {
        this.#isJoined = !this.view.joined(answer, preciseNow());
        if (this.#isJoined) return;
        from = this.view.last;
      } else {
        await pause(answer?.error.retryAfterMs ?? backOff(tries, 2_000), this.#closed.signal);
        if (join !== this.#joins) return;
      }
    }
  }
}
