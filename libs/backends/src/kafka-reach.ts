import type { ISocketFactory } from 'kafkajs';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

const keepAliveMs = 60_000;
const probeEveryMs = 500;
const probeLimitMs = 1_000;

/**
 * Knows whether any broker can be reached, by watching every connection of the clients it makes
 * sockets for: once the last one is gone it tries the given addresses until one accepts.
 */
export class BrokerReach {
  readonly #open = new Set<Socket>();
  #down = false;
  #probing = false;
  #closed = false;
  /** Called on each change of `isDown`. */
  onChange: ((isDown: boolean) => void) | undefined;

  constructor(readonly brokers: readonly string[]) {}

  /** No broker accepts connections. */
  get isDown(): boolean {
    return this.#down;
  }

  readonly makeSocket: ISocketFactory = ({ host, port, ssl, onConnect }) => {
    // kafkajs leaves `ssl` out for plain connections, whatever its types say.
    const tls = ssl as typeof ssl | undefined;
    const socket = tls
      ? connectTls({ host, port, ...(isIP(host) ? {} : { servername: host }), ...tls }, onConnect)
      : connectTcp({ host, port }, onConnect);
    socket.setKeepAlive(true, keepAliveMs);
    socket.once('connect', () => this.#opened(socket));
    socket.once('close', () => this.#gone(socket));
    return socket;
  };

  /** Stops looking; what closes from now on is meant to. */
  close(): void {
    this.#closed = true;
  }

  #opened(socket: Socket): void {
    this.#open.add(socket);
    this.#set(false);
  }

  #gone(socket: Socket): void {
    this.#open.delete(socket);
    if (this.#open.size === 0 && !this.#probing) void this.#probe();
  }

  async #probe(): Promise<void> {
    this.#probing = true;
    while (this.#open.size === 0 && !this.#closed) {
      const answers = await Promise.all(this.brokers.map(accepts));
      if (this.#sawAny(answers)) break;
      await new Promise((resolve) => setTimeout(resolve, probeEveryMs).unref());
    }
    this.#probing = false;
  }

  /** One address that accepts is enough, and so is a client's connection made meanwhile. */
  #sawAny(answers: readonly boolean[]): boolean {
    const isDown = this.#open.size === 0 && !answers.includes(true);
    this.#set(isDown);
    return !isDown;
  }

  #set(isDown: boolean): void {
    if (this.#down === isDown || this.#closed) return;
    this.#down = isDown;
    this.onChange?.(isDown);
  }
}

/** Whether an address, `host:port`, takes a TCP connection. */
const accepts = (address: string): Promise<boolean> =>
  new Promise((resolve) => {
    const border = address.lastIndexOf(':');
    const host = address.slice(0, border);
    const socket = connectTcp({ host, port: Number(address.slice(border + 1)) });
    const answer = (accepted: boolean) => () => {
      socket.destroy();
      resolve(accepted);
    };
    socket.setTimeout(probeLimitMs, answer(false));
    socket.once('connect', answer(true)).once('error', answer(false));
  });
