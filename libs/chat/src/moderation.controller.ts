import { AppError, pageQuery, type PageQuery, type TokenClaims } from '@livechat/contracts';
import { AuditRow, Database } from '@livechat/backends';
import { CurrentUser } from '@livechat/runtime';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { LessThan } from 'typeorm';
import { Access, moderates, roleIn } from './access.ts';

/** What moderators read. */
@Controller('chat/v1/streams/:id')
export class ModerationController {
  constructor(
    private readonly access: Access,
    private readonly database: Database,
  ) {}

  /** Who did what in this stream, newest first. */
  @Get('audit')
  async audit(
    @Param('id') id: string,
    @CurrentUser() user: TokenClaims,
    @Query({ schema: pageQuery }) { limit, cursor }: PageQuery,
  ) {
    if (!moderates(roleIn(await this.access.of(id), user))) throw new AppError('forbidden');
    const before = cursor === undefined ? Number.MAX_SAFE_INTEGER : Number(cursor);
    if (!Number.isSafeInteger(before)) throw new AppError('invalid');
    const rows = await this.database.run((manager) =>
      manager.find(AuditRow, {
        where: { streamId: id, id: LessThan(before) },
        order: { id: 'DESC' },
        take: limit,
      }),
    );
    const items = rows.map(({ id: row, at, actorId, action, target, reason }) => ({
      id: row,
      at,
      actorId,
      action,
      target,
      ...(reason === null ? {} : { reason }),
    }));
    return { items, ...(items.length === limit ? { next: `${items.at(-1)?.id}` } : {}) };
  }
}
