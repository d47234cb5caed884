import { UserRow, verifyAudit, AuditRow, StreamRow, RefreshFamilyRow } from '@livechat/backends';
import { accountData, me, problem, session, user } from '@livechat/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestUsers } from './users.fixture.ts';

let users: TestUsers;
let count = 0;
const newcomer = (change = {}) => {
  count += 1;
  const letters = [Math.floor(count / 26), count % 26].map((n) => String.fromCharCode(97 + n));
  const name = `Newcomer${letters.join('')}`;
  return { email: `${name}@example.com`, password: 'plum teapot 9', displayName: name, ...change };
};
type Newcomer = ReturnType<typeof newcomer>;

beforeAll(async () => {
  users = await TestUsers.start();
});
afterAll(() => users.stop());

const register = (given: object) => users.page().post('/api/v1/users').send(given);

async function signIn({ email, password }: Pick<Newcomer, 'email' | 'password'>) {
  const page = users.page();
  const { body } = await page.post('/api/v1/sessions').send({ email, password }).expect(200);
  return { page, ...session.parse(body), bearer: `Bearer ${body.accessToken}` };
}

async function registered(change = {}) {
  const given = newcomer(change);
  await register(given).expect(201);
  return { ...given, ...(await signIn(given)) };
}

const rowOf = (id: string) => users.database.run((m) => m.findOneByOrFail(UserRow, { id }));

describe('registration', () => {
  it('makes a member and shows only what others may know', async () => {
    const given = newcomer();
    const { body } = await register(given).expect(201);
    expect(user.strict().parse(body.user)).toMatchObject({
      displayName: given.displayName,
      kind: 'member',
    });
    const row = await rowOf(body.user.id);
    expect(row.passwordHash).toMatch(/^\$argon2id\$/);
    expect(row.email).toBe(given.email);
  });

  it('answers a taken address and a taken name with the same conflict', async () => {
    const given = newcomer();
    await register(given).expect(201);
    const address = await register(newcomer({ email: given.email.toUpperCase() })).expect(409);
    const name = await register(newcomer({ displayName: given.displayName })).expect(409);
    const { requestId: _a, ...first } = problem.parse(address.body);
    const { requestId: _b, ...second } = problem.parse(name.body);
    expect(first).toEqual(second);
    expect(first.code).toBe('conflict');
  });

  it('lets one of ten at once have a name', async () => {
    const displayName = 'Contested';
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => register(newcomer({ displayName }))),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([201, ...Array<number>(9).fill(409)]);
  });

  it.each([
    ['a name that looks like another', { displayName: 'ΤΑΧΙ' }, 409],
    ['an address without a host', { email: 'ann' }, 400],
    ['seven characters', { password: 'a1b2c3d' }, 400],
    ['129 characters', { password: 'x'.repeat(129) }, 400],
    ['a common password', { password: 'Password123' }, 400],
    ['a password made of the name', { displayName: 'Kowalski', password: 'kowalski77' }, 400],
    ['a staff-like name', { displayName: 'Admin' }, 400],
    ['mixed scripts', { displayName: 'Pаypal' }, 400],
    ['an unknown field', { role: 'admin' }, 400],
    ['an id of its own', { id: 'mine' }, 400],
    ['a name that is no text', { displayName: { $ne: null } }, 400],
  ])('refuses %s', async (_case, change, status) => {
    if (status === 409) await register(newcomer({ displayName: 'Taxi' }));
    const { body } = await register(newcomer(change)).expect(status);
    expect(problem.parse(body).code).toBe(status === 409 ? 'conflict' : 'invalid');
  });

  it('needs the header that other sites cannot send', async () => {
    const foreign = users.page().set('x-livechat', '');
    await foreign.post('/api/v1/users').send(newcomer()).expect(403);
  });
});

