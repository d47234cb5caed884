import { ArchiverModule, ChatModule, RelayModule } from '@livechat/chat';
import { AnalyzerModule, SummarizerModule } from '@livechat/insight';
import { UsersModule } from '@livechat/users';
import { Module } from '@nestjs/common';
import { WebModule } from './web.module.ts';

/** Every part of the product in one process. */
@Module({
  imports: [
    WebModule,
    UsersModule,
    ChatModule,
    RelayModule,
    ArchiverModule,
    AnalyzerModule,
    SummarizerModule,
  ],
})
export class StandaloneModule {}
