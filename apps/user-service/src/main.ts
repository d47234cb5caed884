import { UsersModule } from '@livechat/users';
import { clusterSettings, runService } from '@livechat/runtime';

/** Accounts, sessions, streams, moderators, the lobby. */
await runService({
  name: 'user-service',
  module: UsersModule,
  settings: clusterSettings,
});
