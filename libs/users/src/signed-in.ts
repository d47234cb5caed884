import { RefreshFamilyRow, UserRow } from '@livechat/backends';
import { AppError } from '@livechat/contracts';
import type { TokenClaims, User } from '@livechat/contracts';
import type { EntityManager } from 'typeorm';
import { IsNull, MoreThan } from 'typeorm';

/**
 * The user of a token, as of now. A token outlives its session by up to five minutes; where SQL is
 * asked anyway, that is not enough: throws `unauthenticated` if the session or the user has ended.
 */
export async function signedInUser(manager: EntityManager, claims: TokenClaims): Promise<UserRow> {
  const session = { id: claims.sid, userId: claims.sub };
  const live = { ...session, revokedAt: IsNull(), expiresAt: MoreThan(Date.now()) };
  const user = await manager.findOneBy(UserRow, { id: claims.sub, erasedAt: IsNull() });
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
