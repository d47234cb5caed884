import type { TokenClaims } from '@livechat/contracts';
import { randomBytes } from 'node:crypto';
import type { Socket } from 'socket.io';
import { closeCodes, SocketLine } from './socket-line.ts';
import { Turns } from './turns.ts';

/** One connected client: who it is, and what it joined. */
export class SocketSession {
  readonly line: SocketLine;
  /** Streams joined, each with how to leave it. */
  readonly streams = new Map<string, () => Promise<void>>();
  /** Admissions of sends, one after another, so that appends keep the order of the calls. */
  readonly sends = new Turns();
  /** Joins and leaves, one after another, so that the last of them holds. */
  readonly joins = new Turns();
  /** When SQL last said that the session lives, monotonic ms. */
  checkedAt = -Infinity;
  /** Events taken and not answered yet. */
  unanswered = 0;
  private abuses = 0;
  /** Not the socket's id, which is a key to it. */
  private readonly trace = randomBytes(6).toString('hex');
  private sent = 0;

  constructor(
    readonly socket: Socket,
    readonly viewer: string,
    public user: TokenClaims | undefined,
  ) {
    this.line = new SocketLine(socket);
  }

  /** Who watches: the user, else the browser, else this socket. */
  get watcher(): string {
    return this.user ? `u:${this.user.sub}` : `v:${this.viewer}`;
  }

  /** Whether there is anybody to answer. */
  get isOpen(): boolean {
    return this.socket.connected && !this.line.isClosing;
  }

  /** The id under which the next send is found in the logs. */
  nextTrace(): string {
    return `${this.trace}.${++this.sent}`;
  }

  /** Counts what no client of ours would send; the tenth closes the socket. */
  abuse(): void {
    if (++this.abuses === 10) this.line.close(closeCodes.abuse, 'invalid');
  }

  async leaveAll(): Promise<void> {
    await Promise.all([...this.streams.values()].map((leave) => leave()));
  }
}
