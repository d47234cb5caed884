import { randomUUID } from 'node:crypto';
import {
  appendAudit,
  Database,
  lockStream,
  Presence,
  putOutbox,
  StreamRow,
} from '@livechat/backends';
import type { UserRow } from '@livechat/backends';
import { AppError, defaultRules } from '@livechat/contracts';
import type { Stream, StreamChange, StreamCreation, TokenClaims } from '@livechat/contracts';
import { InjectSettings } from '@livechat/runtime';
import type { Settings } from '@livechat/runtime';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Caller } from './caller.ts';
import { Limits } from './limits.ts';
import { assertMediaAllowed } from './media-origins.ts';
import { lockSignedInUser, signedInUser } from './signed-in.ts';
import { StreamNews } from './stream-news.ts';
import { ownersOf, streamView } from './stream-view.ts';
import { searchFold, titleOf } from './titles.ts';

/** Streams: started, shown, changed and ended, each change in one transaction with audit and outbox. */
@Injectable()
export class Streams {
  constructor(
    private readonly database: Database,
    private readonly presence: Presence,
    private readonly news: StreamNews,
    private readonly limits: Limits,
    @InjectSettings() private readonly settings: Settings,
  ) {}

  /** Starts a stream of a member; guests get `forbidden`. */
  async create(claims: TokenClaims, given: StreamCreation, caller: Caller): Promise<Stream> {
    if (claims.kind === 'guest') throw new AppError('forbidden', { detail: 'Only for members' });
    await this.limits.take('streams', caller, claims.sub);
    assertMediaAllowed(given, this.settings.mediaOrigins);
    const row = newRow(claims.sub, given);
    const owner = await this.database.run(async (manager) => {
      const user = await lockSignedInUser(manager, claims);
      await manager.insert(StreamRow, row);
      await audit(manager, 'stream.started', { row, by: user.id, caller, after: summaryOf(row) });
      await putOutbox(manager, { type: 'stream.started', streamId: row.id, title: row.title });
      return user;
    });
    const stream = streamView(row, owner, 0);
    await this.news.lobby('stream.started', stream);
    return stream;
  }

  /** The stream with its viewers now; `not_found` if there is none. */
  async get(id: string): Promise<Stream> {
    const { row, owner } = await this.database.run(async (manager) => {
      const row = await manager.findOneBy(StreamRow, { id });
      if (!row) throw new AppError('not_found', { detail: 'There is no such stream' });
      return { row, owner: (await ownersOf(manager, [row])).get(row.ownerId) };
    });
    return streamView(row, owner, await this.viewersOf(id));
  }

  /** Changes a stream of the caller's; who may chat is a rule, which an ended stream no longer has. */
  async change(
    claims: TokenClaims,
    id: string,
    { change, caller }: { readonly change: StreamChange; readonly caller: Caller },
  ): Promise<Stream> {
    assertMediaAllowed(change, this.settings.mediaOrigins);
    const { row, owner } = await this.database.run(async (manager) => {
      const owner = await signedInUser(manager, claims);
      const row = await ownStream(manager, id, owner);
      const before = summaryOf(row);
      const rulesChanged = applyChange(row, change);
      await manager.save(StreamRow, row);
      const after = summaryOf(row);
      await audit(manager, 'stream.changed', { row, by: owner.id, caller, before, after });
      if (rulesChanged) {
        const { rules } = row;
        await putOutbox(manager, { type: 'rules.changed', streamId: id, rules, by: owner.id });
      }
      return { row, owner };
    });
    if (change.guestsMayChat !== undefined) await this.news.outbox();
    return streamView(row, owner, await this.viewersOf(id));
  }

  /** Ends a stream of the caller's, for ever; `stream_ended` if it has ended. */
  async end(claims: TokenClaims, id: string, caller: Caller): Promise<Stream> {
    const { row, owner } = await this.database.run(async (manager) => {
      const owner = await signedInUser(manager, claims);
      const row = await ownStream(manager, id, owner);
      await endStream(manager, row, { by: owner.id, caller });
      return { row, owner };
    });
    await this.news.lobby('stream.ended', { id, endedAt: row.endedAt ?? Date.now() });
    return streamView(row, owner, await this.viewersOf(id));
  }

  private async viewersOf(id: string): Promise<number> {
    return (await this.presence.counts([id])).get(id) ?? 0;
  }
}

/** The stream, locked; `not_found` if there is none, `forbidden` if it is another's. */
export async function ownStream(
  manager: EntityManager,
  id: string,
  owner: UserRow,
): Promise<StreamRow> {
  const row = await lockStream(manager, id);
  if (row.ownerId === owner.id) return row;
  throw new AppError('forbidden', { detail: 'Only for the broadcaster of this stream' });
}

/** Ends a locked stream: its row (changed in place too), audit and outbox. */
export async function endStream(
  manager: EntityManager,
  row: StreamRow,
  { by, caller }: { readonly by: string; readonly caller: Caller },
): Promise<void> {
  if (row.status === 'ended') throw new AppError('stream_ended');
  Object.assign(row, { status: 'ended', endedAt: Math.max(Date.now(), row.startedAt) });
  await manager.update(StreamRow, { id: row.id }, { status: row.status, endedAt: row.endedAt });
  await audit(manager, 'stream.ended', { row, by, caller });
  await putOutbox(manager, { type: 'stream.ended', streamId: row.id, by });
}

function newRow(ownerId: string, given: StreamCreation): StreamRow {
  const title = titleOf(given.title);
  return {
    id: randomUUID(),
    ownerId,
    title,
    titleFold: searchFold(title),
    status: 'live',
    startedAt: Date.now(),
    endedAt: null,
    thumbnailUrl: given.thumbnailUrl ?? null,
    videoUrl: given.videoUrl ?? null,
    rules: { ...defaultRules, guestsMayChat: given.guestsMayChat ?? defaultRules.guestsMayChat },
    version: 0,
    forImports: false,
  };
}

/** Changes the row in place; answers whether its rules have changed. */
function applyChange(row: StreamRow, change: StreamChange): boolean {
  if (change.title !== undefined) {
    row.title = titleOf(change.title);
    row.titleFold = searchFold(row.title);
  }
  if (change.thumbnailUrl !== undefined) row.thumbnailUrl = change.thumbnailUrl;
  if (change.videoUrl !== undefined) row.videoUrl = change.videoUrl;
  const { guestsMayChat = row.rules.guestsMayChat } = change;
  if (guestsMayChat === row.rules.guestsMayChat) return false;
  if (row.status === 'ended') throw new AppError('stream_ended');
  row.rules = { ...row.rules, guestsMayChat };
  return true;
}

const summaryOf = ({ title, thumbnailUrl, videoUrl, rules }: StreamRow) => ({
  title,
  thumbnailUrl,
  videoUrl,
  rules,
});

interface StreamAct {
  readonly row: StreamRow;
  readonly by: string;
  readonly caller: Caller;
  readonly before?: unknown;
  readonly after?: unknown;
}

const audit = (
  manager: EntityManager,
  action: string,
  { row, by, caller, ...content }: StreamAct,
) =>
  appendAudit(manager, {
    actorId: by,
    action,
    target: row.id,
    streamId: row.id,
    ...content,
    ...caller,
  });
