import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkpointsContract } from './checkpoints.contract.ts';
import { EmbeddedCheckpoints } from './checkpoints.embedded.ts';

checkpointsContract('embedded', () => {
  const folder = mkdtempSync(join(tmpdir(), 'livechat-checkpoints-'));
  const checkpoints = new EmbeddedCheckpoints(join(folder, 'checkpoints.db'));
  return Promise.resolve({
    checkpoints,
    dispose: async () => {
      await checkpoints.close();
      rmSync(folder, { recursive: true });
    },
  });
});
