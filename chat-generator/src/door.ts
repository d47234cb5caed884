import type { ClientEvent } from '@livechat/contracts';
import type { Account } from './account.ts';
import type { Door } from './chatter.ts';
import { Connection } from './connection.ts';
import { backOff, pause } from './pause.ts';

/** A chatter's socket: joined to his stream whenever it is connected. */
export class SocketDoor implements Door {
  readonly #connection: Connection;
  readonly #closed = new AbortController();
  #isJoined = false;

  constructor(
    origin: string,
    account: Account,
    private readonly streamId: string,
  ) {
    const join = () => void this.#join();
    this.#connection = new Connection(
      origin,
      { account, deaf: true },
      { connected: join, reset: join },
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

  async #join(): Promise<void> {
    this.#isJoined = false;
    for (let tries = 1; this.#connection.isConnected; tries += 1) {
      const answer = await this.#connection.request('stream:join', { streamId: this.streamId });
      this.#isJoined = answer?.ok === true;
      if (answer?.ok === true) return;
      await pause(answer?.error.retryAfterMs ?? backOff(tries, 2_000), this.#closed.signal);
    }
  }
}
