import { ArchiverModule, ChatModule, RelayModule } from '@livechat/chat';
import { UsersModule } from '@livechat/users';
import { Module } from '@nestjs/common';

/** Every part of the product in one process. */
@Module({ imports: [UsersModule, ChatModule, RelayModule, ArchiverModule] })
export class StandaloneModule {}