describe('signing in', () => {
  it('answers a token, its end and the user, and sets the cookie out of reach of scripts', async () => {
    const given = newcomer();
    await register(given).expect(201);
    const before = Date.now();
    const { body, headers } = await users.page().post('/api/v1/sessions').send(given).expect(400);
    expect(problem.parse(body).code).toBe('invalid');
    expect(headers['set-cookie']).toBeUndefined();
    const { email, password } = given;
    const ok = await users.page().post('/api/v1/sessions').send({ email, password }).expect(200);
    const opened = session.parse(ok.body);
    expect(opened.expiresAt - before).toBeGreaterThan(298_000);
    expect(opened.expiresAt - before).toBeLessThan(302_000);
    const [cookie] = ok.headers['set-cookie'] as unknown as string[];
    expect(cookie).toMatch(
      /^rt=[0-9a-f-]{36}\.[\w-]{43}; Max-Age=2592000; Path=\/; .*HttpOnly; SameSite=Strict$/,
    );
    expect(JSON.stringify(ok.body)).not.toContain(cookie?.slice(3, 80).split(';')[0]);
  });

  it('knows an address whatever its case', async () => {
    const given = newcomer();
    await register(given).expect(201);
    await signIn({ ...given, email: ` ${given.email.toUpperCase()} ` });
  });

  it('tells an unknown address and a wrong password apart by nothing', async () => {
    const given = await registered();
    const attempt = (email: string) =>
      users.page().post('/api/v1/sessions').send({ email, password: 'wrong teapot 8' }).expect(401);
    const wrong = problem.parse((await attempt(given.email)).body);
    const unknown = problem.parse((await attempt('nobody@example.com')).body);
    expect({ ...wrong, requestId: '' }).toEqual({ ...unknown, requestId: '' });
    expect(wrong.code).toBe('unauthenticated');
  });

  it('hashes again what was hashed at a lower cost', async () => {
    const { hash } = await import('@node-rs/argon2');
    const given = await registered();
    const weak = await hash(given.password, { memoryCost: 8_192, timeCost: 1, parallelism: 1 });
    await users.database.run((m) =>
      m.update(UserRow, { id: given.user.id }, { passwordHash: weak }),
    );
    await signIn(given);
    expect((await rowOf(given.user.id)).passwordHash).toContain('m=19456,t=2,p=1');
    await signIn(given);
  });
});

describe('guests', () => {
  const guest = (displayName: string) =>
    users.page().post('/api/v1/sessions/guest').send({ displayName });

  it('get a session of their own under the name they chose', async () => {
    const { body } = await guest('  Visitor ').expect(200);
    expect(session.parse(body).user).toMatchObject({ kind: 'guest', displayName: 'Visitor' });
  });

  it('may share a name among themselves, but not take a member’s or one that looks like it', async () => {
    await register(newcomer({ displayName: 'Paloma' })).expect(201);
    await guest('Visitor').expect(200);
    await guest('Visitor').expect(200);
    await guest('PALOMA').expect(409);
    await guest('PaIoma').expect(409);
  });

  it('need a name that may be shown', async () => {
    await guest('').expect(400);
    await guest('moderator').expect(400);
    await users.page().post('/api/v1/sessions/guest').send({}).expect(400);
  });

  it('have a profile without an address and cannot set a password', async () => {
    const { body } = await guest('Wanderer').expect(200);
    const page = users.page().set('authorization', `Bearer ${body.accessToken}`);
    expect(me.parse((await page.get('/api/v1/users/me').expect(200)).body).email).toBeUndefined();
    const change = { currentPassword: 'plum teapot 9', newPassword: 'quince kettle 7' };
    await page.patch('/api/v1/users/me').send(change).expect(403);
    await page.patch('/api/v1/users/me').send({ displayName: 'Rover' }).expect(200);
  });
});

