import type { TokenClaims } from '@livechat/contracts';
import type { Socket } from 'socket.io';
import { closeCodes, SocketLine } from './socket-line.ts';

/** One connected client: who it is, and what it joined. */
export class SocketSession {
  readonly line: SocketLine;
  /** Streams joined, each with how to leave it. */
  readonly streams = new Map<string, () => Promise<void>>();
  /** Admissions of sends, one after another, so that appends keep the order of the calls. */
  private turn: Promise<unknown> = Promise.resolve();
  private abuses = 0;

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

  /** Runs after everything queued before it has run. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.turn.then(work);
    this.turn = result.catch(() => undefined);
    return result;
  }

  /** Counts what no client of ours would send; the tenth closes the socket. */
  abuse(): void {
    if (++this.abuses === 10) this.line.close(closeCodes.abuse, 'invalid');
  }

  async leaveAll(): Promise<void> {
    await Promise.all([...this.streams.values()].map((leave) => leave()));
  }
}
