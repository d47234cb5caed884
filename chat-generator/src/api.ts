import { AppError, isRetriable, problem, type ErrorCode } from '@livechat/contracts';
import { backOff, pause } from './pause.ts';

export interface Call {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  readonly body?: unknown;
  /** A body sent as it is, with its media type. */
  readonly raw?: { readonly type: string; readonly text: string };
  readonly token?: string;
  readonly cookie?: string;
  readonly timeoutMs?: number;
}

export interface Reply<T> {
  readonly value: T;
  /** `name=value` of the refresh cookie, where one was set. */
  readonly cookie: string | undefined;
}

interface Parser<T> {
  parse(value: unknown): T;
}

const defaultTimeoutMs = 30_000;

/** The HTTP side of the public contracts. */
export class Api {
  /** Scheme, host and port; whatever stands behind them is ignored. */
  readonly origin: string;

  constructor(url: string) {
    this.origin = new URL(url).origin;
  }

  /** The parsed answer; throws AppError with the server's code, `unavailable` where none was reached. */
  async call<T>(schema: Parser<T>, path: string, call: Call = {}): Promise<Reply<T>> {
    const response = await this.#fetch(path, call);
    const text = await response.text().catch((cause: unknown) => this.#unreachable(cause));
    if (!response.ok) throw refusal(response, text);
    const value = schema.parse(text === '' ? undefined : JSON.parse(text));
    return { value, cookie: refreshCookie(response) };
  }

  async get<T>(schema: Parser<T>, path: string, token?: string): Promise<T> {
    const { value } = await this.call(schema, path, token === undefined ? {} : { token });
    return value;
  }

  async #fetch(path: string, call: Call): Promise<Response> {
    const { method = 'GET', body, raw, timeoutMs = defaultTimeoutMs } = call;
    const content = raw?.text ?? (body === undefined ? undefined : JSON.stringify(body));
    try {
      return await fetch(this.origin + path, {
        method,
        headers: this.#headers(call),
        signal: AbortSignal.timeout(timeoutMs),
        ...(content === undefined ? {} : { body: content }),
      });
    } catch (cause) {
      return this.#unreachable(cause);
    }
  }

  #headers({ body, raw, token, cookie }: Call): Record<string, string> {
    const type = raw?.type ?? (body === undefined ? undefined : 'application/json');
    return {
      'x-livechat': '1',
      origin: this.origin,
      ...(type === undefined ? {} : { 'content-type': type }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(cookie === undefined ? {} : { cookie, 'sec-fetch-site': 'same-origin' }),
    };
  }

  #unreachable(cause: unknown): never {
    throw new AppError('unavailable', { detail: `${this.origin} does not answer` }, { cause });
  }
}

const refreshCookie = (response: Response): string | undefined =>
  response.headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0]!)
    .find((pair) => /^(__Host-)?rt=./.test(pair));

function refusal(response: Response, text: string): AppError {
  const parsed = problem.safeParse(jsonOrNothing(text));
  if (!parsed.success) {
    const code: ErrorCode = response.status === 404 ? 'not_found' : 'internal';
    return new AppError(code, { detail: `HTTP ${response.status} from ${response.url}` });
  }
  const { code, detail, issues, retryAfterMs } = parsed.data;
  const header = Number(response.headers.get('retry-after'));
  const wait = retryAfterMs ?? (header > 0 ? header * 1_000 : undefined);
  return new AppError(code, { detail, issues, retryAfterMs: wait });
}

function jsonOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not from our service, for example a proxy's page; the status code says enough.
    return undefined;
  }
}

/** Does a call again while its error is worth retrying, waiting as told, until `limitMs` have passed. */
export async function patiently<T>(
  work: () => Promise<T>,
  limitMs = 120_000,
  signal?: AbortSignal,
): Promise<T> {
  const end = Date.now() + limitMs;
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      const again = error instanceof AppError && isRetriable(error.code);
      if (!again || Date.now() >= end || signal?.aborted === true) throw error;
      await pause(error.details.retryAfterMs ?? backOff(tries + 2), signal);
    }
  }
}
