import type { TokenClaims, User } from '@livechat/contracts';
import { CurrentUser } from '@livechat/runtime';
import { Controller, Delete, Get, HttpCode, Param, Put } from '@nestjs/common';
import { From } from './caller.ts';
import type { Caller } from './caller.ts';
import { Moderators } from './moderators.ts';
import type { ModeratorRef } from './moderators.ts';

@Controller('api/v1/streams/:streamId/moderators')
export class ModeratorsController {
  constructor(private readonly moderators: Moderators) {}

  @Get()
  async list(
    @CurrentUser() user: TokenClaims,
    @Param('streamId') streamId: string,
  ): Promise<{ items: readonly User[] }> {
    return { items: await this.moderators.list(user, streamId) };
  }

  @Get(':userId')
  get(@CurrentUser() user: TokenClaims, @Param() ref: ModeratorRef): Promise<User> {
    return this.moderators.get(user, ref);
  }

  @Put(':userId')
  add(
    @CurrentUser() user: TokenClaims,
    @Param() ref: ModeratorRef,
    @From() caller: Caller,
  ): Promise<User> {
    return this.moderators.add(user, ref, caller);
  }

  @Delete(':userId')
  @HttpCode(204)
  remove(
    @CurrentUser() user: TokenClaims,
    @Param() ref: ModeratorRef,
    @From() caller: Caller,
  ): Promise<void> {
    return this.moderators.remove(user, ref, caller);
  }
}
