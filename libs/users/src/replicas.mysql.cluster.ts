import { generateKeyPairSync } from 'node:crypto';
import {
  AuditRow,
  ModeratorRow,
  pendingOutbox,
  RefreshFamilyRow,
  StreamRow,
  UserRow,
  verifyAudit,
} from '@livechat/backends';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { newDatabaseUrl } from './server-database.fixture.ts';
import { TestUsers } from './users.fixture.ts';
import type { SignedIn } from './users.fixture.ts';

vi.mock('@livechat/backends', async (original) => {
  const { onServer } = await import('./server-database.fixture.ts');
  return onServer(await original());
});

/** Two replicas of user-service on one database, with one signing key. */
let replicas: readonly [TestUsers, TestUsers];
let one: TestUsers;
let other: TestUsers;

beforeAll(async () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const JWT_PRIVATE_KEY = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
  const shared = { SQL_URL: newDatabaseUrl(), JWT_PRIVATE_KEY };
  replicas = await Promise.all([TestUsers.start(shared), TestUsers.start(shared)]);
  [one, other] = replicas;
});
afterAll(() => Promise.all(replicas.map((users) => users.stop())));

const as = (users: TestUsers, { bearer }: SignedIn) => users.page().set('authorization', bearer);
/** The same request `times` times, in turn on both replicas, all at once. */
const onBoth = <T>(times: number, ask: (users: TestUsers, turn: number) => PromiseLike<T>) =>
  Promise.all(Array.from({ length: times }, (_, turn) => ask(turn % 2 ? other : one, turn)));
const tally = (answers: readonly { readonly status: number }[]) => {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
};
const refresh = (users: TestUsers, cookie: string) =>
  users.page().post('/api/v1/sessions/refresh').set('cookie', cookie);
const cookieOf = ({ headers }: { readonly headers: Record<string, string> }) =>
  String(headers['set-cookie']).split(';')[0] ?? '';
const family = (id: string) => one.database.run((m) => m.findOneByOrFail(RefreshFamilyRow, { id }));
const outboxOf = async (id: string) =>
  (await one.database.run((m) => pendingOutbox(m, 1_000)))
    .map(({ event }) => event)
    .filter(({ streamId }) => streamId === id)
    .map(({ type }) => type);

async function startedStream(owner: SignedIn): Promise<string> {
  const { body } = await as(one, owner).post('/api/v1/streams').send({ title: 'Show' }).expect(201);
  return body.id as string;
}

describe('accounts on two replicas', () => {
  it('give an address to one of all who register it at once', async () => {
    const answers = await onBoth(6, (users, turn) =>
      users
        .page()
        .post('/api/v1/users')
        .send({
          email: turn % 3 ? 'same@example.com' : 'SAME@example.com',
          password: 'plum teapot 9',
          displayName: `Same${'abcdef'[turn]}x`,
        }),
    );
    expect(tally(answers)).toEqual({ 201: 1, 409: 5 });
    const rows = await one.database.run((m) =>
      m.countBy(UserRow, { emailKey: 'same@example.com' }),
    );
    expect(rows).toBe(1);
  });

  it('give a name to one of all who take it or one that looks like it at once', async () => {
    const names = ['Paulina', 'PauIina', 'paulina', 'Pauliпa'.replace('п', 'n')];
    const answers = await onBoth(4, (users, turn) =>
      users
        .page()
        .post('/api/v1/users')
        .send({
          email: `paulina${turn}@example.com`,
          password: 'plum teapot 9',
          displayName: names[turn],
        }),
    );
    expect(tally(answers)).toEqual({ 201: 1, 409: 3 });
  });

  it('keep both of a new name and a new password that are set at once', async () => {
    const password = 'plum teapot 9';
    const email = 'both@example.com';
    const made = await one
      .page()
      .post('/api/v1/users')
      .send({ email, password, displayName: 'Bothy' });
    const { body } = await one
      .page()
      .post('/api/v1/sessions')
      .send({ email, password })
      .expect(200);
    const me = (users: TestUsers) =>
      users.page().patch('/api/v1/users/me').set('authorization', `Bearer ${body.accessToken}`);
    const newPassword = 'quince kettle 7';
    const answers = await Promise.all([
      me(one).send({ currentPassword: password, newPassword }),
      ...Array.from({ length: 5 }, (_, i) => me(other).send({ displayName: `Both${'abcde'[i]}` })),
    ]);
    expect(tally(answers)).toEqual({ 200: 6 });
    const row = await one.database.run((m) =>
      m.findOneByOrFail(UserRow, { id: made.body.user.id }),
    );
    expect(row.displayName).toMatch(/^Both[a-e]$/);
    await other.page().post('/api/v1/sessions').send({ email, password: newPassword }).expect(200);
    await other.page().post('/api/v1/sessions').send({ email, password }).expect(401);
  });

  it('leave no session of an old password, however sign-ins and its change meet', async () => {
    const email = 'meet@example.com';
    let password = 'plum teapot 9';
    await one.page().post('/api/v1/users').send({ email, password, displayName: 'Meety' });
    for (let round = 0; round < 4; round += 1) {
      const signIn = (users: TestUsers) =>
        users.page().post('/api/v1/sessions').send({ email, password });
      const { body } = await signIn(one).expect(200);
      const newPassword = `quince kettle 7${round}`;
      const changing = other
        .page()
        .patch('/api/v1/users/me')
        .set('authorization', `Bearer ${body.accessToken}`)
        .send({ currentPassword: password, newPassword });
      const [changed] = await Promise.all([changing, signIn(one), signIn(other), signIn(one)]);
      expect(changed.status).toBe(200);
      const live = await one.database.run((m) =>
        m.findBy(RefreshFamilyRow, { userId: body.user.id as string }),
      );
      const open = live.filter(({ revokedAt }) => revokedAt === null);
      expect(open).toHaveLength(1);
      password = newPassword;
    }
  });

  it('leave nothing of an account that is erased while it starts streams and is given roles', async () => {
    const owner = await one.signedIn();
    const streamId = await startedStream(owner);
    for (let round = 0; round < 5; round += 1) {
      const user = await one.signedIn();
      await Promise.all([
        as(other, user).delete('/api/v1/users/me'),
        as(one, user).post('/api/v1/streams').send({ title: 'Too late' }),
        as(other, user).post('/api/v1/streams').send({ title: 'Too late' }),
        as(one, user)
          .patch('/api/v1/users/me')
          .send({ displayName: `Later${'abcde'[round]}` }),
        as(one, owner).put(`/api/v1/streams/${streamId}/moderators/${user.id}`),
      ]);
      const left = await one.database.run(async (m) => ({
        live: await m.countBy(StreamRow, { ownerId: user.id, status: 'live' }),
        roles: await m.countBy(ModeratorRow, { userId: user.id }),
        name: (await m.findOneByOrFail(UserRow, { id: user.id })).displayName,
      }));
      expect(left).toEqual({ live: 0, roles: 0, name: 'erased user' });
    }
  });
});

