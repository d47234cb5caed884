import { AuditRow, endedSessions, RefreshFamilyRow } from '@livechat/backends';
import { problem, session, type OidcProviders } from '@livechat/contracts';
import { TokenVerifier } from '@livechat/runtime';
import { decodeProtectedHeader } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { TestUsers } from './users.fixture.ts';
import type { SignedIn } from './users.fixture.ts';

const second = 1_000;
const day = 24 * 60 * 60 * second;
let users: TestUsers;

beforeAll(async () => {
  users = await TestUsers.start();
});
afterAll(() => users.stop());
afterEach(() => {
  vi.useRealTimers();
});

/** Sets the clock on; timers go on as they are. */
function later(ms: number): void {
  const now = Date.now() + ms;
  vi.useFakeTimers({ toFake: ['Date'], now });
}

const cookieIn = (headers: Record<string, unknown>): string =>
  String((headers['set-cookie'] as string[] | undefined)?.[0]).split(';')[0] ?? '';

/** Presents a cookie as a page of ours does. */
async function refresh(cookie: string) {
  const { status, body, headers } = await users
    .page()
    .post('/api/v1/sessions/refresh')
    .set('cookie', cookie);
  return { status, body, cookie: cookieIn(headers) };
}

const familyOf = ({ sid }: SignedIn) =>
  users.database.run((m) => m.findOneByOrFail(RefreshFamilyRow, { id: sid }));
const hasEnded = async ({ sid }: SignedIn) =>
  (await users.database.run((m) => endedSessions(m, [sid]))).length === 1;
const reuses = ({ sid }: SignedIn) =>
  users.database.run((m) => m.countBy(AuditRow, { action: 'authn_token_reuse', target: sid }));

describe('an access token', () => {
  it('is ES256 of type at+jwt, lives five minutes and names user, kind and family', async () => {
    const user = await users.signedIn();
    const { body } = await refresh(user.cookie);
    const { accessToken } = session.parse(body);
    expect(decodeProtectedHeader(accessToken)).toMatchObject({ alg: 'ES256', typ: 'at+jwt' });
    const claims = await users.service.app.get(TokenVerifier).verify(accessToken);
    const { sub, name, kind, sid } = claims;
    expect({ sub, name, kind, sid }).toEqual({
      sub: user.id,
      name: user.displayName,
      kind: 'member',
      sid: user.sid,
    });
  });

  it('can be checked with the published keys alone', async () => {
    const user = await users.signedIn();
    const { body, headers } = await users.page().get('/api/v1/jwks.json').expect(200);
    expect(headers['cache-control']).toContain('public');
    expect(body.keys).toMatchObject([{ kty: 'EC', crv: 'P-256', use: 'sig', alg: 'ES256' }]);
    expect(body.keys[0]).not.toHaveProperty('d');
    const { createLocalJWKSet, jwtVerify } = await import('jose');
    const verified = await jwtVerify(user.bearer.slice(7), createLocalJWKSet(body), {
      audience: 'live-chat',
    });
    expect(verified.payload.sub).toBe(user.id);
  });

  it('D3: is never a refresh token, nor the other way round', async () => {
    const user = await users.signedIn();
    const token = user.cookie.slice('rt='.length);
    const me = users.page().get('/api/v1/users/me').set('authorization', `Bearer ${token}`);
    await me.expect(401);
    expect((await refresh(`rt=${user.bearer.slice(7)}`)).status).toBe(401);
  });

  it('of a session that has ended opens nothing here, though it has not run out', async () => {
    const user = await users.signedIn();
    const me = () => users.page().get('/api/v1/users/me').set('authorization', user.bearer);
    await me().expect(200);
    await users.page().delete('/api/v1/sessions').set('cookie', user.cookie).expect(204);
    await me().expect(401);
  });
});

