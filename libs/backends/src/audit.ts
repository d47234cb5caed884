import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { MoreThan } from 'typeorm';
import type { Database } from './database.ts';
import { rowLock } from './database-lock.ts';
import { AuditHeadRow, AuditRow } from './entities/audit.ts';

/** An act to answer for. `before` and `after` are kept as hashes only. */
export interface AuditedAct {
  readonly actorId: string;
  /** Past tense or an OWASP event name: `stream.ended`, `authn_token_reuse`. */
  readonly action: string;
  /** Id of what was acted on. */
  readonly target: string;
  /** The stream it happened in, for the list its moderators see. */
  readonly streamId?: string | undefined;
  readonly before?: unknown;
  readonly after?: unknown;
  readonly ip?: string | undefined;
  readonly requestId?: string | undefined;
  /** At most 200 characters. */
  readonly reason?: string | undefined;
}

/** What a walk along the chain found: how many rows it has, and the first id that does not fit. */
export interface AuditVerdict {
  readonly rows: number;
  readonly brokenAt?: number;
}

const headId = { id: 1 };
/** Rows a piece of the walk, about 2 ms. */
const chunk = 500;

/** Appends a row to the chain, in the transaction of the change it tells of; answers its id. */
export async function appendAudit(manager: EntityManager, act: AuditedAct): Promise<number> {
  const head = await manager.findOneOrFail(AuditHeadRow, { where: headId, ...rowLock(manager) });
  const row = auditRow(act, head);
  await manager.insert(AuditRow, row);
  await manager.update(AuditHeadRow, headId, { lastId: row.id, hash: row.hash });
  return row.id;
}

/**
 * Walks the whole chain, a piece at a time so that nobody waits for it long; a row changed, taken out,
 * added or cut off at the end is found.
 */
export async function verifyAudit(database: Database): Promise<AuditVerdict> {
  let link: Link = { id: 0, hash: '' };
  for (;;) {
    const from = link;
    const piece = await database.run((manager) => walkPiece(manager, from));
    link = piece.last;
    if (piece.state === 'broken') return { rows: link.id, brokenAt: link.id + 1 };
    if (piece.state === 'end') return { rows: link.id };
  }
}

type Link = Pick<AuditRow, 'id' | 'hash'>;

/** The head is held meanwhile: a row appended between the two looks would pass for one put behind it. */
async function walkPiece(manager: EntityManager, from: Link) {
  const head = await manager.findOneOrFail(AuditHeadRow, { where: headId, ...rowLock(manager) });
  const where = { id: MoreThan(from.id) };
  const rows = await manager.find(AuditRow, { where, order: { id: 'ASC' }, take: chunk });
  let last = from;
  for (const row of rows) {
    if (!follows(row, last)) return { last, state: 'broken' } as const;
    last = row;
  }
  if (rows.length === chunk) return { last, state: 'more' } as const;
  const whole = last.id === head.lastId && last.hash === head.hash;
  return { last, state: whole ? 'end' : 'broken' } as const;
}

const follows = (row: AuditRow, previous: Link): boolean =>
  row.id === previous.id + 1 && row.previousHash === previous.hash && row.hash === hashOf(row);

function auditRow(act: AuditedAct, head: AuditHeadRow): AuditRow {
  const row = {
    id: head.lastId + 1,
    at: Date.now(),
    actorId: act.actorId,
    action: act.action,
    target: act.target,
    streamId: act.streamId ?? null,
    beforeHash: contentHash(act.before),
    afterHash: contentHash(act.after),
    ip: act.ip ?? null,
    requestId: act.requestId ?? null,
    reason: act.reason ?? null,
    previousHash: head.hash,
  };
  return { ...row, hash: hashOf(row) };
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const contentHash = (content: unknown): string | null =>
  content === undefined ? null : sha256(JSON.stringify(content));

const hashOf = (row: Omit<AuditRow, 'hash'>): string =>
  sha256(
    JSON.stringify([
      row.id,
      row.at,
      row.actorId,
      row.action,
      row.target,
      row.streamId,
      row.beforeHash,
      row.afterHash,
      row.ip,
      row.requestId,
      row.reason,
      row.previousHash,
    ]),
  );
