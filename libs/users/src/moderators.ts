import {
  appendAudit,
  bumpVersion,
  Database,
  ModeratorRow,
  rowLock,
  UserRow,
} from '@livechat/backends';
import { AppError } from '@livechat/contracts';
import type { TokenClaims, User } from '@livechat/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { In, IsNull } from 'typeorm';
import type { Caller } from './caller.ts';
import { signedInUser, userOf } from './signed-in.ts';
import { ownStream } from './streams.ts';

/** Moderators a stream has at most. */
const atMost = 100;

/** One moderator of one stream. */
export interface ModeratorRef {
  readonly streamId: string;
  readonly userId: string;
}

/** Who moderates a stream; only its broadcaster asks and decides. */
@Injectable()
export class Moderators {
  constructor(private readonly database: Database) {}

  list(claims: TokenClaims, streamId: string): Promise<readonly User[]> {
    return this.database.run(async (manager) => {
      await ownStream(manager, streamId, await signedInUser(manager, claims));
      const rows = await manager.find(ModeratorRow, {
        where: { streamId },
        order: { addedAt: 'ASC', userId: 'ASC' },
      });
      const users = await manager.findBy(UserRow, { id: In(rows.map(({ userId }) => userId)) });
      const byId = new Map(users.map((user) => [user.id, userOf(user)]));
      return rows.flatMap(({ userId }) => byId.get(userId) ?? []);
    });
  }

  /** The user, if a moderator of the stream; else `not_found`. */
  get(claims: TokenClaims, ref: ModeratorRef): Promise<User> {
    return this.database.run(async (manager) => {
      await ownStream(manager, ref.streamId, await signedInUser(manager, claims));
      if (await manager.existsBy(ModeratorRow, { ...ref })) return lockMember(manager, ref.userId);
      throw new AppError('not_found', { detail: 'Not a moderator of this stream' });
    });
  }

  /** Makes a member a moderator; nothing changes if he is one. */
  add(claims: TokenClaims, ref: ModeratorRef, caller: Caller): Promise<User> {
    return this.database.run(async (manager) => {
      const owner = await signedInUser(manager, claims);
      await ownStream(manager, ref.streamId, owner);
      const user = await lockMember(manager, ref.userId);
      if (user.id === owner.id)
        throw new AppError('conflict', { detail: 'You are the broadcaster' });
      if (await manager.existsBy(ModeratorRow, { ...ref })) return user;
      await assertRoom(manager, ref.streamId);
      await manager.insert(ModeratorRow, { ...ref, addedBy: owner.id, addedAt: Date.now() });
      await changed(manager, ref, { action: 'moderator.added', by: owner.id, caller });
      return user;
    });
  }

  /** Takes the role away; nothing changes if the user has none. */
  remove(claims: TokenClaims, ref: ModeratorRef, caller: Caller): Promise<void> {
    return this.database.run(async (manager) => {
      const owner = await signedInUser(manager, claims);
      await ownStream(manager, ref.streamId, owner);
      const { affected } = await manager.delete(ModeratorRow, { ...ref });
      if (affected === 0) return;
      await changed(manager, ref, { action: 'moderator.removed', by: owner.id, caller });
    });
  }
}

/** Locked, so that nobody is given a role while his account is erased. */
async function lockMember(manager: EntityManager, id: string): Promise<User> {
  const where = { id, kind: 'member' as const, erasedAt: IsNull() };
  const user = await manager.findOne(UserRow, { where, ...rowLock(manager) });
  if (user) return userOf(user);
  throw new AppError('not_found', { detail: 'There is no such member' });
}

async function assertRoom(manager: EntityManager, streamId: string): Promise<void> {
  if ((await manager.countBy(ModeratorRow, { streamId })) < atMost) return;
  throw new AppError('conflict', { detail: `A stream has at most ${atMost} moderators` });
}

interface RoleChange {
  readonly action: 'moderator.added' | 'moderator.removed';
  readonly by: string;
  readonly caller: Caller;
}

/** The log has no event for roles: replicas learn of them by the stream's version. */
async function changed(
  manager: EntityManager,
  ref: ModeratorRef,
  { action, by, caller }: RoleChange,
) {
  const { streamId, userId } = ref;
  await appendAudit(manager, { actorId: by, action, target: userId, streamId, ...caller });
  await bumpVersion(manager, streamId);
}
