import { Public, SseFeeds } from '@livechat/runtime';
import { Controller, Get, Headers, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Lobby } from './lobby.ts';

/** Registered before the streams' own routes: `events` is no stream's id. */
@Public()
@Controller('api/v1/streams/events')
export class LobbyController {
  constructor(
    private readonly lobby: Lobby,
    private readonly feeds: SseFeeds,
  ) {}

  @Get()
  async events(
    @Req() request: Request,
    @Res() response: Response,
    @Headers('last-event-id') lastId?: string,
  ): Promise<void> {
    await this.lobby.ready();
    this.lobby.enter(this.feeds.open(request, response), lastId);
  }
}
