import { RefreshFamilyRow, UserRow } from '@livechat/backends';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { Pruning } from './pruning.ts';
import { TestUsers } from './users.fixture.ts';

const day = 24 * 60 * 60 * 1_000;

describe('pruning', () => {
  let users: TestUsers;
  beforeAll(async () => {
    users = await TestUsers.start();
  });
  afterAll(() => users.stop());
  afterEach(() => {
    vi.useRealTimers();
  });

  const pruneIn = async (days: number) => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + days * day });
    await users.service.app.get(Pruning, { strict: false }).run();
    vi.useRealTimers();
  };
  const left = () =>
    users.database.run(async (m) => ({
      users: (await m.find(UserRow)).map(({ id }) => id),
      families: (await m.find(RefreshFamilyRow)).map(({ id }) => id),
    }));

  it('forgets sessions a day after their end and guests with their last session, never members', async () => {
    const member = await users.signedIn();
    const guest = await users.signedIn('guest');
    const signedOut = await users.signedIn('guest');
    await users.page().delete('/api/v1/sessions').set('cookie', signedOut.cookie).expect(204);

    await pruneIn(0.5);
    expect((await left()).families).toHaveLength(3);
    await pruneIn(2);
    expect(await left()).toEqual({
      users: expect.arrayContaining([member.id, guest.id]) as string[],
      families: expect.arrayContaining([member.sid, guest.sid]) as string[],
    });
    expect((await left()).users).toHaveLength(2);
    await pruneIn(16);
    expect(await left()).toEqual({ users: [member.id], families: [] });
  });

  it('works through any number, a piece at a time', async () => {
    for (let made = 0; made < 450; made += 50) {
      await Promise.all(Array.from({ length: 50 }, () => users.signedIn('guest')));
    }
    await pruneIn(16);
    const { users: ids, families } = await left();
    expect([ids.length, families.length]).toEqual([1, 0]);
  });
});
