import { RefreshFamilyRow, rowLock, UserRow } from '@livechat/backends';
import { AppError } from '@livechat/contracts';
import type { TokenClaims, User } from '@livechat/contracts';
import type { EntityManager } from 'typeorm';
import { IsNull, MoreThan } from 'typeorm';

/**
 * The user of a token, as of now. A token outlives its session by up to five minutes; where SQL is
 * asked anyway, that is not enough: throws `unauthenticated` if the session or the user has ended.
 */
export const signedInUser = (manager: EntityManager, claims: TokenClaims): Promise<UserRow> =>
  liveUser(manager, claims, {});

/**
 * As `signedInUser`, and the row is locked until the transaction ends: whoever changes the account,
 * erases it or makes something for it does so alone.
 */
export const lockSignedInUser = (manager: EntityManager, claims: TokenClaims): Promise<UserRow> =>
  liveUser(manager, claims, rowLock(manager));

/** The session is looked at behind the lock: it may have been ended while the lock was waited for. */
async function liveUser(
  manager: EntityManager,
  claims: TokenClaims,
  lock: ReturnType<typeof rowLock>,
): Promise<UserRow> {
  const session = { id: claims.sid, userId: claims.sub };
  const live = { ...session, revokedAt: IsNull(), expiresAt: MoreThan(Date.now()) };
  const where = { id: claims.sub, erasedAt: IsNull() };
  const user = await manager.findOne(UserRow, { where, ...lock });
  if (user && (await manager.existsBy(RefreshFamilyRow, live))) return user;
  throw new AppError('unauthenticated', { detail: 'The session has ended' });
}

/** What others may know of a user. */
export const userOf = ({ id, displayName, kind, createdAt }: UserRow): User => ({
  id,
  displayName,
  kind,
  createdAt,
});
