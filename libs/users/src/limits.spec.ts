import { problem } from '@livechat/contracts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { TestUsers } from './users.fixture.ts';

const limited = {
  LIMIT_LOOPBACK: '1',
  LIMIT_SIGN_INS: '3/min',
  LIMIT_REGISTRATIONS: '3/h',
  LIMIT_GUESTS: '3/h',
  LIMIT_REFRESHES: '3/min',
  LIMIT_STREAMS: '3/h',
  LIMIT_SSE_PER_IP: '3',
  TRUST_PROXY: '1',
};

describe('limits', () => {
  let users: TestUsers;
  beforeAll(async () => {
    users = await TestUsers.start(limited);
  });
  afterAll(() => users.stop());

  const guest = (ip: string, forged = '') =>
    users
      .page()
      .post('/api/v1/sessions/guest')
      .set('x-forwarded-for', `${forged}${ip}`)
      .send({ displayName: 'Visitor' });
  const signIn = (email: string, ip = '203.0.113.9') =>
    users
      .page()
      .post('/api/v1/sessions')
      .set('x-forwarded-for', ip)
      .send({ email, password: 'plum teapot 9' });

  it('refuse the fourth guest of an address, say when to come back, and spare other addresses', async () => {
    for (let i = 0; i < 3; i += 1) await guest('203.0.113.1').expect(200);
    const { body, headers } = await guest('203.0.113.1').expect(429);
    const { code, retryAfterMs = 0 } = problem.parse(body);
    expect(code).toBe('rate_limited');
    expect(retryAfterMs).toBeGreaterThan(3_590_000);
    expect(retryAfterMs).toBeLessThanOrEqual(3_600_000);
    expect(Number(headers['retry-after'])).toBeGreaterThan(3_500);
    await guest('203.0.113.2').expect(200);
  });

  it('are not fooled by addresses that a caller claims to come from', async () => {
    for (let i = 0; i < 3; i += 1) await guest('203.0.113.3', `198.51.100.${i}, `).expect(200);
    await guest('203.0.113.3', '198.51.100.77, ').expect(429);
  });

  it('count sign-ins per address and account, right or wrong', async () => {
    for (let i = 0; i < 3; i += 1) await signIn('ann@example.com').expect(401);
    await signIn(' ANN@example.com').expect(429);
    await signIn('bob@example.com').expect(401);
    await signIn('ann@example.com', '203.0.113.10').expect(401);
  });

  it('count registrations per address', async () => {
    const register = (i: number) =>
      users
        .page()
        .post('/api/v1/users')
        .send({
          email: `reg${i}@example.com`,
          password: 'plum teapot 9',
          displayName: `Registrant ${'abcd'[i]}`,
        });
    for (let i = 0; i < 3; i += 1) await register(i).expect(201);
    await register(3).expect(429);
  });

  it('count refreshes per family, whatever token is presented', async () => {
    const user = await users.signedIn();
    const refresh = (cookie: string) =>
      users.page().post('/api/v1/sessions/refresh').set('cookie', cookie);
    const forged = `rt=${user.sid}.${'x'.repeat(43)}`;
    await refresh(user.cookie).expect(200);
    await refresh(forged).expect(401);
    await refresh(user.cookie).expect(200);
    await refresh(user.cookie).expect(429);
    await refresh((await users.signedIn()).cookie).expect(200);
  });

  it('count new streams per user', async () => {
    const create = (bearer: string) =>
      users.page().post('/api/v1/streams').set('authorization', bearer).send({ title: 'Mine' });
    const { bearer } = await users.signedIn();
    for (let i = 0; i < 3; i += 1) await create(bearer).expect(201);
    await create(bearer).expect(429);
    await create((await users.signedIn()).bearer).expect(201);
  });

  it('show in the metrics', async () => {
    const text = await (await fetch(`${users.service.adminUrl}/metrics`)).text();
    expect(text).toMatch(/livechat_rate_limited_total\{limit="guests"\} [1-9]/);
  });
});

describe('without LIMIT_LOOPBACK, or with a limit off', () => {
  let users: TestUsers;
  afterEach(() => users.stop());

  const guests = async (count: number) => {
    const guest = () =>
      users.page().post('/api/v1/sessions/guest').send({ displayName: 'Visitor' });
    const answers = await Promise.all(Array.from({ length: count }, guest));
    return answers.filter(({ status }) => status === 200).length;
  };

  it('this machine itself is spared', async () => {
    users = await TestUsers.start({ ...limited, LIMIT_LOOPBACK: '0' });
    expect(await guests(10)).toBe(10);
  });

  it('nothing is counted', async () => {
    users = await TestUsers.start({ ...limited, LIMIT_GUESTS: 'off' });
    expect(await guests(10)).toBe(10);
  });
});
