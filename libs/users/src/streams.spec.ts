import {
  AuditRow,
  ModeratorRow,
  pendingOutbox,
  Presence,
  streamAccess,
  StreamRow,
} from '@livechat/backends';
import { problem, stream, streamList, user } from '@livechat/contracts';
import type { Stream } from '@livechat/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { TestUsers } from './users.fixture.ts';
import type { SignedIn } from './users.fixture.ts';

let users: TestUsers;
let owner: SignedIn;
let other: SignedIn;

beforeAll(async () => {
  users = await TestUsers.start({
    MEDIA_ORIGINS: 'image=https://img.example,video=https://player.example',
  });
});
afterAll(() => users.stop());
beforeEach(async () => {
  owner = await users.signedIn();
  other = await users.signedIn();
});

const as = ({ bearer }: SignedIn) => users.page().set('authorization', bearer);

async function started(given: object = {}, by = owner): Promise<Stream> {
  const { body } = await as(by)
    .post('/api/v1/streams')
    .send({ title: 'Evening show', ...given })
    .expect(201);
  return stream.strict().parse(body);
}

const outboxOf = async (id: string) =>
  (await users.database.run((m) => pendingOutbox(m, 1_000)))
    .map(({ event }) => event)
    .filter(({ streamId }) => streamId === id);
const auditOf = async (streamId: string) =>
  (await users.database.run((m) => m.findBy(AuditRow, { streamId }))).map(({ action }) => action);
const accessTo = (id: string) => users.database.run((m) => streamAccess(m, id));
const presence = () => users.service.app.get(Presence, { strict: false });
const watch = (streamId: string, viewers: number) =>
  presence().hold(
    Array.from({ length: viewers }, (_, i) => ({ streamId, viewer: `v${i}`, lease: `l${i}` })),
    60_000,
  );

describe('starting a stream', () => {
  it('makes its member the broadcaster, in the log’s outbox and the audit at once', async () => {
    const lobby = await users.heard('lobby');
    const nudges = await users.heard('outbox');
    const made = await started({ guestsMayChat: false });
    expect(made).toMatchObject({
      title: 'Evening show',
      broadcaster: { id: owner.id, displayName: owner.displayName },
      status: 'live',
      viewers: 0,
    });
    expect(await outboxOf(made.id)).toMatchObject([
      { type: 'stream.started', streamId: made.id, title: 'Evening show' },
    ]);
    expect(await auditOf(made.id)).toEqual(['stream.started']);
    expect((await accessTo(made.id))?.rules.guestsMayChat).toBe(false);
    expect(lobby.map(({ event, body }) => [event, JSON.parse(body).id])).toEqual([
      ['stream.started', made.id],
    ]);
    expect(nudges).toHaveLength(1);
  });

  it('leaves nothing behind where the transaction fails', async () => {
    const count = () => users.database.run((m) => m.count(StreamRow));
    const before = await count();
    const nudges = await users.heard('outbox');
    await users.database.run((m) => m.query('ALTER TABLE outbox RENAME TO outbox_gone'));
    await as(owner).post('/api/v1/streams').send({ title: 'Doomed' }).expect(500);
    await users.database.run((m) => m.query('ALTER TABLE outbox_gone RENAME TO outbox'));
    expect(await count()).toBe(before);
    expect(nudges).toHaveLength(0);
  });

  it('shows a title clean', async () => {
    const { title } = await started({ title: ' Live\u202e from\u200b \u0007 Busan \u{1f389}' });
    expect(title).toBe('Live from Busan \u{1f389}');
  });

  it.each([
    ['an empty title', { title: '  ' }],
    ['an invisible title', { title: '\u200b\u2060' }],
    ['a long title', { title: 'x'.repeat(141) }],
    ['a piled-up title', { title: `Z${'\u0300'.repeat(6)}` }],
    ['an image of another origin', { thumbnailUrl: 'https://evil.example/a.png' }],
    ['an image over http', { thumbnailUrl: 'http://img.example/a.png' }],
    ['an image origin with a user', { thumbnailUrl: 'https://me@img.example/a.png' }],
    ['an image origin as prefix', { thumbnailUrl: 'https://img.example.evil.example/a.png' }],
    ['an image that is a script', { thumbnailUrl: 'javascript:alert(1)' }],
    ['a player where only images may be', { thumbnailUrl: 'https://player.example/1' }],
    ['an owner of its own', { ownerId: 'other' }],
    ['an end of its own', { status: 'ended' }],
  ])('refuses %s', async (_case, given) => {
    const call = as(owner).post('/api/v1/streams');
    const { body } = await call.send({ title: 'Show', ...given }).expect(400);
    expect(problem.parse(body).code).toBe('invalid');
  });

  it('takes media of listed origins', async () => {
    const thumbnailUrl = 'https://img.example/a.png';
    const videoUrl = 'https://player.example/v/1';
    expect(await started({ thumbnailUrl, videoUrl })).toMatchObject({ thumbnailUrl, videoUrl });
  });
});

