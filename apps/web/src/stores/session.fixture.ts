import type { Session, User } from '@livechat/contracts';
import { vi } from 'vitest';

const text = (value: unknown) => btoa(JSON.stringify(value));

/** A token as the server makes them, that lives `lifeS` seconds by whatever clock. */
export const tokenText = (name: string, lifeS = 300): string =>
  `${text({ alg: 'ES256' })}.${text({ sub: name, iat: 1_000, exp: 1_000 + lifeS })}.sig-${name}`;

export const userNamed = (displayName: string, kind: User['kind'] = 'member'): User => ({
  id: `id-${displayName}`,
  displayName,
  kind,
  createdAt: 1,
});

export const sessionOf = (name: string, kind: User['kind'] = 'member'): Session => ({
  accessToken: tokenText(name),
  // A clock that is hours off must not matter.
  expiresAt: 5_000,
  user: userNamed(name, kind),
});

interface Answer {
  readonly status?: number;
  readonly body?: unknown;
}
type Route = (body: unknown) => Answer | Promise<Answer>;

/** A server of few routes, `"POST /path"` → answer; counts the calls of each. */
export function fakeServer(routes: Record<string, Route>) {
  const calls: string[] = [];
  const handle = async (url: string, { method = 'GET', body }: RequestInit = {}) => {
    const path = url.split('?')[0] ?? '';
    const name = `${method} ${path}`;
    calls.push(name);
    const route = routes[name];
    const given: unknown = typeof body === 'string' ? JSON.parse(body) : undefined;
    const { status = 200, body: answer } = route ? await route(given) : refusal('not_found', 404);
    const text = answer === undefined ? null : JSON.stringify(answer);
    return new Response(text, { status });
  };
  vi.stubGlobal('fetch', vi.fn(handle));
  return { calls, count: (name: string) => calls.filter((call) => call === name).length };
}

export const refusal = (code: string, status: number, more: object = {}) => ({
  status,
  body: { type: 'about:blank', title: code, status, code, requestId: 'r', ...more },
});
