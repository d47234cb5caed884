import { Database, Presence, StreamRow, UserRow } from '@livechat/backends';
import type { Stream, StreamList as StreamPage, StreamQuery } from '@livechat/contracts';
import { Metrics } from '@livechat/runtime';
import { Injectable } from '@nestjs/common';
import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { In } from 'typeorm';
import { nameKeys } from './names.ts';
import { cursorText, parseCursor } from './stream-cursor.ts';
import type { StreamCursor } from './stream-cursor.ts';
import { ownersOf, streamView } from './stream-view.ts';
import { searchFold } from './titles.ts';

/** Live streams that are ranked at most; beyond, the newest are. */
const rankedAtMost = 5_000;

interface Ranked {
  readonly id: string;
  readonly at: StreamCursor;
}

/**
 * Lists of streams: the live ones busiest first, then the ended ones newest first. However long
 * the list, a page takes two units of SQL and at most two looks at the viewers.
 */
@Injectable()
export class StreamList {
  constructor(
    private readonly database: Database,
    private readonly presence: Presence,
    private readonly metrics: Metrics,
  ) {}

  async page(query: StreamQuery): Promise<StreamPage> {
    const after = query.cursor === undefined ? undefined : parseCursor(query.cursor);
    const live = query.status === 'ended' ? [] : await this.live(query.q, after);
    const wanted = query.limit + 1;
    const { ranked, rows, owners } = await this.database.run(async (manager) => {
      const missing = query.status === 'live' ? 0 : wanted - live.length;
      const ended = missing > 0 ? await endedPart(manager, { ...query, after, missing }) : [];
      const ranked = [...live, ...ended].slice(0, wanted);
      const rows = await manager.findBy(StreamRow, { id: In(ranked.map(({ id }) => id)) });
      return { ranked, rows, owners: await ownersOf(manager, rows) };
    });
    const items = await this.views(ranked.slice(0, query.limit), rows, owners);
    const last = ranked.length === wanted ? ranked[query.limit - 1] : undefined;
    return last ? { items, next: cursorText(last.at) } : { items };
  }

  /** Those of these streams that have ended, with the time. */
  async endedOf(ids: readonly string[]): Promise<readonly { id: string; endedAt: number }[]> {
    const rows = await this.database.run((manager) =>
      manager.findBy(StreamRow, { id: In([...ids]), status: 'ended' }),
    );
    return rows.map(({ id, endedAt, startedAt }) => ({ id, endedAt: endedAt ?? startedAt }));
  }

  /** All live streams that fit, below the cursor, busiest first. */
  private async live(q: string | undefined, after: StreamCursor | undefined): Promise<Ranked[]> {
    if (after?.[0] === 'ended') return [];
    const rows = await this.database.run((manager) => liveRows(manager, q));
    if (rows.length === rankedAtMost) this.metrics.boundsHit.inc({ bound: 'ranked_streams' });
    const viewers = await this.presence.counts(rows.map(({ id }) => id));
    return rows
      .map(({ id, startedAt }): RankedLive => ({
        id,
        at: ['live', viewers.get(id) ?? 0, startedAt, id],
      }))
      .sort((a, b) => byRank(a.at, b.at))
      .filter(({ at }) => after === undefined || byRank(at, after) > 0);
  }

  private async views(
    ranked: readonly Ranked[],
    rows: readonly StreamRow[],
    owners: ReadonlyMap<string, UserRow>,
  ): Promise<Stream[]> {
    const byId = new Map(rows.map((row) => [row.id, row]));
    const viewers = await this.presence.counts(ranked.map(({ id }) => id));
    return ranked
      .flatMap(({ id }) => byId.get(id) ?? [])
      .map((row) => streamView(row, owners.get(row.ownerId), viewers.get(row.id) ?? 0));
  }
}

type LiveCursor = Extract<StreamCursor, readonly ['live', ...unknown[]]>;
interface RankedLive extends Ranked {
  readonly at: LiveCursor;
}

/** More viewers first, then the newer, then by id. */
const byRank = (a: LiveCursor, b: LiveCursor): number =>
  b[1] - a[1] || b[2] - a[2] || (a[3] < b[3] ? 1 : a[3] > b[3] ? -1 : 0);

interface LiveRow {
  readonly id: string;
  readonly startedAt: number;
}

/** Raw rows: making entities of thousands would hold up everyone else at the database. */
async function liveRows(manager: EntityManager, q: string | undefined): Promise<LiveRow[]> {
  const rows = await matching(manager, q)
    .andWhere("stream.status = 'live'")
    .orderBy('stream.startedAt', 'DESC')
    .select('stream.id', 'id')
    .addSelect('stream.startedAt', 'startedAt')
    .limit(rankedAtMost)
    .getRawMany<{ id: string; startedAt: number | string }>();
  return rows.map(({ id, startedAt }) => ({ id, startedAt: Number(startedAt) }));
}

interface EndedQuery {
  readonly q?: string | undefined;
  readonly after: StreamCursor | undefined;
  readonly missing: number;
}

async function endedPart(
  manager: EntityManager,
  { q, after, missing }: EndedQuery,
): Promise<Ranked[]> {
  const query = matching(manager, q).andWhere("stream.status = 'ended'");
  if (after?.[0] === 'ended') {
    const [, at, id] = after;
    query.andWhere('(stream.endedAt < :at OR (stream.endedAt = :at AND stream.id < :id))', {
      at,
      id,
    });
  }
  const rows = await query
    .orderBy('stream.endedAt', 'DESC')
    .addOrderBy('stream.id', 'DESC')
    .select(['stream.id', 'stream.endedAt'])
    .limit(missing)
    .getMany();
  return rows.map(({ id, endedAt }) => ({ id, at: ['ended', endedAt ?? 0, id] }));
}

/** Streams whose title or broadcaster holds the text. */
function matching(manager: EntityManager, q: string | undefined): SelectQueryBuilder<StreamRow> {
  const query = manager.createQueryBuilder(StreamRow, 'stream').where('1 = 1');
  if (q === undefined || q === '') return query;
  const title = holding(searchFold(q));
  const name = holding(nameKeys(q).fold);
  return query
    .leftJoin(UserRow, 'owner', 'owner.id = stream.ownerId')
    .andWhere("(stream.titleFold LIKE :title ESCAPE '!' OR owner.nameFold LIKE :name ESCAPE '!')", {
      title,
      name,
    });
}

const holding = (text: string): string => `%${text.replace(/[!%_]/g, '!$&')}%`;
