import { UserRow } from '@livechat/backends';
import type { StreamRow } from '@livechat/backends';
import type { Stream } from '@livechat/contracts';
import type { EntityManager } from 'typeorm';
import { In } from 'typeorm';

/** A stream as clients see it; `owner` is undefined only if its row was lost. */
export const streamView = (
  row: StreamRow,
  owner: UserRow | undefined,
  viewers: number,
): Stream => ({
  id: row.id,
  title: row.title,
  broadcaster: { id: row.ownerId, displayName: owner?.displayName ?? '' },
  status: row.status,
  startedAt: row.startedAt,
  ...(row.endedAt === null ? {} : { endedAt: row.endedAt }),
  viewers,
  ...(row.thumbnailUrl === null ? {} : { thumbnailUrl: row.thumbnailUrl }),
  ...(row.videoUrl === null ? {} : { videoUrl: row.videoUrl }),
});

/** The owners of streams by id, in one statement. */
export async function ownersOf(
  manager: EntityManager,
  rows: readonly StreamRow[],
): Promise<ReadonlyMap<string, UserRow>> {
  const ids = [...new Set(rows.map(({ ownerId }) => ownerId))];
  const owners = await manager.findBy(UserRow, { id: In(ids) });
  return new Map(owners.map((owner) => [owner.id, owner]));
}
