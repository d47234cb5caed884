import type { EntityManager } from 'typeorm';
import { In, IsNull, MoreThan } from 'typeorm';
import { RefreshFamilyRow } from './entities/refresh-family.ts';

/** Of these sessions (`sid`), those that were revoked, ran out or never were; one statement. */
export async function endedSessions(
  manager: EntityManager,
  sids: readonly string[],
): Promise<readonly string[]> {
  const rows = await manager.find(RefreshFamilyRow, {
    select: { id: true },
    where: { id: In([...sids]), revokedAt: IsNull(), expiresAt: MoreThan(Date.now()) },
  });
  const live = new Set(rows.map(({ id }) => id));
  return sids.filter((sid) => !live.has(sid));
}
