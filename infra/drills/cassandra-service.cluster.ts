import {
  ChatHistory,
  ChatHistoryModule,
  Checkpoints,
  CheckpointsModule,
  migrateCassandra,
} from '@livechat/backends';
import {
  createLogger,
  readSettings,
  silentLogger,
  startService,
  type HealthReport,
  type RunningService,
} from '@livechat/runtime';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, inject, test, vi } from 'vitest';
import { FaultProxy } from '../native/fault-proxy.ts';

class ArchiveUser {
  readonly name = 'archive user';
}
const module = { module: ArchiveUser, imports: [ChatHistoryModule, CheckpointsModule] };

let proxy: FaultProxy;
beforeEach(async () => {
  proxy = await FaultProxy.start();
  proxy.passTo(Number(inject('cassandraContactPoint').split(':')[1]));
});
afterEach(() => proxy.stop());

const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const newSettings = () =>
  readSettings({
    MODE: 'cluster',
    JWT_PUBLIC_KEYS: publicKey.export({ type: 'spki', format: 'pem' }) as string,
    HOST: '127.0.0.1',
    PORT: '0',
    ADMIN_PORT: '0',
    CASSANDRA_CONTACT_POINTS: `127.0.0.1:${proxy.port}`,
    CASSANDRA_KEYSPACE: `k${randomUUID().replaceAll('-', '')}`,
    CASSANDRA_REPLICATION: '1',
  });

async function report(service: RunningService): Promise<HealthReport> {
  return (await (await fetch(`${service.adminUrl}/health/ready`)).json()) as HealthReport;
}

test('a service keeps history and checkpoints in Cassandra, stays ready while it is away, and heals', async () => {
  const settings = newSettings();
  await migrateCassandra(settings, silentLogger());
  const lines: string[] = [];
  const logger = createLogger(settings, 'test', { write: (line: string) => void lines.push(line) });
  const service = await startService({ name: 'test', module, settings, logger });
  const checkpoints = service.app.get(Checkpoints);
  const save = () => checkpoints.save('stage', [{ key: 'k', epoch: 0, offset: 1, state: 'there' }]);
  await save();
  expect(await service.app.get(ChatHistory).epochs('none')).toEqual([]);
  await vi.waitFor(async () => expect(await report(service)).toMatchObject({ status: 'ready' }));

  proxy.answers = 'cut';
  await expect(save()).rejects.toMatchObject({ code: 'unavailable' });
  await vi.waitFor(async () => {
    const { status, dependencies } = await report(service);
    expect([status, dependencies['cassandra']]).toEqual(['ready', 'down']);
  }, 20_000);
  proxy.answers = 'pass';
  await vi.waitFor(save, 10_000);
  expect(lines.join('')).toContain('A Cassandra node cannot be reached');

  await service.stop();
  await expect(save()).rejects.toMatchObject({ code: 'unavailable' });
});

test('a service does not start on a keyspace that nobody made, and says what makes it', async () => {
  const settings = newSettings();
  const logger = silentLogger();
  const start = startService({ name: 'test', module, settings, logger });
  await expect(start).rejects.toThrow(/no keyspace k.*npm run migrate makes it/);
});