describe('changing a stream', () => {
  it('changes what is given and nothing else, without a word to the log', async () => {
    const made = await started({ thumbnailUrl: 'https://img.example/a.png' });
    const { body } = await as(owner)
      .patch(`/api/v1/streams/${made.id}`)
      .send({ title: 'Late show', thumbnailUrl: null })
      .expect(200);
    const { thumbnailUrl: _gone, ...rest } = made;
    expect(body).toEqual({ ...rest, title: 'Late show' });
    expect((await outboxOf(made.id)).map(({ type }) => type)).toEqual(['stream.started']);
    expect(await auditOf(made.id)).toEqual(['stream.started', 'stream.changed']);
  });

  it('of who may chat is a change of rules: the log is told, and the version rises', async () => {
    const made = await started();
    const before = await accessTo(made.id);
    const nudges = await users.heard('outbox');
    const path = `/api/v1/streams/${made.id}`;
    await as(owner).patch(path).send({ guestsMayChat: false }).expect(200);
    const after = await accessTo(made.id);
    expect(after?.rules).toEqual({ ...before?.rules, guestsMayChat: false });
    expect(after?.version).toBeGreaterThan(before?.version ?? Infinity);
    expect((await outboxOf(made.id))[1]).toMatchObject({
      type: 'rules.changed',
      by: owner.id,
      rules: after?.rules,
    });
    expect(nudges).toHaveLength(1);
  });

  it('is for its broadcaster only', async () => {
    const made = await started();
    const change = { title: 'Taken over' };
    await as(other).patch(`/api/v1/streams/${made.id}`).send(change).expect(403);
    await as(other).post(`/api/v1/streams/${made.id}/end`).expect(403);
    await as(owner).patch('/api/v1/streams/nowhere').send(change).expect(404);
  });
});

describe('ending a stream', () => {
  it('is told to log, audit and lobby together, and cannot be done twice', async () => {
    const made = await started();
    const lobby = await users.heard('lobby');
    const { body } = await as(owner).post(`/api/v1/streams/${made.id}/end`).expect(200);
    expect(stream.parse(body)).toMatchObject({ id: made.id, status: 'ended' });
    expect(body.endedAt).toBeGreaterThanOrEqual(body.startedAt);
    const again = await as(owner).post(`/api/v1/streams/${made.id}/end`).expect(409);
    expect(problem.parse(again.body).code).toBe('stream_ended');
    expect((await outboxOf(made.id)).at(-1)).toMatchObject({ type: 'stream.ended', by: owner.id });
    expect((await outboxOf(made.id)).map(({ type }) => type)).toHaveLength(2);
    expect(await auditOf(made.id)).toEqual(['stream.started', 'stream.ended']);
    expect(await accessTo(made.id)).toMatchObject({ status: 'ended' });
    expect(lobby.map(({ event, body: text }) => [event, JSON.parse(text)])).toEqual([
      ['stream.ended', { id: made.id, endedAt: body.endedAt }],
    ]);
  });

  it('happens once though asked ten times at once', async () => {
    const made = await started();
    const ends = Array.from({ length: 10 }, () => as(owner).post(`/api/v1/streams/${made.id}/end`));
    const statuses = (await Promise.all(ends)).map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...Array<number>(9).fill(409)]);
    expect(await outboxOf(made.id)).toHaveLength(2);
  });

  it('leaves its title to be changed, but no longer who may chat', async () => {
    const made = await started();
    const path = `/api/v1/streams/${made.id}`;
    await as(owner).post(`${path}/end`).expect(200);
    await as(owner).patch(path).send({ title: 'Recording' }).expect(200);
    const { body } = await as(owner).patch(path).send({ guestsMayChat: false }).expect(409);
    expect(problem.parse(body).code).toBe('stream_ended');
  });
});

