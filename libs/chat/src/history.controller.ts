import {
  analysisFrame,
  labelQuery,
  messageQuery,
  pageQuery,
  searchQuery,
  timelineQuery,
  type MessageQuery,
  type PageQuery,
  type SearchQuery,
  type TimelineQuery,
} from '@livechat/contracts';
import { Answers, Public, type AuthedRequest } from '@livechat/runtime';
import { Controller, Get, Param, ParseIntPipe, Query, Req, Res, UseGuards } from '@nestjs/common';
import type { Response } from 'express';
import type { z } from 'zod';
import { Feed } from './feed.ts';
import { HistoryReads } from './history-reads.ts';
import { ReadLimit, StreamExists } from './read-guards.ts';

/** What anyone may read of a stream; reads of many rows are limited, those of one row or two are not. */
@Controller('chat/v1/streams/:id')
@UseGuards(StreamExists)
@Public()
export class HistoryController {
  constructor(
    private readonly reads: HistoryReads,
    private readonly feed: Feed,
  ) {}

  @Get('messages')
  @UseGuards(ReadLimit)
  messages(@Param('id') id: string, @Query({ schema: messageQuery }) query: MessageQuery) {
    return this.reads.messages(id, query);
  }

  @Get('messages/:offset/context')
  @UseGuards(ReadLimit)
  context(@Param('id') id: string, @Param('offset', ParseIntPipe) offset: number) {
    return this.reads.context(id, undefined, offset);
  }

  @Get('search')
  @UseGuards(ReadLimit)
  search(@Param('id') id: string, @Query({ schema: searchQuery }) query: SearchQuery) {
    return this.reads.search(id, query);
  }

  /** JSON `null` before the first analysis; Nest would send nothing at all for it. */
  @Get('analysis')
  @Answers(analysisFrame.nullable())
  async analysis(@Param('id') id: string, @Res() response: Response) {
    response.json(await this.reads.analysis(id));
  }

  @Get('analysis/timeline')
  timeline(@Param('id') id: string, @Query({ schema: timelineQuery }) query: TimelineQuery) {
    return this.reads.timeline(id, query);
  }

  @Get('labels')
  @UseGuards(ReadLimit)
  labels(
    @Param('id') id: string,
    @Query({ schema: labelQuery }) { after, limit }: z.infer<typeof labelQuery>,
  ) {
    return this.reads.labels(id, after, limit);
  }

  @Get('summaries')
  summaries(@Param('id') id: string, @Query({ schema: pageQuery }) query: PageQuery) {
    return this.reads.newest('summary', id, query, (summary) => summary.upTo);
  }

  @Get('moments')
  moments(@Param('id') id: string, @Query({ schema: pageQuery }) query: PageQuery) {
    return this.reads.moments(id, query);
  }

  @Get('questions')
  questions(@Param('id') id: string, @Query({ schema: pageQuery }) query: PageQuery) {
    return this.reads.questions(id, query);
  }

  @Get('events')
  events(@Param('id') id: string, @Req() request: AuthedRequest, @Res() response: Response) {
    return this.feed.open(id, request, response);
  }
}
