import { CountersModule, DatabaseModule, FanoutModule, PresenceModule } from '@livechat/backends';
import { Metrics } from '@livechat/runtime';
import { Module } from '@nestjs/common';
import { Accounts } from './accounts.ts';
import { Erasure } from './erasure.ts';
import { Families } from './families.ts';
import { KeysController } from './keys.controller.ts';
import { Limits } from './limits.ts';
import { LobbyController } from './lobby.controller.ts';
import { Lobby } from './lobby.ts';
import { ModeratorsController } from './moderators.controller.ts';
import { Moderators } from './moderators.ts';
import { OidcController } from './oidc.controller.ts';
import { Passwords } from './passwords.ts';
import { Pruning } from './pruning.ts';
import { Revocations } from './revocations.ts';
import { SessionCookie } from './session-cookie.ts';
import { SessionsController } from './sessions.controller.ts';
import { Sessions } from './sessions.ts';
import { SignIn } from './sign-in.ts';
import { StreamList } from './stream-list.ts';
import { StreamNews } from './stream-news.ts';
import { StreamsController } from './streams.controller.ts';
import { Streams } from './streams.ts';
import { AccessTokens } from './tokens.ts';
import { UsersController } from './users.controller.ts';

const hashingAtOnce = 2;
const hashingQueue = 50;

const passwords = {
  provide: Passwords,
  inject: [Metrics],
  useFactory: async (metrics: Metrics) => {
    const full = () => metrics.boundsHit.inc({ bound: 'hashing' });
    const made = new Passwords(hashingAtOnce, hashingQueue, full);
    // The first check of an unknown user would be told by its time: it makes the decoy.
    await made.check('', undefined);
    return made;
  },
};

/** Accounts, sessions, streams, moderators and the lobby: what user-service is. */
@Module({
  imports: [DatabaseModule, FanoutModule, PresenceModule, CountersModule],
  controllers: [
    UsersController,
    OidcController,
    SessionsController,
    KeysController,
    LobbyController,
    StreamsController,
    ModeratorsController,
  ],
  providers: [
    AccessTokens,
    Accounts,
    Erasure,
    Families,
    Limits,
    Lobby,
    Moderators,
    passwords,
    Pruning,
    Revocations,
    SessionCookie,
    Sessions,
    SignIn,
    StreamList,
    StreamNews,
    Streams,
  ],
  exports: [Accounts, AccessTokens, Sessions, SignIn, Streams],
})
export class UsersModule {}
