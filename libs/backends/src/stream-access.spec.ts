import { defaultRules } from '@livechat/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openEmbeddedDatabase } from './database.embedded.ts';
import type { Database } from './database.ts';
import { ModeratorRow } from './entities/moderator.ts';
import { RefreshFamilyRow } from './entities/refresh-family.ts';
import { StandingRow } from './entities/standing.ts';
import { StreamRow } from './entities/stream.ts';
import { endedSessions } from './session-check.ts';
import { bumpVersion, lockStream, streamAccess, streamVersions } from './stream-access.ts';

const stream = (id: string, status: 'live' | 'ended' = 'live') => ({
  id,
  ownerId: 'owner',
  title: id,
  titleFold: id,
  status,
  startedAt: 1,
  endedAt: null,
  thumbnailUrl: null,
  videoUrl: null,
  rules: defaultRules,
  version: 0,
  forImports: false,
});

const standing = (userId: string, change: Partial<StandingRow>) => ({
  streamId: 'a',
  userId,
  banned: false,
  timedOutUntil: null,
  by: 'owner',
  reason: null,
  changedAt: 1,
  version: 1,
  ...change,
});

let database: Database;

beforeEach(async () => {
  database = await openEmbeddedDatabase(':memory:');
  await database.run((m) => m.insert(StreamRow, [stream('a'), stream('b', 'ended')]));
});
afterEach(() => database.close());

describe('what a replica reads of streams', () => {
  it('gives versions and status of those that exist, in one statement', async () => {
    await database.run((m) => bumpVersion(m, 'a'));
    const versions = await database.run((m) => streamVersions(m, ['a', 'b', 'nowhere']));
    expect(versions).toEqual([
      { id: 'a', version: 1, status: 'live' },
      { id: 'b', version: 0, status: 'ended' },
    ]);
  });

  it('gives rules, moderators and the standings in force at first', async () => {
    const later = Date.now() + 60_000;
    await database.run(async (m) => {
      await m.insert(ModeratorRow, { streamId: 'a', userId: 'mod', addedBy: 'owner', addedAt: 1 });
      await m.insert(StandingRow, [
        standing('banned', { banned: true }),
        standing('out', { timedOutUntil: later }),
        standing('back', { timedOutUntil: 5 }),
        standing('pardoned', {}),
      ]);
    });
    const access = await database.run((m) => streamAccess(m, 'a'));
    expect(access).toMatchObject({ ownerId: 'owner', rules: defaultRules, moderatorIds: ['mod'] });
    expect(access?.standings.map(({ userId }) => userId).sort()).toEqual(['banned', 'out']);
  });

  it('gives what changed since a version, pardons too', async () => {
    await database.run((m) =>
      m.insert(StandingRow, [
        standing('old', { banned: true, version: 3 }),
        standing('pardoned', { version: 4 }),
      ]),
    );
    const access = await database.run((m) => streamAccess(m, 'a', 3));
    expect(access?.standings).toMatchObject([{ userId: 'pardoned', banned: false }]);
  });

  it('knows no access to a stream that is not there', async () => {
    expect(await database.run((m) => streamAccess(m, 'nowhere'))).toBeUndefined();
    await expect(database.run((m) => lockStream(m, 'nowhere'))).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(database.run((m) => bumpVersion(m, 'nowhere'))).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('which sessions have ended', () => {
  const family = (id: string, change: Partial<RefreshFamilyRow>) => ({
    id,
    userId: 'u',
    tokenHash: id,
    previousHash: null,
    rotations: 0,
    createdAt: 1,
    renewedAt: 1,
    expiresAt: Date.now() + 60_000,
    revokedAt: null,
    ...change,
  });

  it('names those revoked, run out or unknown', async () => {
    await database.run((m) =>
      m.insert(RefreshFamilyRow, [
        family('live', {}),
        family('revoked', { revokedAt: 5 }),
        family('old', { expiresAt: 5 }),
      ]),
    );
    const asked = ['live', 'revoked', 'old', 'unknown'];
    expect(await database.run((m) => endedSessions(m, asked))).toEqual([
      'revoked',
      'old',
      'unknown',
    ]);
  });
});
