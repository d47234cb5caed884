import { AppError } from '@livechat/contracts';
import type { Rules } from '@livechat/contracts';
import type { EntityManager } from 'typeorm';
import { In, MoreThan } from 'typeorm';
import { rowLock } from './database-lock.ts';
import { ModeratorRow } from './entities/moderator.ts';
import { StandingRow } from './entities/standing.ts';
import { StreamRow } from './entities/stream.ts';

/** What a replica compares once a second for the streams its sockets write in. */
export interface StreamVersion {
  readonly id: string;
  readonly version: number;
  readonly status: StreamRow['status'];
}

/** Who may do what in one stream, as of `version`. */
export interface StreamAccess extends StreamVersion {
  readonly ownerId: string;
  readonly forImports: boolean;
  readonly rules: Rules;
  readonly moderatorIds: readonly string[];
  readonly standings: readonly StandingRow[];
}

/** The stream's row, locked until the transaction ends; `not_found` if there is none. */
export async function lockStream(manager: EntityManager, id: string): Promise<StreamRow> {
  const row = await manager.findOne(StreamRow, { where: { id }, ...rowLock(manager) });
  if (!row) throw new AppError('not_found', { detail: 'There is no such stream' });
  return row;
}

/** Makes every replica reload the stream's rules, moderators and standings; locks its row. */
export async function bumpVersion(manager: EntityManager, id: string): Promise<void> {
  const { affected } = await manager.increment(StreamRow, { id }, 'version', 1);
  if (affected === 0) throw new AppError('not_found', { detail: 'There is no such stream' });
}

/** Versions of the streams that exist, in one statement. */
export const streamVersions = (
  manager: EntityManager,
  ids: readonly string[],
): Promise<readonly StreamVersion[]> =>
  manager.find(StreamRow, {
    select: { id: true, version: true, status: true },
    where: { id: In([...ids]) },
  });

/**
 * Rules, moderators and standings of one stream; undefined if there is none. Without `since` the
 * standings are those in force; with the version one knows already, all that changed after it,
 * pardons (neither banned nor timed out) among them.
 */
export async function streamAccess(
  manager: EntityManager,
  id: string,
  since?: number,
): Promise<StreamAccess | undefined> {
  const stream = await manager.findOneBy(StreamRow, { id });
  if (!stream) return undefined;
  const moderators = await manager.findBy(ModeratorRow, { streamId: id });
  const { version, status, ownerId, forImports, rules } = stream;
  const moderatorIds = moderators.map(({ userId }) => userId);
  const standings = await changedStandings(manager, id, since);
  return { id, version, status, ownerId, forImports, rules, moderatorIds, standings };
}

function changedStandings(manager: EntityManager, streamId: string, since: number | undefined) {
  const where =
    since === undefined
      ? [
          { streamId, banned: true },
          { streamId, timedOutUntil: MoreThan(Date.now()) },
        ]
      : { streamId, version: MoreThan(since) };
  return manager.findBy(StandingRow, where);
}
