import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { LocalCluster } from '../native/local-cluster.ts';
import { NativeServers } from '../native/native-servers.ts';

// All services over real servers of their own, after some chat: metrics, reconcile and status.
let servers: NativeServers;
let cluster: LocalCluster;
beforeAll(async () => {
  servers = await NativeServers.start();
  cluster = await LocalCluster.start({
    servers: servers.settings(),
    replicas: { 'chat-archiver': 2, 'stream-analyzer': 2 },
    env: { LIMIT_SENDS_PER_USER: 'off' },
  });
}, 180_000);
afterAll(async () => {
  await cluster.stop();
  await servers.stop();
}, 60_000);

interface Outcome {
  readonly code: number;
  readonly out: string;
}

/** Runs a command of package.json; answers its exit code and all it said. */
const run = (script: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  new Promise<Outcome>((resolve) => {
    const file = fileURLToPath(new URL(`../../scripts/${script}.mjs`, import.meta.url));
    const options = { env: { PATH: process.env['PATH'] ?? '', ...env } };
    execFile(process.execPath, [file, ...args], options, (error, stdout, stderr) => {
      const code = typeof error?.code === 'number' ? error.code : error ? -1 : 0;
      resolve({ code, out: stdout + stderr });
    });
  });

const reconcile = () => run('reconcile', [], { MODE: 'cluster', ...servers.settings() });
const adminUrls = () => cluster.services.map(({ adminUrl }) => adminUrl).join(',');

/** A metric over all services, of samples whose labels fit. */
async function sum(name: string, labels = /(?:)/): Promise<number> {
  const running = cluster.services.filter(({ process }) => process.isRunning);
  const samples = await Promise.all(running.map((service) => service.metric(name)));
  const fitting = samples.flatMap((s) => [...s].filter(([text]) => labels.test(text)));
  return fitting.reduce((total, [, value]) => total + value, 0);
}

test('after a chat accepted less void = archived = analysed, in metrics and in the stores', async () => {
  const load = ['--streams', '4', '--chatters', '80', '--rate', '80', '--minutes', '0.2'];
  const generated = await run('generate', ['--url', cluster.url, '--viewers', '1', ...load]);
  expect(generated).toMatchObject({ code: 0 });
  const reconciled = await reconcile();
  expect(reconciled.out).toMatch(/Equal: no difference was found/);
  expect(reconciled.code).toBe(0);
  await vi.waitFor(
    async () => {
      const voided = await sum('livechat_void_total', /reason="(?!event_copy)/);
      const accepted = (await sum('livechat_messages_accepted_total')) - voided;
      const archived = await sum('livechat_archived_total', /kind="message"/);
      const analysed = await sum('livechat_analysed_total');
      expect(accepted).toBeGreaterThan(300);
      expect({ archived, analysed }).toEqual({ archived: accepted, analysed: accepted });
    },
    { timeout: 20_000, interval: 500 },
  );
}, 180_000);

test('status shows every service as ready, and exits with 0', async () => {
  const { code, out } = await run('status', [], { STATUS_URLS: adminUrls() });
  expect(code, out).toBe(0);
  for (const { options } of cluster.services) expect(out).toContain(options.service);
  expect(out).toMatch(/chat-archiver +chat-archiver-2 +ready/);
});

test('an archiver that is gone is named: status by its port, reconcile by what is missing', async () => {
  const archivers = cluster.of('chat-archiver');
  for (const { process } of archivers) await process.kill();
  const status = await run('status', [], { STATUS_URLS: adminUrls() });
  expect(status.code).toBe(1);
  expect(status.out).toMatch(/no answer +ECONNREFUSED/);
  const before = await sum('livechat_messages_accepted_total');
  const generating = run('generate', ['--url', cluster.url, '--viewers', '1', '--minutes', '0.1']);
  await vi.waitFor(
    async () => expect(await sum('livechat_messages_accepted_total')).toBeGreaterThan(before + 5),
    { timeout: 30_000, interval: 200 },
  );
  const behind = await run('reconcile', ['--wait', '2'], {
    MODE: 'cluster',
    ...servers.settings(),
  });
  expect(behind.code).toBe(2);
  expect(behind.out).toMatch(/records behind the log in \d+ partitions/);
  await Promise.all(archivers.map((archiver) => archiver.start()));
  expect(await generating).toMatchObject({ code: 0 });
  const healed = await reconcile();
  expect(healed.out).toMatch(/Equal: no difference was found/);
}, 180_000);