describe('refreshing', () => {
  it('rotates: a new cookie and a new token for the same family', async () => {
    const user = await users.signedIn();
    const first = await refresh(user.cookie);
    expect(first.status).toBe(200);
    expect(first.cookie).not.toBe(user.cookie);
    const next = await refresh(first.cookie);
    expect(next.status).toBe(200);
    expect((await familyOf(user)).rotations).toBe(2);
    expect(session.parse(next.body).user.id).toBe(user.id);
  });

  it('stores only hashes', async () => {
    const user = await users.signedIn();
    const { cookie } = await refresh(user.cookie);
    const row = JSON.stringify(await familyOf(user));
    for (const text of [user.cookie, cookie]) expect(row).not.toContain(text.slice(-43));
  });

  it('D6: fifty at once with one token make one successor, and all get it', async () => {
    const user = await users.signedIn();
    const answers = await Promise.all(Array.from({ length: 50 }, () => refresh(user.cookie)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(answers.map(({ cookie }) => cookie)).size).toBe(1);
    expect((await familyOf(user)).rotations).toBe(1);
    expect(await reuses(user)).toBe(0);
  });

  it('answers a lost response with the same successor for 10 s', async () => {
    const user = await users.signedIn();
    const first = await refresh(user.cookie);
    later(9 * second);
    expect((await refresh(user.cookie)).cookie).toBe(first.cookie);
  });

  it('takes the same token after 10 s for reuse: the family ends, sockets hear of it, audit has it', async () => {
    const user = await users.signedIn();
    const revoked = await users.heard('sessions');
    const first = await refresh(user.cookie);
    later(11 * second);
    const reused = await refresh(user.cookie);
    expect(reused.status).toBe(401);
    expect(problem.parse(reused.body).code).toBe('unauthenticated');
    expect(await hasEnded(user)).toBe(true);
    expect((await refresh(first.cookie)).status).toBe(401);
    expect(revoked.map(({ body }) => JSON.parse(body))).toEqual([{ sids: [user.sid] }]);
    expect(await reuses(user)).toBe(1);
  });

  it('takes it for reuse within 10 s too, once the successor was used', async () => {
    const user = await users.signedIn();
    const first = await refresh(user.cookie);
    await refresh(first.cookie);
    expect((await refresh(user.cookie)).status).toBe(401);
    expect(await hasEnded(user)).toBe(true);
  });

  it('recognises a token from long ago', async () => {
    const user = await users.signedIn();
    let { cookie } = user;
    for (let i = 0; i < 12; i += 1) ({ cookie } = await refresh(cookie));
    expect((await refresh(user.cookie)).status).toBe(401);
    expect(await hasEnded(user)).toBe(true);
  });

  it('lets nobody end a family by guessing', async () => {
    const user = await users.signedIn();
    const other = await users.signedIn();
    const forged = `rt=${user.sid}.${other.cookie.slice(-43)}`;
    expect((await refresh(forged)).status).toBe(401);
    expect(await hasEnded(user)).toBe(false);
    expect((await refresh(user.cookie)).status).toBe(200);
  });

  it('D6: leaves the other devices of the user alone', async () => {
    const phone = await users.signedIn();
    const { body } = await refresh(phone.cookie);
    expect(body.user.id).toBe(phone.id);
    const laptop = await users.signedIn();
    await refresh(phone.cookie);
    await refresh(phone.cookie);
    expect((await refresh(laptop.cookie)).status).toBe(200);
  });

  it('ends after 14 days without use', async () => {
    const user = await users.signedIn();
    later(13 * day);
    const renewed = await refresh(user.cookie);
    expect(renewed.status).toBe(200);
    later(14 * day + second);
    expect((await refresh(renewed.cookie)).status).toBe(401);
  });

  it('ends after 30 days, whatever use is made of it', async () => {
    const user = await users.signedIn();
    let { cookie } = user;
    for (let i = 0; i < 3; i += 1) {
      later(9 * day);
      ({ cookie } = await refresh(cookie));
    }
    later(3 * day + second);
    expect((await refresh(cookie)).status).toBe(401);
  });

  it('works for guests as for members', async () => {
    const guest = await users.signedIn('guest');
    const { body } = await refresh(guest.cookie);
    expect(session.parse(body).user.kind).toBe('guest');
  });

  it.each([
    ['no cookie', ''],
    ['an empty one', 'rt='],
    ['another one', 'theme=dark'],
    ['a broken one', 'rt=%00.%ff'],
  ])('answers %s with unauthenticated', async (_case, cookie) => {
    expect((await refresh(cookie)).status).toBe(401);
  });
});

describe('a restart', () => {
  it('leaves sessions, their chain and the tokens issued as they were', async () => {
    const before = await TestUsers.start();
    const user = await before.signedIn();
    const refresh = (of: TestUsers, cookie: string) =>
      of.page().post('/api/v1/sessions/refresh').set('cookie', cookie);
    const first = await refresh(before, user.cookie).expect(200);
    await before.service.stop();
    const after = await TestUsers.start({}, before.folder);
    const again = await refresh(after, user.cookie).expect(200);
    expect(cookieIn(again.headers)).toBe(cookieIn(first.headers));
    await after.page().get('/api/v1/users/me').set('authorization', user.bearer).expect(200);
    await after.stop();
  });
});

describe('a call by cookie', () => {
  const present = async (headers: Record<string, string>) => {
    const user = await users.signedIn();
    const call = users.page().post('/api/v1/sessions/refresh').set('cookie', user.cookie);
    const { status } = await call.set(headers);
    return { status, rotations: (await familyOf(user)).rotations };
  };
  const refused = { status: 403, rotations: 0 };
  const url = () => users.service.url;

  it('counts from a page of ours, whether or not the browser says so', async () => {
    expect(await present({ 'sec-fetch-site': 'same-origin' })).toEqual({
      status: 200,
      rotations: 1,
    });
  });

  it.each([
    ['null', () => 'null'],
    ['an empty text', () => ''],
    ['another site', () => 'https://evil.example'],
    ['our name as its prefix', () => `${url()}.evil.example`],
    ['our name as its suffix', () => `http://evil${url().slice(7)}`],
    ['our name as its user', () => `http://127.0.0.1@evil.example`],
    ['another port', () => 'http://127.0.0.1:1'],
    ['another scheme', () => url().replace('http', 'https')],
  ])('from an origin of %s changes nothing', async (_case, origin) => {
    expect(await present({ origin: origin() })).toEqual(refused);
  });

  it('without an origin changes nothing', async () => {
    const user = await users.signedIn();
    const call = users.program().post('/api/v1/sessions/refresh').set('x-livechat', '1');
    await call.set('cookie', user.cookie).expect(403);
    expect((await familyOf(user)).rotations).toBe(0);
  });

  it.each(['cross-site', 'same-site', 'none'])('fetched %s changes nothing', async (site) => {
    expect(await present({ 'sec-fetch-site': site })).toEqual(refused);
  });

  it('without our header changes nothing', async () => {
    expect(await present({ 'x-livechat': '' })).toEqual(refused);
  });

  it('needs the origin for signing out, too', async () => {
    const user = await users.signedIn();
    const call = users.page().delete('/api/v1/sessions').set('cookie', user.cookie);
    await call.set('origin', 'https://evil.example').expect(403);
    expect(await hasEnded(user)).toBe(false);
  });
});

describe('signing out', () => {
  it('here ends this session only, clears the cookie and closes its sockets', async () => {
    const user = await users.signedIn();
    const other = await users.signedIn();
    const revoked = await users.heard('sessions');
    const { headers } = await users
      .page()
      .delete('/api/v1/sessions')
      .set('cookie', user.cookie)
      .expect(204);
    expect(cookieIn(headers)).toBe('rt=');
    expect(revoked.map(({ body }) => JSON.parse(body))).toEqual([{ sids: [user.sid] }]);
    expect((await refresh(user.cookie)).status).toBe(401);
    expect((await refresh(other.cookie)).status).toBe(200);
  });

  it('works with a token used a moment ago, as when two tabs race', async () => {
    const user = await users.signedIn();
    await refresh(user.cookie);
    await users.page().delete('/api/v1/sessions').set('cookie', user.cookie).expect(204);
    expect(await hasEnded(user)).toBe(true);
  });

  it('without a session is done at once', async () => {
    await users.page().delete('/api/v1/sessions').expect(204);
  });

  it('everywhere ends all sessions of the user and of nobody else', async () => {
    const user = await users.signedIn();
    const other = await users.signedIn();
    await users.page().delete('/api/v1/sessions/all').set('authorization', user.bearer).expect(204);
    expect(await hasEnded(user)).toBe(true);
    expect(await hasEnded(other)).toBe(false);
  });

  it('succeeds although the signal is lost', async () => {
    const user = await users.signedIn();
    const signal = vi.spyOn(users.fanout, 'signal').mockRejectedValue(new Error('away'));
    await users.page().delete('/api/v1/sessions').set('cookie', user.cookie).expect(204);
    signal.mockRestore();
    expect(await hasEnded(user)).toBe(true);
  });
});

describe('the cookie', () => {
  it('over https has the prefix that forbids other hosts and paths', async () => {
    const https = await TestUsers.start({ PUBLIC_URL: 'https://chat.example' });
    const guest = https.page().set('origin', 'https://chat.example').post('/api/v1/sessions/guest');
    const { headers } = await guest.send({ displayName: 'Visitor' }).expect(200);
    const [cookie] = headers['set-cookie'] as unknown as string[];
    expect(cookie).toMatch(/^__Host-rt=.*; Path=\/; .*HttpOnly; Secure; SameSite=Strict$/);
    expect(cookie).not.toMatch(/Domain/i);
    await https.stop();
  });

  it('never travels in the clear beyond this machine, unless the operator says so', async () => {
    const { body } = await users
      .program()
      .post('/api/v1/sessions/guest')
      .set({ 'x-livechat': '1', host: 'chat.example' })
      .send({ displayName: 'Visitor' })
      .expect(403);
    expect(problem.parse(body).detail).toContain('https');
    const insecure = await TestUsers.start({
      PUBLIC_URL: 'http://chat.example',
      ALLOW_INSECURE_HTTP: '1',
    });
    const there = insecure.page().set('host', 'chat.example').set('origin', 'http://chat.example');
    await there.post('/api/v1/sessions/guest').send({ displayName: 'Visitor' }).expect(200);
    await insecure.stop();
  });
});

describe('external providers', () => {
  it('are named only where a flow to sign in with them is served', async () => {
    const configured = await TestUsers.start({
      OIDC_GOOGLE_CLIENT_ID: 'id',
      OIDC_GOOGLE_CLIENT_SECRET: 'secret',
    });
    const { body } = await configured.page().get('/api/v1/sessions/oidc').expect(200);
    for (const { id } of (body as OidcProviders).items) {
      const flow = await configured.page().get(`/api/v1/sessions/oidc/${id}`);
      expect(flow.status, id).toBe(302);
    }
    expect(body).toEqual({ items: [] });
    await configured.stop();
  });
});
