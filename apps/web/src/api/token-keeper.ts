import type { Session, User } from '@livechat/contracts';
import { accessToken, type AccessToken } from './access-token.ts';
import { codeOf } from './http.ts';

const retryMs = 10_000;

/**
 * Keeps the access token of the present session fresh. The token lives here only: never in storage,
 * a URL or a store that a devtool prints.
 */
export class TokenKeeper {
  #current: AccessToken | undefined;
  #refreshing: Promise<string | undefined> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Rises when somebody signs in or out: a refresh begun before then is of no use any more. */
  #turn = 0;

  constructor(
    private readonly refresh: () => Promise<Session>,
    /** Called with who is here now, undefined when nobody is. */
    private readonly changed: (user: User | undefined) => void,
  ) {}

  /** A session that was just given. */
  enter(session: Session): void {
    this.#turn++;
    this.#keep(session);
  }

  /** The session is over. */
  leave(): void {
    this.#turn++;
    this.#current = undefined;
    clearTimeout(this.#timer);
    this.changed(undefined);
  }

  /** A token with some time left. Rejects with RequestError where one cannot be had right now. */
  async token(): Promise<string | undefined> {
    if (this.#current && performance.now() < this.#current.staleAt) return this.#current.text;
    try {
      return await this.renew();
    } catch (error) {
      if (this.#current && performance.now() < this.#current.deadAt) return this.#current.text;
      throw error;
    }
  }

  /** A new token; one refresh at a time. Undefined, and nobody here any more, where the session is over. */
  renew(): Promise<string | undefined> {
    this.#refreshing ??= this.#renewed().finally(() => (this.#refreshing = undefined));
    return this.#refreshing;
  }

  /** Renews without anybody waiting, and again later while the server is away. */
  renewInBackground(): void {
    this.renew().catch(() => this.#renewIn(retryMs));
  }

  async #renewed(): Promise<string | undefined> {
    const turn = this.#turn;
    try {
      const session = await this.refresh();
      return turn === this.#turn ? this.#keep(session) : this.#current?.text;
    } catch (error) {
      if (codeOf(error) !== 'unauthenticated') throw error;
      if (turn === this.#turn) this.leave();
      return this.#current?.text;
    }
  }

  #keep(session: Session): string {
    this.#current = accessToken(session);
    this.#renewIn(Math.max(1_000, this.#current.staleAt - performance.now()));
    this.changed(session.user);
    return this.#current.text;
  }

  #renewIn(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.renewInBackground(), ms);
  }
}