describe('the profile', () => {
  it('shows the address to its owner', async () => {
    const { email, bearer, page } = await registered();
    const { body } = await page.get('/api/v1/users/me').set('authorization', bearer).expect(200);
    expect(me.parse(body).email).toBe(email);
  });

  it('takes a new name, cleaned, and frees the old one', async () => {
    const { displayName, bearer, page } = await registered();
    const { body } = await page
      .patch('/api/v1/users/me')
      .set('authorization', bearer)
      .send({ displayName: ' Re\u200bnamed  One ' })
      .expect(200);
    expect(body.displayName).toBe('Renamed One');
    await register(newcomer({ displayName })).expect(201);
  });

  it('may change the case of its own name, but not take another’s', async () => {
    const { displayName, bearer, page } = await registered();
    const other = await registered();
    const rename = (name: string) =>
      page.patch('/api/v1/users/me').set('authorization', bearer).send({ displayName: name });
    await rename(displayName.toUpperCase()).expect(200);
    await rename(other.displayName.toLowerCase()).expect(409);
  });

  it('takes a new password with the current one, ends all other sessions and says so', async () => {
    const given = await registered();
    const elsewhere = await signIn(given);
    const revoked = await users.heard('sessions');
    const change = (currentPassword: string, newPassword: string) =>
      given.page
        .patch('/api/v1/users/me')
        .set('authorization', given.bearer)
        .send({ currentPassword, newPassword });
    const wrong = await change('wrong teapot 8', 'quince kettle 7').expect(400);
    expect(problem.parse(wrong.body).issues).toMatchObject([{ path: 'currentPassword' }]);
    await change(given.password, 'Password123').expect(400);
    await change(given.password, 'quince kettle 7').expect(200);
    await elsewhere.page.post('/api/v1/sessions/refresh').expect(401);
    await given.page.post('/api/v1/sessions/refresh').expect(200);
    const sid = JSON.parse(atob(elsewhere.accessToken.split('.')[1] ?? '')).sid as string;
    expect(revoked.map(({ event, body }) => [event, JSON.parse(body)])).toEqual([
      ['revoked', { sids: [sid] }],
    ]);
    const old = { email: given.email, password: given.password };
    await users.page().post('/api/v1/sessions').send(old).expect(401);
    await signIn({ ...given, password: 'quince kettle 7' });
  });

  it('refuses fields that are not a user’s to set', async () => {
    const { bearer, page } = await registered();
    const patch = page.patch('/api/v1/users/me').set('authorization', bearer);
    await patch.send({ kind: 'guest', id: 'x' }).expect(400);
  });
});

describe('erasing an account', () => {
  it('leaves a row without a person, ends sessions and streams, and frees name and address', async () => {
    const given = await registered();
    const auth = { authorization: given.bearer };
    const created = await given.page.post('/api/v1/streams').set(auth).send({ title: 'Mine' });
    const revoked = await users.heard('sessions');
    const lobby = await users.heard('lobby');
    await given.page.delete('/api/v1/users/me').set(auth).expect(204);

    const row = await rowOf(given.user.id);
    expect(row).toMatchObject({ email: null, emailKey: null, passwordHash: null, nameFold: null });
    expect(JSON.stringify(row)).not.toContain(given.displayName);
    expect(revoked).toHaveLength(1);
    expect(lobby.map(({ event }) => event)).toEqual(['stream.ended']);
    const stream = await users.page().get(`/api/v1/streams/${created.body.id}`).expect(200);
    expect(stream.body).toMatchObject({
      status: 'ended',
      broadcaster: { id: given.user.id, displayName: 'erased user' },
    });

    await given.page.get('/api/v1/users/me').set(auth).expect(401);
    await given.page.post('/api/v1/streams').set(auth).send({ title: 'Again' }).expect(401);
    const { email, password, displayName } = given;
    await users.page().post('/api/v1/sessions').send({ email, password }).expect(401);
    await register({ email, password, displayName }).expect(201);
  });
});

describe('a person’s own data', () => {
  it('holds account, sessions, streams and acts, and no secret', async () => {
    const given = await registered();
    const auth = { authorization: given.bearer };
    await given.page.post('/api/v1/streams').set(auth).send({ title: 'Mine' }).expect(201);
    const { body } = await given.page.get('/api/v1/users/me/data').set(auth).expect(200);
    expect(accountData.parse(body)).toEqual(body);
    expect(body.user).toMatchObject({ email: given.email, displayName: given.displayName });
    expect(body.sessions).toHaveLength(1);
    expect(body.streams).toMatchObject([{ title: 'Mine', status: 'live' }]);
    expect(body.acts.map(({ action }: { action: string }) => action)).toEqual([
      'stream.started',
      'authn_login_success',
      'user.registered',
    ]);
    expect(JSON.stringify(body)).not.toMatch(/argon2|[Hh]ash/);
  });
});

it('keeps a whole audit chain of all of this, without names or addresses', async () => {
  expect((await verifyAudit(users.database)).brokenAt).toBeUndefined();
  const rows = await users.database.run((m) => m.find(AuditRow));
  expect(rows.length).toBeGreaterThan(20);
  expect(JSON.stringify(rows)).not.toMatch(/example\.com|Newcomer/);
  const streams = await users.database.run((m) => m.count(StreamRow));
  const families = await users.database.run((m) => m.count(RefreshFamilyRow));
  expect(streams * families).toBeGreaterThan(0);
});
