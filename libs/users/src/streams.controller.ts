import { stream, streamChange, streamCreation, streamList, streamQuery } from '@livechat/contracts';
import type {
  Stream,
  StreamChange,
  StreamCreation,
  StreamList as StreamPage,
  StreamQuery,
  TokenClaims,
} from '@livechat/contracts';
import { Answers, CurrentUser, Public } from '@livechat/runtime';
import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { From } from './caller.ts';
import type { Caller } from './caller.ts';
import { StreamList } from './stream-list.ts';
import { Streams } from './streams.ts';

@Controller('api/v1/streams')
export class StreamsController {
  constructor(
    private readonly streams: Streams,
    private readonly list: StreamList,
  ) {}

  @Public()
  @Get()
  @Answers(streamList)
  page(@Query({ schema: streamQuery }) query: StreamQuery): Promise<StreamPage> {
    return this.list.page(query);
  }

  @Post()
  @Answers(stream, 201)
  create(
    @CurrentUser() user: TokenClaims,
    @Body({ schema: streamCreation }) body: StreamCreation,
    @From() caller: Caller,
  ): Promise<Stream> {
    return this.streams.create(user, body, caller);
  }

  @Public()
  @Get(':id')
  @Answers(stream)
  get(@Param('id') id: string): Promise<Stream> {
    return this.streams.get(id);
  }

  @Patch(':id')
  @Answers(stream)
  change(
    @CurrentUser() user: TokenClaims,
    @Param('id') id: string,
    @Body({ schema: streamChange }) change: StreamChange,
    @From() caller: Caller,
  ): Promise<Stream> {
    return this.streams.change(user, id, { change, caller });
  }

  @Post(':id/end')
  @HttpCode(200)
  @Answers(stream)
  end(
    @CurrentUser() user: TokenClaims,
    @Param('id') id: string,
    @From() caller: Caller,
  ): Promise<Stream> {
    return this.streams.end(user, id, caller);
  }
}
