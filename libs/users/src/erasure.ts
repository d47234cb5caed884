import {
  appendAudit,
  AuditRow,
  bumpVersion,
  Database,
  ModeratorRow,
  RefreshFamilyRow,
  rowLock,
  StandingRow,
  StreamRow,
  UserRow,
} from '@livechat/backends';
import type { AccountData, TokenClaims } from '@livechat/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Caller } from './caller.ts';
import { revokeFamilies } from './families.ts';
import { Revocations } from './revocations.ts';
import { lockSignedInUser, signedInUser, userOf } from './signed-in.ts';
import { StreamNews } from './stream-news.ts';
import { endStream } from './streams.ts';

/** What an erased account is called wherever its id still stands. */
const erasedName = 'erased user';
const auditRows = 10_000;

/** A person's own data: shown whole, or erased. */
@Injectable()
export class Erasure {
  constructor(
    private readonly database: Database,
    private readonly revocations: Revocations,
    private readonly news: StreamNews,
  ) {}

  /** All that SQL holds of the caller, secrets aside; chat messages are chat-service's to show. */
  async data(claims: TokenClaims): Promise<AccountData> {
    return this.database.run(async (manager) => {
      const user = await signedInUser(manager, claims);
      return accountData(manager, user);
    });
  }

  /**
   * Empties the account so that nothing leads back to the person: the row keeps its id, streams
   * end, roles and sessions go. Audit rows stay; they hold ids and hashes.
   */
  async erase(claims: TokenClaims, caller: Caller): Promise<void> {
    const { sids, streams } = await this.database.run(async (manager) => {
      const user = await lockSignedInUser(manager, claims);
      const live = await lockStreamsOf(manager, user.id);
      await leaveRoles(manager, user.id);
      const streams = await endStreams(manager, live, { by: user.id, caller });
      await manager.update(UserRow, { id: user.id }, { ...empty, erasedAt: Date.now() });
      const act = { actorId: user.id, action: 'user.erased', target: user.id };
      await appendAudit(manager, { ...act, ...caller });
      return { sids: await revokeFamilies(manager, { userId: user.id }), streams };
    });
    await this.revocations.tell(sids);
    for (const { id, endedAt } of streams) {
      await this.news.lobby('stream.ended', { id, endedAt: endedAt ?? Date.now() });
    }
  }
}

const empty = {
  email: null,
  emailKey: null,
  passwordHash: null,
  displayName: erasedName,
  nameFold: null,
  nameSkeleton: null,
};

/** All streams to be touched are locked before the audit chain is, as everywhere. */
const lockStreamsOf = (manager: EntityManager, userId: string): Promise<StreamRow[]> =>
  manager.find(StreamRow, {
    where: { ownerId: userId, status: 'live' },
    order: { id: 'ASC' },
    ...rowLock(manager),
  });

async function endStreams(
  manager: EntityManager,
  streams: readonly StreamRow[],
  end: { readonly by: string; readonly caller: Caller },
) {
  for (const row of streams) await endStream(manager, row, end);
  return streams;
}

async function leaveRoles(manager: EntityManager, userId: string): Promise<void> {
  const roles = await manager.find(ModeratorRow, { where: { userId }, order: { streamId: 'ASC' } });
  await manager.delete(ModeratorRow, { userId });
  for (const { streamId } of roles) await bumpVersion(manager, streamId);
}

async function accountData(manager: EntityManager, user: UserRow): Promise<AccountData> {
  const userId = user.id;
  const sessions = await manager.findBy(RefreshFamilyRow, { userId });
  const streams = await manager.findBy(StreamRow, { ownerId: userId });
  const moderates = await manager.findBy(ModeratorRow, { userId });
  const standings = await manager.findBy(StandingRow, { userId });
  const acts = await manager.find(AuditRow, {
    where: { actorId: userId },
    order: { id: 'DESC' },
    take: auditRows,
  });
  return {
    user: { ...userOf(user), email: user.email },
    sessions: sessions.map((row) =>
      picked(row, 'id', 'createdAt', 'renewedAt', 'expiresAt', 'revokedAt'),
    ),
    streams: streams.map((row) => ({
      ...picked(row, 'id', 'title', 'status', 'startedAt', 'endedAt'),
      ...picked(row, 'thumbnailUrl', 'videoUrl', 'rules'),
    })),
    moderates: moderates.map((row) => picked(row, 'streamId', 'addedAt')),
    standings: standings.map((row) =>
      picked(row, 'streamId', 'banned', 'timedOutUntil', 'changedAt'),
    ),
    acts: acts.map((row) => picked(row, 'at', 'action', 'target', 'ip')),
  };
}

const picked = <T, K extends keyof T>(row: T, ...keys: readonly K[]): Pick<T, K> =>
  Object.fromEntries(keys.map((key) => [key, row[key]])) as Pick<T, K>;
