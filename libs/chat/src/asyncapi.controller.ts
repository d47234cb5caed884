import { AppError } from '@livechat/contracts';
import { InjectSettings, Public, type Settings } from '@livechat/runtime';
import { Controller, Get } from '@nestjs/common';
import { asyncApiDocument } from './asyncapi.ts';

/** The written contract of the sockets, where API docs are on. */
@Controller('chat/v1')
@Public()
export class AsyncApiController {
  constructor(@InjectSettings() private readonly settings: Settings) {}

  @Get('asyncapi.json')
  document() {
    if (!this.settings.apiDocs) throw new AppError('not_found');
    return asyncApiDocument();
  }
}