describe('moderators', () => {
  const path = (made: Stream, userId = '') => `/api/v1/streams/${made.id}/moderators/${userId}`;

  it('are added, shown and removed by the broadcaster, each a rise of the version and an audit row', async () => {
    const made = await started();
    const versions = [(await accessTo(made.id))?.version ?? 0];
    const { body } = await as(owner).put(path(made, other.id)).expect(200);
    expect(user.parse(body).id).toBe(other.id);
    versions.push((await accessTo(made.id))?.version ?? 0);
    expect((await accessTo(made.id))?.moderatorIds).toEqual([other.id]);
    const list = await as(owner).get(path(made)).expect(200);
    expect(list.body.items.map(({ id }: { id: string }) => id)).toEqual([other.id]);
    await as(owner).get(path(made, other.id)).expect(200);
    await as(owner).delete(path(made, other.id)).expect(204);
    versions.push((await accessTo(made.id))?.version ?? 0);
    await as(owner).get(path(made, other.id)).expect(404);
    expect(versions).toEqual([...versions].sort((a, b) => a - b));
    expect(new Set(versions).size).toBe(3);
    expect(await auditOf(made.id)).toEqual([
      'stream.started',
      'moderator.added',
      'moderator.removed',
    ]);
  });

  it('are added and removed again without effect', async () => {
    const made = await started();
    for (let i = 0; i < 2; i += 1) await as(owner).put(path(made, other.id)).expect(200);
    for (let i = 0; i < 2; i += 1) await as(owner).delete(path(made, other.id)).expect(204);
    expect(await auditOf(made.id)).toHaveLength(3);
  });

  it('are members other than the broadcaster, at most a hundred', async () => {
    const made = await started();
    const guest = await users.signedIn('guest');
    await as(owner).put(path(made, guest.id)).expect(404);
    await as(owner).put(path(made, 'nobody')).expect(404);
    await as(owner).put(path(made, owner.id)).expect(409);
    await users.database.run((m) =>
      m.insert(
        ModeratorRow,
        Array.from({ length: 100 }, (_, i) => ({
          streamId: made.id,
          userId: `m${i}`,
          addedBy: owner.id,
          addedAt: i,
        })),
      ),
    );
    await as(owner).put(path(made, other.id)).expect(409);
  });

  it('may not choose moderators themselves', async () => {
    const made = await started();
    await as(owner).put(path(made, other.id)).expect(200);
    const third = await users.signedIn();
    await as(other).put(path(made, third.id)).expect(403);
    await as(other).get(path(made)).expect(403);
  });
});

