import { moderatorList, user } from '@livechat/contracts';
import type { TokenClaims, User } from '@livechat/contracts';
import { Answers, CurrentUser } from '@livechat/runtime';
import { Controller, Delete, Get, HttpCode, Param, Put } from '@nestjs/common';
import { From } from './caller.ts';
import type { Caller } from './caller.ts';
import { Moderators } from './moderators.ts';
import type { ModeratorRef } from './moderators.ts';

@Controller('api/v1/streams/:streamId/moderators')
export class ModeratorsController {
  constructor(private readonly moderators: Moderators) {}

  @Get()
  @Answers(moderatorList)
  async list(
    @CurrentUser() claims: TokenClaims,
    @Param('streamId') streamId: string,
  ): Promise<{ items: readonly User[] }> {
    return { items: await this.moderators.list(claims, streamId) };
  }

  @Get(':userId')
  @Answers(user)
  get(@CurrentUser() claims: TokenClaims, @Param() ref: ModeratorRef): Promise<User> {
    return this.moderators.get(claims, ref);
  }

  @Put(':userId')
  @Answers(user)
  add(
    @CurrentUser() claims: TokenClaims,
    @Param() ref: ModeratorRef,
    @From() caller: Caller,
  ): Promise<User> {
    return this.moderators.add(claims, ref, caller);
  }

  @Delete(':userId')
  @HttpCode(204)
  remove(
    @CurrentUser() claims: TokenClaims,
    @Param() ref: ModeratorRef,
    @From() caller: Caller,
  ): Promise<void> {
    return this.moderators.remove(claims, ref, caller);
  }
}
