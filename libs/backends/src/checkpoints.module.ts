import { SETTINGS, Shutdown, type Settings } from '@livechat/runtime';
import { Global, Module } from '@nestjs/common';
import { join } from 'node:path';
import { EmbeddedCheckpoints } from './checkpoints.embedded.ts';
import { Checkpoints } from './checkpoints.ts';

function provideCheckpoints(settings: Settings, shutdown: Shutdown): Checkpoints {
  const checkpoints = new EmbeddedCheckpoints(join(settings.dataDir, 'checkpoints.db'));
  shutdown.on('stores', 'checkpoints', () => checkpoints.close());
  return checkpoints;
}

/** The checkpoints of this process's stages; global, since the event log asks them where it once ended. */
@Global()
@Module({
  providers: [
    { provide: Checkpoints, inject: [SETTINGS, Shutdown], useFactory: provideCheckpoints },
  ],
  exports: [Checkpoints],
})
export class CheckpointsModule {}
