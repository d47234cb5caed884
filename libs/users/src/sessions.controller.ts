import { credentials, guestSession, session } from '@livechat/contracts';
import type { Credentials, Session, TokenClaims } from '@livechat/contracts';
import { Answers, CurrentUser, Public } from '@livechat/runtime';
import { Body, Controller, Delete, HttpCode, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { From } from './caller.ts';
import type { Caller } from './caller.ts';
import { SessionCookie } from './session-cookie.ts';
import { Sessions } from './sessions.ts';
import type { OpenedSession } from './sessions.ts';
import { SignIn } from './sign-in.ts';

/** The answer to a call that may set a cookie. */
const Reply = () => Res({ passthrough: true });

@Controller('api/v1/sessions')
export class SessionsController {
  constructor(
    private readonly signIn: SignIn,
    private readonly sessions: Sessions,
    private readonly cookie: SessionCookie,
  ) {}

  @Public()
  @Post()
  @HttpCode(200)
  @Answers(session)
  async begin(
    @Body({ schema: credentials }) body: Credentials,
    @From() caller: Caller,
    @Req() request: Request,
    @Reply() response: Response,
  ): Promise<Session> {
    this.cookie.assertSafe(request);
    return this.answer(await this.signIn.member(body, caller), response);
  }

  @Public()
  @Post('guest')
  @HttpCode(200)
  @Answers(session)
  async beginGuest(
    @Body({ schema: guestSession }) body: { displayName: string },
    @From() caller: Caller,
    @Req() request: Request,
    @Reply() response: Response,
  ): Promise<Session> {
    this.cookie.assertSafe(request);
    return this.answer(await this.signIn.guest(body.displayName, caller), response);
  }

  @Public()
  @Post('refresh')
  @HttpCode(200)
  @Answers(session)
  async refresh(
    @From() caller: Caller,
    @Req() request: Request,
    @Reply() response: Response,
  ): Promise<Session> {
    const token = this.cookie.read(request);
    return this.answer(await this.sessions.refresh(token, caller), response);
  }

  @Public()
  @Delete()
  @HttpCode(204)
  async end(
    @From() caller: Caller,
    @Req() request: Request,
    @Reply() response: Response,
  ): Promise<void> {
    await this.sessions.end(this.cookie.read(request), caller);
    this.cookie.clear(response);
  }

  @Delete('all')
  @HttpCode(204)
  async endAll(
    @CurrentUser() user: TokenClaims,
    @From() caller: Caller,
    @Reply() response: Response,
  ): Promise<void> {
    await this.sessions.endAll(user, caller);
    this.cookie.clear(response);
  }

  private answer({ session, token }: OpenedSession, response: Response): Session {
    this.cookie.write(response, token);
    return session;
  }
}
