import { Shutdown } from '@livechat/runtime';
import { Module } from '@nestjs/common';
import { EmbeddedPresence } from './presence.embedded.ts';
import { Presence } from './presence.ts';

function providePresence(shutdown: Shutdown): Presence {
  const presence = new EmbeddedPresence();
  shutdown.on('stores', 'presence', () => presence.close());
  return presence;
}

/** The leases of viewers. */
@Module({
  providers: [{ provide: Presence, inject: [Shutdown], useFactory: providePresence }],
  exports: [Presence],
})
export class PresenceModule {}