describe('sessions on two replicas', () => {
  it('rotate once for all who refresh with one token at once, and all get the same successor', async () => {
    const user = await one.signedIn();
    const answers = await onBoth(12, (users) => refresh(users, user.cookie));
    expect(tally(answers)).toEqual({ 200: 12 });
    expect(new Set(answers.map(cookieOf)).size).toBe(1);
    expect((await family(user.sid)).rotations).toBe(1);
  });

  it('end everywhere when a used token comes again, on whichever replica', async () => {
    const user = await one.signedIn();
    const first = cookieOf(await refresh(one, user.cookie).expect(200));
    const second = cookieOf(await refresh(other, first).expect(200));
    await refresh(one, user.cookie).expect(401);
    await refresh(other, second).expect(401);
    await as(other, user).get('/api/v1/users/me').expect(401);
    const reuses = await other.database.run((m) =>
      m.countBy(AuditRow, { action: 'authn_token_reuse', target: user.sid }),
    );
    expect(reuses).toBe(1);
  });

  it('stay ended, though a refresh and the sign-out meet', async () => {
    for (let round = 0; round < 5; round += 1) {
      const user = await one.signedIn();
      const [renewed] = await Promise.all([
        refresh(one, user.cookie),
        other.page().delete('/api/v1/sessions').set('cookie', user.cookie).expect(204),
      ]);
      expect((await family(user.sid)).revokedAt).not.toBeNull();
      if (renewed.status === 200) await refresh(other, cookieOf(renewed)).expect(401);
    }
  });

  it('of one replica are known to the other by its token and its published keys', async () => {
    const user = await one.signedIn();
    await as(other, user).get('/api/v1/users/me').expect(200);
    const keys = await Promise.all(replicas.map((r) => r.page().get('/api/v1/jwks.json')));
    expect(keys[0]?.body).toEqual(keys[1]?.body);
  });
});

describe('streams on two replicas', () => {
  it('end once, however many end them at once', async () => {
    const owner = await one.signedIn();
    const id = await startedStream(owner);
    const answers = await onBoth(6, (users) => as(users, owner).post(`/api/v1/streams/${id}/end`));
    expect(tally(answers)).toEqual({ 200: 1, 409: 5 });
    expect(await outboxOf(id)).toEqual(['stream.started', 'stream.ended']);
  });

  it('count their version up with every change, and lose none of them', async () => {
    const owner = await one.signedIn();
    const id = await startedStream(owner);
    const version = () =>
      one.database.run(async (m) => (await m.findOneByOrFail(StreamRow, { id })).version);
    const before = await version();
    const members = await Promise.all(Array.from({ length: 8 }, () => one.signedIn()));
    const added = await onBoth(8, (users, turn) =>
      as(users, owner).put(`/api/v1/streams/${id}/moderators/${members[turn]?.id ?? ''}`),
    );
    expect(tally(added)).toEqual({ 200: 8 });
    expect(await version()).toBe(before + 8);
    const again = await onBoth(6, (users) =>
      as(users, owner).put(`/api/v1/streams/${id}/moderators/${members[0]?.id ?? ''}`),
    );
    expect(tally(again)).toEqual({ 200: 6 });
    expect(await version()).toBe(before + 8);
  });

  it('keep title and rule that are changed at once', async () => {
    const owner = await one.signedIn();
    const id = await startedStream(owner);
    await Promise.all([
      as(one, owner).patch(`/api/v1/streams/${id}`).send({ title: 'New title' }).expect(200),
      as(other, owner).patch(`/api/v1/streams/${id}`).send({ guestsMayChat: false }).expect(200),
    ]);
    const row = await one.database.run((m) => m.findOneByOrFail(StreamRow, { id }));
    expect([row.title, row.rules.guestsMayChat]).toEqual(['New title', false]);
  });

  it('of any number of owners at once leave the audit chain whole', async () => {
    const owners = await Promise.all(Array.from({ length: 10 }, () => one.signedIn()));
    const answers = await onBoth(20, (users, turn) =>
      as(users, owners[turn % 10]!)
        .post('/api/v1/streams')
        .send({ title: `Show ${turn}` }),
    );
    expect(tally(answers)).toEqual({ 201: 20 });
    expect((await verifyAudit(other.database)).brokenAt).toBeUndefined();
  });
});
