import type { TokenClaims } from '@livechat/contracts';
import { CurrentUser, InjectSettings, requestIdOf, type Settings } from '@livechat/runtime';
import { Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { Importing } from './importing.ts';
import { textLines } from './text-lines.ts';

const maxLine = 16 * 1024;

/** Imports: a streamed body of JSON lines with its own size limit. */
@Controller('chat/v1/streams/:id/import')
export class ImportController {
  constructor(
    private readonly importing: Importing,
    @InjectSettings() private readonly settings: Settings,
  ) {}

  @Post()
  @HttpCode(200)
  run(@Param('id') id: string, @CurrentUser() user: TokenClaims, @Req() request: Request) {
    const maxBytes = this.settings.bounds.importBytes;
    const trace = request.res && requestIdOf(request.res);
    return this.importing.run(user, id, textLines(request, { maxBytes, maxLine }), trace);
  }
}
