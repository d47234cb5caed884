import { describe, expect, it } from 'vitest';
import { guest, member } from './account.ts';
import { answers, type Call, type Told } from './answers.fixture.ts';
import { Api } from './api.ts';

/** Sessions of so many ms; refresh cookies are good once, as `next` says. */
async function sessions(lifeMs: number, refresh: (call: Call, count: number) => Told | undefined) {
  let [made, refreshed] = [0, 0];
  const session = (userId: string, displayName: string): Told => {
    const user = { id: userId, displayName, kind: 'guest', createdAt: 0 };
    const accessToken = `token-${(made += 1)}`;
    const value = { accessToken, expiresAt: Date.now() + lifeMs, user };
    return { value, cookie: `rt=secret-${made}` };
  };
  return answers((call) => {
    if (call.path.endsWith('/refresh')) {
      return refresh(call, (refreshed += 1)) ?? session('u1', 'Wren');
    }
    const { displayName } = JSON.parse(call.body) as { displayName?: string };
    if (displayName === 'taken') return { problem: { status: 409, code: 'conflict' } };
    return session(`u${made + 1}`, displayName ?? 'Wren');
  });
}

describe('an account', () => {
  it('refreshes once however many ask at once, with the newest cookie each time', async () => {
    const { url, calls } = await sessions(0, () => undefined);
    const account = await guest(new Api(url), 'Wren');
    const tokens = await Promise.all([account.token(), account.token(), account.token()]);
    expect(new Set(tokens)).toEqual(new Set(['token-2']));
    await account.token();
    const cookies = calls.filter(({ path }) => path.endsWith('/refresh')).map((c) => c.cookie);
    expect(cookies).toEqual(['rt=secret-1', 'rt=secret-2']);
  });

  it('keeps its token until it should be renewed, at a time of its own', async () => {
    const { url, calls } = await sessions(300_000, () => undefined);
    const api = new Api(url);
    const accounts = await Promise.all(['a', 'b', 'c', 'd'].map((name) => guest(api, name)));
    await Promise.all(accounts.map((account) => account.token()));
    expect(calls).toHaveLength(4);
    const times = accounts.map(({ renewAt }) => renewAt - Date.now());
    expect(new Set(times).size).toBe(4);
    for (const time of times) expect(time).toBeGreaterThan(100_000);
    for (const time of times) expect(time).toBeLessThan(256_000);
  });

  it('signs in again where its session was ended, and says who it is then', async () => {
    const ended: Told = { problem: { status: 401, code: 'unauthenticated' } };
    const { url } = await sessions(0, (_, count) => (count === 1 ? ended : undefined));
    const account = await guest(new Api(url), 'Wren');
    const names: string[] = [];
    account.renamed = (userId) => names.push(userId);
    expect(await account.token()).toBe('token-2');
    expect(names).toEqual(['u2']);
    expect(account.userId).toBe('u2');
  });

  it('waits where refreshing is refused for now', async () => {
    const busy: Told = { problem: { status: 429, code: 'rate_limited', retryAfterMs: 5 } };
    const { url } = await sessions(0, (_, count) => (count < 3 ? busy : undefined));
    const account = await member(new Api(url), 'a@example.com', 'secret');
    expect(await account.token()).toBe('token-2');
  });

  it('of a guest takes another name where the wished one is taken', async () => {
    const { url } = await sessions(300_000, () => undefined);
    const { displayName } = await guest(new Api(url), 'taken');
    expect(displayName).toMatch(/^guest \d+$/);
  });
});
