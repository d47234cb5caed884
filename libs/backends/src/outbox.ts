import type { Position, RawChat } from '@livechat/contracts';
import type { EntityManager } from 'typeorm';
import { IsNull, LessThan } from 'typeorm';
import { OutboxRow } from './entities/outbox.ts';
import type { OutboxEvent } from './entities/outbox.ts';
import { bumpVersion } from './stream-access.ts';

/** Fanout channel that tells forwarders of a new row; they poll otherwise. */
export const outboxChannel = 'outbox';

/** An outbox row on its way into the log. */
export interface Outgoing {
  readonly row: number;
  readonly event: RawChat;
}

/** Id that the event of an outbox row has in the log. */
export const outboxEventId = (row: number): string => `outbox:${row}`;

/**
 * Puts an event for the log beside the change that it tells of, and answers its row. Call it last
 * in the transaction: it locks the stream's row and raises its version first, so that the rows of
 * one stream become visible in the order of their ids. `not_found` if there is no such stream.
 */
export async function putOutbox(manager: EntityManager, event: OutboxEvent): Promise<number> {
  await bumpVersion(manager, event.streamId);
  const { id } = await manager.save(OutboxRow, {
    streamId: event.streamId,
    event,
    createdAt: Date.now(),
    forwardedAt: null,
    epoch: null,
    offset: null,
  });
  return id;
}

/** The oldest rows not yet in the log, in id order. */
export async function pendingOutbox(
  manager: EntityManager,
  limit = 100,
): Promise<readonly Outgoing[]> {
  const rows = await manager.find(OutboxRow, {
    where: { forwardedAt: IsNull() },
    order: { id: 'ASC' },
    take: limit,
  });
  return rows.map(({ id, event }) => ({
    row: id,
    event: { ...event, id: outboxEventId(id) },
  }));
}

/** Notes where a row's event came to stand in the log; a second note changes nothing. */
export async function markForwarded(
  manager: EntityManager,
  row: number,
  { epoch, offset }: Position,
): Promise<void> {
  const unmarked = { id: row, forwardedAt: IsNull() };
  await manager.update(OutboxRow, unmarked, { forwardedAt: Date.now(), epoch, offset });
}

/** Where a row's event stands in the log; undefined while it is not there, or no longer known. */
export async function forwardedPosition(
  manager: EntityManager,
  row: number,
): Promise<Position | undefined> {
  const found = await manager.findOneBy(OutboxRow, { id: row });
  const { epoch = null, offset = null } = found ?? {};
  return epoch === null || offset === null ? undefined : { epoch, offset };
}

/** Forgets rows that were forwarded before a time (ms); the log has them. */
export async function pruneOutbox(manager: EntityManager, before: number): Promise<void> {
  await manager.delete(OutboxRow, { forwardedAt: LessThan(before) });
}
