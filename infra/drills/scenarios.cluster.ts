import { afterAll, beforeAll } from 'vitest';
import { LocalCluster } from '../native/local-cluster.ts';
import { NativeServers } from '../native/native-servers.ts';

// The scenarios of apps/e2e, unchanged, on all services over real servers of their own: other
// suites make the same topics in another form.
let servers: NativeServers;
let cluster: LocalCluster;
beforeAll(async () => {
  servers = await NativeServers.start();
  cluster = await LocalCluster.start({
    servers: servers.settings(),
    env: { LIMIT_SENDS_PER_USER: 'off', SUMMARY_MIN_INTERVAL: '1s' },
  });
  process.env['BASE_URL'] = cluster.url;
}, 180_000);
afterAll(async () => {
  delete process.env['BASE_URL'];
  await cluster.stop();
  await servers.stop();
}, 60_000);

await import('../../apps/e2e/src/viewers.e2e.ts');
await import('../../apps/e2e/src/questions.e2e.ts');
