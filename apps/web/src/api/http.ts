import { errorKinds, isRetriable, problem } from '@livechat/contracts';
import type { ErrorCode, Issue, RuleName } from '@livechat/contracts';

/** A schema of the contracts; only what it promises of an answer is used. */
export interface AnswerSchema<T> {
  parse(value: unknown): T;
}

export interface Call<T> {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  /** Shape of the answer; left out where the answer has no body. */
  readonly answer?: AnswerSchema<T>;
  readonly token?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Codes of the contracts, and `offline` where no answer came at all. */
export type RequestErrorCode = ErrorCode | 'offline';

interface RequestErrorDetails {
  readonly detail?: string | undefined;
  readonly rule?: RuleName | undefined;
  readonly issues?: readonly Issue[] | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly requestId?: string | undefined;
}

/** What a failed call throws; the page shows the text `app.error.<code>`. */
export class RequestError extends Error {
  constructor(
    readonly code: RequestErrorCode,
    readonly details: RequestErrorDetails = {},
    options?: ErrorOptions,
  ) {
    super(details.detail ?? (code === 'offline' ? 'No answer' : errorKinds[code].title), options);
    this.name = 'RequestError';
  }

  /** The same call may do well a little later. */
  get retriable(): boolean {
    return this.code === 'offline' || isRetriable(this.code);
  }
}

/** The code of any error; what is no RequestError is a fault of this page and counts as `internal`. */
export const codeOf = (error: unknown): RequestErrorCode =>
  error instanceof RequestError ? error.code : 'internal';

const tries = 3;
const firstWaitMs = 400;
const longestWaitMs = 5_000;

/**
 * One call of the HTTP API. Reads are tried three times where that may help within seconds; a call
 * that changes something is sent once. Throws RequestError; an abort throws the signal's reason.
 */
export async function request<T = void>(call: Call<T>): Promise<T> {
  const reads = (call.method ?? 'GET') === 'GET';
  for (let attempt = 1; ; attempt++) {
    try {
      return await once(call);
    } catch (error) {
      const again = reads && error instanceof RequestError && error.retriable && attempt < tries;
      const wishedMs = again ? (error.details.retryAfterMs ?? 0) : 0;
      if (!again || wishedMs > longestWaitMs) throw error;
      await pause(waitMs(attempt, wishedMs), call.signal);
    }
  }
}

async function once<T>(call: Call<T>): Promise<T> {
  const response = await fetched(call);
  if (!response.ok) throw await failed(response);
  if (!call.answer) return undefined as T;
  try {
    return call.answer.parse(await response.json());
  } catch (cause) {
    throw new RequestError('internal', { detail: 'An answer that cannot be read' }, { cause });
  }
}

async function fetched<T>({ method = 'GET', path, query, body, token, signal }: Call<T>) {
  const headers = new Headers({ accept: 'application/json' });
  if (method !== 'GET') headers.set('x-livechat', '1');
  if (body !== undefined) headers.set('content-type', 'application/json');
  if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
  try {
    return await fetch(path + queryText(query), {
      method,
      headers,
      credentials: 'same-origin',
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    });
  } catch (cause) {
    signal?.throwIfAborted();
    throw new RequestError('offline', {}, { cause });
  }
}

/** `?a=1&b=2` of what is set, or nothing. */
export function queryText(query: Call<unknown>['query'] = {}): string {
  const set = Object.entries(query).filter(([, value]) => value !== undefined);
  const text = new URLSearchParams(set.map(([key, value]) => [key, String(value)])).toString();
  return text && `?${text}`;
}

async function failed(response: Response): Promise<RequestError> {
  const body: unknown = await response.json().catch(() => undefined);
  const read = problem.safeParse(body);
  if (read.success) return new RequestError(read.data.code, read.data);
  // A proxy before the server answers in words of its own.
  const away = response.status === 502 || response.status === 503 || response.status === 504;
  return new RequestError(away ? 'unavailable' : 'internal');
}

/** Longer with each try, spread so that many pages do not come back at once, never below the server's wish. */
function waitMs(attempt: number, wishedMs: number): number {
  const grown = firstWaitMs * 2 ** (attempt - 1) * (0.5 + Math.random());
  return Math.min(longestWaitMs, Math.max(wishedMs, grown));
}

function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    });
  });
}
