import { randomInt } from 'node:crypto';
import { AppError, session as sessionSchema, type Session } from '@livechat/contracts';
import { patiently, type Api, type Reply } from './api.ts';

const anyAnswer = { parse: (value: unknown) => value };
/** A token is replaced at a time drawn for each account, so that a crowd does not come at once. */
const [leastLeftMs, spreadMs] = [45_000, 120_000];
/** A slow answer is waited for: once the old token is used up, asking again could end the session. */
const refreshTimeoutMs = 120_000;

type SignIn = () => Promise<Reply<Session>>;

/**
 * A signed-in guest or member: keeps its access token fresh by the refresh cookie, and signs in
 * again where the service has ended the session (a guest is somebody new then).
 */
export class Account {
  /** Told the new user id after a sign-in that made one. */
  renamed: (userId: string) => void = () => undefined;
  #session: Session;
  #cookie: string | undefined;
  #renewAt: number;
  #refreshing: Promise<void> | undefined;

  constructor(
    private readonly api: Api,
    reply: Reply<Session>,
    private readonly signIn: SignIn,
  ) {
    this.#session = reply.value;
    this.#cookie = reply.cookie;
    this.#renewAt = renewalTime(reply.value);
  }

  get userId(): string {
    return this.#session.user.id;
  }

  get displayName(): string {
    return this.#session.user.displayName;
  }

  /** When the present token should be replaced, ms since 1970. */
  get renewAt(): number {
    return this.#renewAt;
  }

  /** A token that is good for a while. */
  async token(): Promise<string> {
    if (Date.now() >= this.#renewAt) await this.refresh();
    return this.#session.accessToken;
  }

  /** Rotates the tokens; asked twice at once it does so once, as reuse of the old one ends the family. */
  async refresh(): Promise<void> {
    this.#refreshing ??= this.#rotate().finally(() => (this.#refreshing = undefined));
    await this.#refreshing;
  }

  async #rotate(): Promise<void> {
    const before = this.userId;
    const reply = (await this.#refreshed()) ?? (await this.signIn());
    this.#session = reply.value;
    this.#cookie = reply.cookie ?? this.#cookie;
    this.#renewAt = renewalTime(reply.value);
    if (this.userId !== before) this.renamed(this.userId);
  }

  /** Undefined where the service knows the session no more. */
  async #refreshed(): Promise<Reply<Session> | undefined> {
    const cookie = this.#cookie;
    if (cookie === undefined) return undefined;
    const call = { method: 'POST', cookie, timeoutMs: refreshTimeoutMs } as const;
    try {
      return await patiently(() => this.api.call(sessionSchema, '/api/v1/sessions/refresh', call));
    } catch (error) {
      if (error instanceof AppError && error.code === 'unauthenticated') return undefined;
      throw error;
    }
  }
}

function renewalTime({ expiresAt }: Session): number {
  const left = expiresAt - Date.now();
  return expiresAt - Math.min(left / 2, leastLeftMs + Math.random() * spreadMs);
}

/** A guest of this name, or of one of our own where the server does not take it. */
export async function guest(api: Api, displayName: string): Promise<Account> {
  const signIn = () => guestSession(api, displayName);
  return new Account(api, await signIn(), signIn);
}

async function guestSession(api: Api, displayName: string): Promise<Reply<Session>> {
  for (let tries = 0; ; tries += 1) {
    const body = { displayName: tries === 0 ? displayName : `guest ${randomInt(1e9)}` };
    const call = { method: 'POST', body } as const;
    try {
      return await patiently(() => api.call(sessionSchema, '/api/v1/sessions/guest', call));
    } catch (error) {
      const refused = error instanceof AppError && ['conflict', 'invalid'].includes(error.code);
      if (!refused || tries >= 4) throw error;
    }
  }
}

/** Signs a member in; throws `unauthenticated` where e-mail and password do not fit. */
export async function member(api: Api, email: string, password: string): Promise<Account> {
  const call = { method: 'POST', body: { email, password } } as const;
  const signIn = () => patiently(() => api.call(sessionSchema, '/api/v1/sessions', call));
  return new Account(api, await signIn(), signIn);
}

/** Registers an account and signs it in; throws `conflict` where e-mail or name is taken. */
export async function newMember(
  api: Api,
  body: { email: string; password: string; displayName: string },
): Promise<Account> {
  await patiently(() => api.call(anyAnswer, '/api/v1/users', { method: 'POST', body }));
  return member(api, body.email, body.password);
}
