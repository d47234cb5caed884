// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeServer, refusal, sessionOf, tokenText, userNamed } from './session.fixture.ts';
import { useSessionStore } from './session.ts';

const refresh = 'POST /api/v1/sessions/refresh';
const comeIn = 'POST /api/v1/sessions';

describe('session', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('BroadcastChannel', undefined);
    localStorage.clear();
    setActivePinia(createPinia());
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  const signedIn = async () => {
    const session = useSessionStore();
    await session.start();
    await session.signIn({ email: 'ann@example.org', password: 'long enough' });
    return session;
  };

  it('asks the server nothing at start where this browser never signed in', async () => {
    const { calls } = fakeServer({});
    const session = useSessionStore();
    expect(await session.token()).toBeUndefined();
    expect(session.ready).toBe(true);
    expect(calls).toEqual([]);
  });

  it('picks up by its cookie the session of before', async () => {
    localStorage.setItem('livechat.session', 'yes');
    fakeServer({ [refresh]: () => ({ body: sessionOf('ann') }) });
    const session = useSessionStore();
    await session.start();
    expect(session.user).toEqual(userNamed('ann'));
    expect(await session.token()).toBe(tokenText('ann'));
  });

  it('is nobody where the session of before is over, and does not ask again', async () => {
    localStorage.setItem('livechat.session', 'yes');
    const server = fakeServer({ [refresh]: () => refusal('unauthenticated', 401) });
    const session = useSessionStore();
    await session.start();
    expect(session.user).toBeUndefined();
    expect(localStorage.getItem('livechat.session')).toBeNull();
    expect(await session.token()).toBeUndefined();
    expect(server.count(refresh)).toBe(1);
  });

  it('comes back by itself when the server was away at start', async () => {
    localStorage.setItem('livechat.session', 'yes');
    let isAway = true;
    fakeServer({
      [refresh]: () => (isAway ? refusal('unavailable', 503) : { body: sessionOf('ann') }),
    });
    const session = useSessionStore();
    await session.start();
    expect(session.ready).toBe(true);
    isAway = false;
    await vi.advanceTimersByTimeAsync(10_500);
    expect(session.user?.displayName).toBe('ann');
  });

  it('keeps the token out of storage and out of the store', async () => {
    fakeServer({ [comeIn]: () => ({ body: sessionOf('ann') }) });
    const session = await signedIn();
    const kept = JSON.stringify([
      Object.entries(localStorage),
      Object.entries(sessionStorage),
      session.$state,
    ]);
    expect(kept).not.toContain('sig-ann');
    expect(await session.token()).toContain('sig-ann');
  });

  it('renews before the token runs out, whatever the clock of the browser says', async () => {
    const server = fakeServer({
      [comeIn]: () => ({ body: sessionOf('ann') }),
      [refresh]: () => ({ body: { ...sessionOf('ann'), accessToken: tokenText('ann-2') } }),
    });
    const session = await signedIn();
    await vi.advanceTimersByTimeAsync(260_000);
    expect(server.count(refresh)).toBe(0);
    await vi.advanceTimersByTimeAsync(15_000);
    expect(server.count(refresh)).toBe(1);
    expect(await session.token()).toBe(tokenText('ann-2'));
  });

  it('has one refresh at a time, however many ask', async () => {
    localStorage.setItem('livechat.session', 'yes');
    const server = fakeServer({ [refresh]: () => ({ body: sessionOf('ann') }) });
    const session = useSessionStore();
    const tokens = await Promise.all([session.token(), session.token(), session.token()]);
    expect(new Set(tokens)).toEqual(new Set([tokenText('ann')]));
    expect(server.count(refresh)).toBe(1);
  });

  it('renews once when a token ran out on the way, and sends the call again', async () => {
    let tries = 0;
    const server = fakeServer({
      [comeIn]: () => ({ body: sessionOf('ann') }),
      [refresh]: () => ({ body: sessionOf('ann') }),
      'POST /x': () => (++tries === 1 ? refusal('token_expired', 401) : { status: 204 }),
    });
    const session = await signedIn();
    await session.authorized({ method: 'POST', path: '/x' });
    expect(server.calls).toEqual([comeIn, 'POST /x', refresh, 'POST /x']);
  });

  it('stays signed out when a refresh answers after signing out', async () => {
    let answer: (given: { body: unknown }) => void = () => undefined;
    const server = fakeServer({
      [comeIn]: () => ({ body: sessionOf('ann') }),
      [refresh]: () => new Promise((resolve) => (answer = resolve)),
      'DELETE /api/v1/sessions': () => ({ status: 204 }),
    });
    const session = await signedIn();
    await vi.advanceTimersByTimeAsync(275_000);
    const token = session.token();
    expect(server.count(refresh)).toBe(1);
    await session.signOut();
    answer({ body: sessionOf('ann') });
    expect(await token).toBeUndefined();
    expect(session.user).toBeUndefined();
    expect(await session.token()).toBeUndefined();
  });

  it('registers and signs in with the same words', async () => {
    const seen: unknown[] = [];
    const see = (body: unknown) => void seen.push(body);
    fakeServer({
      'POST /api/v1/users': (body) => (see(body), { status: 201, body: { user: userNamed('bo') } }),
      [comeIn]: (body) => (see(body), { body: sessionOf('bo') }),
    });
    const session = useSessionStore();
    session.askToSignIn('register');
    await session.register({ email: 'b@example.org', password: 'long enough', displayName: 'bo' });
    expect(seen).toEqual([
      { email: 'b@example.org', password: 'long enough', displayName: 'bo' },
      { email: 'b@example.org', password: 'long enough' },
    ]);
    expect(session.user?.displayName).toBe('bo');
    expect(session.dialog).toBeUndefined();
  });

  it('leaves the dialog open where signing in failed', async () => {
    fakeServer({ [comeIn]: () => refusal('unauthenticated', 401) });
    const session = useSessionStore();
    session.askToSignIn();
    await expect(session.signIn({ email: 'a', password: 'b' })).rejects.toThrow();
    expect(session.dialog).toBe('signIn');
    expect(session.user).toBeUndefined();
  });
});
