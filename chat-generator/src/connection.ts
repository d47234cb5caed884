import {
  AppError,
  logEvent,
  socketPath,
  type Answer,
  type ClientEvent,
  type ClientEventName,
  type ClientToServer,
  type ErrorCode,
  type LogEvent,
  type ServerToClient,
} from '@livechat/contracts';
import { io, type Socket } from 'socket.io-client';
import type { Account } from './account.ts';
import { leanTransport } from './lean-transport.ts';
import type { EventFrame } from './lean-web-socket.ts';
import { pause } from './pause.ts';

/** No answer within this time: it is not known what became of the request. */
export const answerTimeoutMs = 10_000;

export interface Listener {
  /** Connected, for the first time or again. */
  connected?(): void;
  event?(event: LogEvent): void;
  /** Join again without a position. */
  reset?(streamId: string): void;
  /** An event that is not what the contracts say. */
  malformed?(): void;
}

export interface ConnectionOptions {
  readonly account?: Account;
  /** A random id that counts as one viewer; for anonymous readers. */
  readonly viewer?: string;
  /** Gets the stream's events as bytes, instead of the listener as objects. */
  readonly onEventFrame?: EventFrame;
}

/** One socket: comes back by itself, renews its token, and goes when the server asks it to. */
export class Connection {
  readonly #socket: Socket<ServerToClient, ClientToServer>;
  readonly #closed = new AbortController();
  #renewal: NodeJS.Timeout | undefined;

  constructor(
    origin: string,
    private readonly options: ConnectionOptions,
    private readonly listener: Listener = {},
  ) {
    this.#socket = io(origin, {
      path: socketPath,
      transports: options.onEventFrame ? [leanTransport(options.onEventFrame)] : ['websocket'],
      forceNew: true,
      reconnectionDelay: 200,
      reconnectionDelayMax: 2_000,
      auth: (give) => void this.#auth().then(give, () => this.#reconnect()),
    });
    this.#listen();
  }

  get isConnected(): boolean {
    return this.#socket.connected;
  }

  /** The answer, or undefined where none came: then it is not known whether it was done. */
  request<E extends ClientEventName>(
    name: E,
    payload: ClientEvent<E>,
  ): Promise<Answer<E> | undefined> {
    if (!this.#socket.connected) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      const answered = (error: Error | null, answer: Answer<E>) =>
        resolve(error === null ? answer : undefined);
      // The typed emitter cannot follow a generic event name.
      const emitter = this.#socket.timeout(answerTimeoutMs) as unknown as {
        emit(name: string, payload: unknown, ack: typeof answered): void;
      };
      emitter.emit(name, payload, answered);
    });
  }

  close(): void {
    this.#closed.abort();
    clearTimeout(this.#renewal);
    this.#socket.disconnect();
  }

  #listen(): void {
    const { listener } = this;
    this.#socket.on('connect', () => {
      this.#renewLater();
      listener.connected?.();
    });
    this.#socket.on('disconnect', () => this.#comeBack());
    this.#socket.on('connect_error', () => this.#comeBack());
    this.#socket.on('drain', ({ reconnectInMs }) => void this.#leave(reconnectInMs));
    this.#socket.on('stream:reset', ({ streamId }) => listener.reset?.(streamId));
    this.#socket.on('event', (event) => {
      const parsed = logEvent.safeParse(event);
      if (parsed.success) listener.event?.(parsed.data);
      else listener.malformed?.();
    });
  }

  async #auth(): Promise<Record<string, string>> {
    const { account, viewer } = this.options;
    if (account !== undefined) return { token: await account.token() };
    return viewer === undefined ? {} : { viewer };
  }

  /** socket.io comes back from a lost connection by itself, but not where the server ended it. */
  #comeBack(): void {
    clearTimeout(this.#renewal);
    if (this.#closed.signal.aborted || this.#socket.active) return;
    void pause(500 + Math.random() * 1_000, this.#closed.signal).then(() => this.#connect());
  }

  #connect(): void {
    if (!this.#closed.signal.aborted) this.#socket.connect();
  }

  async #leave(ms: number): Promise<void> {
    await pause(ms, this.#closed.signal);
    if (this.#socket.connected) this.#socket.disconnect();
    this.#connect();
  }

  #renewLater(): void {
    const { account } = this.options;
    if (account === undefined) return;
    clearTimeout(this.#renewal);
    const wait = Math.max(1_000, account.renewAt - Date.now());
    this.#renewal = setTimeout(() => void this.#renew(account), wait);
  }

  /** A renewal that fails is settled by connecting anew, with whatever token there is then. */
  async #renew(account: Account): Promise<void> {
    try {
      const answer = await this.request('auth:renew', { token: await account.token() });
      if (answer?.ok === true) return this.#renewLater();
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
    }
    this.#reconnect();
  }

  /** Anew, after a while; never without the token it should have. */
  #reconnect(): void {
    if (this.#closed.signal.aborted) return;
    this.#socket.disconnect();
    void pause(1_000 + Math.random() * 2_000, this.#closed.signal).then(() => this.#connect());
  }
}

/** The code of an answer that is not ok. */
export const codeOf = (answer: Answer<ClientEventName>): ErrorCode | undefined =>
  answer.ok ? undefined : answer.error.code;
