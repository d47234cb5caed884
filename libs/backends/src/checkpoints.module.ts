import { SETTINGS, Shutdown, type Settings } from '@livechat/runtime';
import { Global, Module } from '@nestjs/common';
import { join } from 'node:path';
import { CassandraModule, SharedCassandra } from './cassandra.module.ts';
import { CassandraCheckpoints } from './checkpoints.cassandra.ts';
import { EmbeddedCheckpoints } from './checkpoints.embedded.ts';
import { Checkpoints } from './checkpoints.ts';

async function provideCheckpoints(
  settings: Settings,
  shutdown: Shutdown,
  cassandra: SharedCassandra,
): Promise<Checkpoints> {
  const checkpoints =
    settings.mode === 'cluster'
      ? new CassandraCheckpoints(await cassandra.open())
      : new EmbeddedCheckpoints(join(settings.dataDir, 'checkpoints.db'));
  shutdown.on('stores', 'checkpoints', () => checkpoints.close());
  return checkpoints;
}

/** The checkpoints of this process's stages; global, since the event log asks them where it once ended. */
@Global()
@Module({
  imports: [CassandraModule],
  providers: [
    {
      provide: Checkpoints,
      inject: [SETTINGS, Shutdown, SharedCassandra],
      useFactory: provideCheckpoints,
    },
  ],
  exports: [Checkpoints],
})
export class CheckpointsModule {}
