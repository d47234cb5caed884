import { accountData, me, profileChange, registered, registration } from '@livechat/contracts';
import type {
  AccountData,
  Me,
  ProfileChange,
  Registered,
  Registration,
  TokenClaims,
} from '@livechat/contracts';
import { Answers, CurrentUser, Public } from '@livechat/runtime';
import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Accounts } from './accounts.ts';
import { From } from './caller.ts';
import type { Caller } from './caller.ts';
import { Erasure } from './erasure.ts';
import { SessionCookie } from './session-cookie.ts';

@Controller('api/v1/users')
export class UsersController {
  constructor(
    private readonly accounts: Accounts,
    private readonly erasure: Erasure,
    private readonly cookie: SessionCookie,
  ) {}

  @Public()
  @Answers(registered, 201)
  @Post()
  async register(
    @Body({ schema: registration }) body: Registration,
    @From() caller: Caller,
  ): Promise<Registered> {
    return { user: await this.accounts.register(body, caller) };
  }

  @Answers(me)
  @Get('me')
  me(@CurrentUser() user: TokenClaims): Promise<Me> {
    return this.accounts.me(user);
  }

  @Answers(me)
  @Patch('me')
  change(
    @CurrentUser() user: TokenClaims,
    @Body({ schema: profileChange }) body: ProfileChange,
    @From() caller: Caller,
  ): Promise<Me> {
    return this.accounts.change(user, body, caller);
  }

  @Delete('me')
  @HttpCode(204)
  async erase(
    @CurrentUser() user: TokenClaims,
    @From() caller: Caller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    await this.erasure.erase(user, caller);
    this.cookie.clear(response);
  }

  @Answers(accountData)
  @Get('me/data')
  data(@CurrentUser() user: TokenClaims): Promise<AccountData> {
    return this.erasure.data(user);
  }
}
