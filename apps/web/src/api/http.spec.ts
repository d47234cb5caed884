// @vitest-environment happy-dom
import { issue } from '@livechat/contracts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { codeOf, queryText, request, RequestError } from './http.ts';

const fetched = vi.fn<typeof fetch>();
const json = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' },
  });
const problem = (code: string, status: number, more: object = {}) =>
  json({ type: 'about:blank', title: 'T', status, code, requestId: 'r1', ...more }, status);
const failureOf = (call: Promise<unknown>) =>
  call.then(
    () => expect.unreachable(),
    (error: unknown) => error as RequestError,
  );
const sentHeaders = () => new Headers(fetched.mock.lastCall?.[1]?.headers);

describe('request', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('fetch', fetched);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
    fetched.mockReset();
  });

  it('gives what the schema promises and leaves out the rest', async () => {
    fetched.mockResolvedValue(json({ path: 'p', message: 'm', extra: 2 }));
    const call = { path: '/x', query: { a: 1, b: undefined }, answer: issue };
    expect(await request(call)).toEqual({ path: 'p', message: 'm' });
    expect(fetched.mock.lastCall?.[0]).toBe('/x?a=1');
  });

  it('marks what changes something, and nothing else, with x-livechat', async () => {
    fetched.mockImplementation(() => Promise.resolve(new Response(null, { status: 204 })));
    await request({ path: '/x' });
    expect(sentHeaders().has('x-livechat')).toBe(false);
    await request({ method: 'POST', path: '/x', body: { a: 1 }, token: 'tok' });
    expect(sentHeaders().get('x-livechat')).toBe('1');
    expect(sentHeaders().get('authorization')).toBe('Bearer tok');
    expect(fetched.mock.lastCall?.[1]?.body).toBe('{"a":1}');
  });

  it('throws the code, issues and wait of a problem', async () => {
    const issues = [{ path: 'email', message: 'bad' }];
    fetched.mockResolvedValue(problem('invalid', 400, { issues, detail: 'Look' }));
    const error = await failureOf(request({ method: 'POST', path: '/x' }));
    expect(error).toBeInstanceOf(RequestError);
    expect(error).toMatchObject({ code: 'invalid', message: 'Look', retriable: false });
    expect(error.details.issues).toEqual(issues);
  });

  it.each([
    [502, 'unavailable'],
    [504, 'unavailable'],
    [500, 'internal'],
    [404, 'internal'],
  ])('reads an answer %d of some proxy as %s', async (status, code) => {
    fetched.mockImplementation(() => Promise.resolve(new Response('<html>', { status })));
    expect((await failureOf(request({ method: 'POST', path: '/x' }))).code).toBe(code);
  });

  it('counts an answer it cannot read as a fault of the server', async () => {
    fetched.mockImplementation(() => Promise.resolve(json({ path: 5 })));
    const call = failureOf(request({ path: '/x', answer: issue }));
    await vi.runAllTimersAsync();
    expect((await call).code).toBe('internal');
  });

  it('tries a read three times while the server is away, and no write twice', async () => {
    fetched.mockRejectedValue(new TypeError('Failed to fetch'));
    const read = failureOf(request({ path: '/x' }));
    await vi.runAllTimersAsync();
    expect((await read).code).toBe('offline');
    expect(fetched).toHaveBeenCalledTimes(3);
    expect((await failureOf(request({ method: 'POST', path: '/x' }))).code).toBe('offline');
    expect(fetched).toHaveBeenCalledTimes(4);
  });

  it('waits at least as long as the server wishes before it tries again', async () => {
    fetched.mockResolvedValueOnce(problem('rate_limited', 429, { retryAfterMs: 3_000 }));
    fetched.mockResolvedValue(json({}));
    const read = request({ path: '/x' });
    await vi.advanceTimersByTimeAsync(2_900);
    expect(fetched).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(200);
    await read;
    expect(fetched).toHaveBeenCalledTimes(2);
  });

  it('does not make a person wait for a server that wants a long pause', async () => {
    fetched.mockResolvedValue(problem('rate_limited', 429, { retryAfterMs: 40_000 }));
    expect((await failureOf(request({ path: '/x' }))).code).toBe('rate_limited');
    expect(fetched).toHaveBeenCalledTimes(1);
  });

  it('does not try again what cannot do better', async () => {
    fetched.mockResolvedValue(problem('not_found', 404));
    expect((await failureOf(request({ path: '/x' }))).code).toBe('not_found');
    expect(fetched).toHaveBeenCalledTimes(1);
  });

  it('ends at once when it is aborted, also between two tries', async () => {
    const controller = new AbortController();
    fetched.mockRejectedValue(new TypeError('Failed to fetch'));
    const read = failureOf(request({ path: '/x', signal: controller.signal }));
    await vi.waitFor(() => expect(fetched).toHaveBeenCalledTimes(1));
    controller.abort(new Error('left the page'));
    expect(await read).toMatchObject({ message: 'left the page' });
    expect(fetched).toHaveBeenCalledTimes(1);
  });
});

describe('codes and queries', () => {
  it('counts any other error as internal', () => {
    expect(codeOf(new TypeError('x'))).toBe('internal');
    expect(codeOf(new RequestError('conflict'))).toBe('conflict');
  });

  it('escapes what is asked for', () => {
    expect(queryText({ q: 'a&b c', limit: 5 })).toBe('?q=a%26b+c&limit=5');
    expect(queryText()).toBe('');
  });
});
