import { randomInt } from 'node:crypto';
import { AppError, session as sessionSchema, type Session } from '@livechat/contracts';
import { patiently, type Api, type Reply } from './api.ts';

/** A token with less than this left is renewed before it is used. */
const leastLeftMs = 60_000;
/** Those who came together renew strewn over this time: a thousand at once would wait for each other. */
const spreadMs = 120_000;
const anyAnswer = { parse: (value: unknown) => value };

/** A signed-in guest or member: keeps its access token fresh by the refresh cookie. */
export class Account {
  #session: Session;
  #cookie: string | undefined;
  #refreshing: Promise<void> | undefined;
  readonly #leastLeftMs = leastLeftMs + Math.random() * spreadMs;

  constructor(
    private readonly api: Api,
    reply: Reply<Session>,
  ) {
    this.#session = reply.value;
    this.#cookie = reply.cookie;
  }

  get userId(): string {
    return this.#session.user.id;
  }

  get displayName(): string {
    return this.#session.user.displayName;
  }

  /** When the present token should be replaced, ms since 1970. */
  get renewAt(): number {
    return this.#session.expiresAt - this.#leastLeftMs;
  }

  /** A token that is good for at least a minute. */
  async token(): Promise<string> {
    if (Date.now() >= this.renewAt) await this.refresh();
    return this.#session.accessToken;
  }

  /** Rotates the tokens; asked twice at once it does so once, as reuse of the old one ends the family. */
  async refresh(): Promise<void> {
    this.#refreshing ??= this.#rotate().finally(() => (this.#refreshing = undefined));
    await this.#refreshing;
  }

  async #rotate(): Promise<void> {
    const cookie = this.#cookie;
    if (cookie === undefined) throw new AppError('unauthenticated');
    const call = { method: 'POST', cookie } as const;
    const reply = await patiently(() =>
      this.api.call(sessionSchema, '/api/v1/sessions/refresh', call),
    );
    this.#session = reply.value;
    this.#cookie = reply.cookie ?? cookie;
  }
}

/** A guest of this name, or of one of our own where the server does not take it. */
export async function guest(api: Api, displayName: string): Promise<Account> {
  for (let tries = 0; ; tries += 1) {
    const body = { displayName: tries === 0 ? displayName : `guest ${randomInt(1e9)}` };
    const call = { method: 'POST', body } as const;
    try {
      const reply = await patiently(() => api.call(sessionSchema, '/api/v1/sessions/guest', call));
      return new Account(api, reply);
    } catch (error) {
      const refused = error instanceof AppError && ['conflict', 'invalid'].includes(error.code);
      if (!refused || tries >= 4) throw error;
    }
  }
}

/** Signs a member in; throws `unauthenticated` where e-mail and password do not fit. */
export async function member(api: Api, email: string, password: string): Promise<Account> {
  const call = { method: 'POST', body: { email, password } } as const;
  return new Account(api, await patiently(() => api.call(sessionSchema, '/api/v1/sessions', call)));
}

/** Registers an account and signs it in; throws `conflict` where e-mail or name is taken. */
export async function newMember(
  api: Api,
  body: { email: string; password: string; displayName: string },
): Promise<Account> {
  await patiently(() => api.call(anyAnswer, '/api/v1/users', { method: 'POST', body }));
  return member(api, body.email, body.password);
}