describe('the list of streams', () => {
  const list = async (query: Record<string, string | number>) => {
    const { body } = await users.page().get('/api/v1/streams').query(query).expect(200);
    return streamList.parse(body);
  };
  const titles = async (query: Record<string, string | number>) =>
    (await list(query)).items.map(({ title }) => title);
  const all = async (query: Record<string, string | number>) => {
    const found: string[] = [];
    let page = await list(query);
    for (; page.next !== undefined; page = await list({ ...query, cursor: page.next })) {
      found.push(...page.items.map(({ title }) => title));
    }
    return [...found, ...page.items.map(({ title }) => title)];
  };

  it('has the busiest first, then the newest, with counts', async () => {
    const [quiet, busy] = [
      await started({ title: 'rank quiet' }),
      await started({ title: 'rank busy' }),
    ];
    await started({ title: 'rank nobody' });
    await watch(quiet.id, 2);
    await watch(busy.id, 5);
    const { items } = await list({ q: 'rank' });
    expect(items.map(({ title, viewers }) => [title, viewers])).toEqual([
      ['rank busy', 5],
      ['rank quiet', 2],
      ['rank nobody', 0],
    ]);
    const { body } = await users.page().get(`/api/v1/streams/${busy.id}`).expect(200);
    expect(body.viewers).toBe(5);
  });

  it('comes in pages that together have each stream once: live ones, then ended ones', async () => {
    const made: Stream[] = [];
    for (let i = 0; i < 9; i += 1) made.push(await started({ title: `paged ${i}` }));
    for (const { id } of made.slice(0, 4)) await as(owner).post(`/api/v1/streams/${id}/end`);
    await watch(made[6]?.id ?? '', 3);
    for (const limit of [1, 2, 4, 5, 9, 200]) {
      const found = await all({ q: 'paged', status: 'all', limit });
      expect(found).toHaveLength(9);
      expect(found[0]).toBe('paged 6');
      expect([...found.slice(1, 5)].sort()).toEqual(['paged 4', 'paged 5', 'paged 7', 'paged 8']);
      expect([...found.slice(5)].sort()).toEqual(['paged 0', 'paged 1', 'paged 2', 'paged 3']);
    }
    expect(await titles({ q: 'paged', status: 'ended' })).toHaveLength(4);
    expect(await titles({ q: 'paged' })).toHaveLength(5);
  });

  it('finds by title and broadcaster, whatever case or width, and takes wildcards as letters', async () => {
    const named = await users.signedIn('member', 'Grandmother Willow');
    await started({ title: '야간 방송 100%' }, named);
    await started({ title: '야간 방송 1000' });
    expect(await titles({ q: 'grandmother w' })).toEqual(['야간 방송 100%']);
    expect(await titles({ q: 'ＧＲＡＮＤＭＯＴＨＥＲ' })).toEqual(['야간 방송 100%']);
    expect(await titles({ q: '100%' })).toEqual(['야간 방송 100%']);
    expect(await titles({ q: '야간' })).toHaveLength(2);
    expect(await titles({ q: "' OR 1=1 --" })).toEqual([]);
    expect(await titles({ q: '%%' })).toEqual([]);
  });

  it('costs the same number of calls to the stores however many streams there are', async () => {
    const counts = vi.spyOn(presence(), 'counts');
    const run = vi.spyOn(users.database, 'run');
    await list({ status: 'all', limit: 5 });
    const few = [counts.mock.calls.length, run.mock.calls.length];
    counts.mockClear();
    run.mockClear();
    await list({ status: 'all', limit: 200 });
    expect([counts.mock.calls.length, run.mock.calls.length]).toEqual(few);
    expect(few).toEqual([2, 2]);
    counts.mockRestore();
    run.mockRestore();
  });

  it.each([
    { limit: 0 },
    { limit: 201 },
    { status: 'dead' },
    { cursor: 'nonsense' },
    { cursor: Buffer.from('["live",1]').toString('base64url') },
    { page: 2 },
  ])('refuses %j', async (query) => {
    const { body } = await users.page().get('/api/v1/streams').query(query).expect(400);
    expect(problem.parse(body).code).toBe('invalid');
  });

  it('is open to everyone; an unknown stream is not found', async () => {
    await users.page().get('/api/v1/streams').expect(200);
    const { body } = await users.page().get('/api/v1/streams/nowhere').expect(404);
    expect(problem.parse(body).code).toBe('not_found');
  });
});
