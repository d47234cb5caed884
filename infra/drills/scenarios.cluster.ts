import { afterAll, beforeAll, inject } from 'vitest';
import { LocalCluster } from '../native/local-cluster.ts';

// The scenarios of apps/e2e, unchanged, on all services over real servers.
let cluster: LocalCluster;
beforeAll(async () => {
  cluster = await LocalCluster.start({
    servers: inject('serverSettings'),
    env: { LIMIT_SENDS_PER_USER: 'off', SUMMARY_MIN_INTERVAL: '1s' },
  });
  process.env['BASE_URL'] = cluster.url;
}, 120_000);
afterAll(async () => {
  delete process.env['BASE_URL'];
  await cluster.stop();
});

await import('../../apps/e2e/src/viewers.e2e.ts');
