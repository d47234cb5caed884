import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { allReady, samplesOf, statusOf, tableOf } from './status-report.mjs';

let server: Server | undefined;
afterEach(async () => {
  const closing = server;
  server = undefined;
  if (closing) await new Promise<void>((resolve) => void closing.close(() => resolve()));
});

const metrics = `# HELP livechat_sockets Open sockets
livechat_sockets 3
livechat_viewers 2
livechat_consumer_lag{group="chat-relay",topic="raw-chats",partition="0"} 5
livechat_consumer_lag{group="chat-relay",topic="raw-chats",partition="1"} 7
livechat_oldest_record_seconds{group="chat-relay"} 4.2
`;

/** An admin port that answers so. */
async function admin(ready: object, errors: readonly object[] = []): Promise<string> {
  const answers: Record<string, string> = {
    '/health/ready': JSON.stringify(ready),
    '/metrics': metrics,
    '/errors': JSON.stringify({ service: 'chat-relay', instance: 'r1', errors }),
  };
  const listening = createServer((request, response) => {
    response.end(answers[request.url ?? ''] ?? '{}');
  });
  server = listening;
  await new Promise<void>((resolve) => void listening.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;
}

test('a service that is ready is shown with lags by group, sockets and viewers', async () => {
  const status = await statusOf({
    adminUrl: await admin({ status: 'ready', dependencies: { log: 'up' } }),
  });
  expect(status).toMatchObject({ name: 'chat-relay', instance: 'r1', state: 'ready', why: '' });
  expect(status).toMatchObject({ sockets: 3, viewers: 2 });
  expect(status.lags).toEqual([{ group: 'chat-relay', records: 12, oldestSeconds: 4.2 }]);
  expect(allReady([status])).toBe(true);
  expect(tableOf([status])[1]).toMatch(/^chat-relay +r1 +ready +chat-relay 12 \(4 s\) +3 +2 +0$/);
});

test('a service that is not ready names the dependencies that are down', async () => {
  const dependencies = { log: 'up', cassandra: 'down', sql: 'down' };
  const status = await statusOf({ adminUrl: await admin({ status: 'starting', dependencies }) });
  expect(status).toMatchObject({ state: 'starting', why: 'down: cassandra, sql' });
  expect(allReady([status])).toBe(false);
});

test('a service that does not answer keeps its name, and says why', async () => {
  const status = await statusOf({ name: 'summarizer-1', adminUrl: 'http://127.0.0.1:1' });
  expect(status).toMatchObject({ name: 'summarizer-1', state: 'no answer' });
  expect(status.why).not.toBe('');
  expect(tableOf([status])[1]).toMatch(/^summarizer-1 .*no answer/);
});

test('newest errors of all services stand below the table, newest first', async () => {
  const at = Date.UTC(2026, 0, 1);
  const status = await statusOf({
    adminUrl: await admin({ status: 'ready', dependencies: {} }, [
      { time: at + 1, level: 'error', msg: 'Late', err: { message: 'no answer' } },
    ]),
  });
  const other = {
    ...status,
    instance: 'r2',
    errors: [{ time: at + 2, level: 'warn', msg: 'Later' }],
  };
  expect(tableOf([status, other]).slice(-2)).toEqual([
    '  2026-01-01T00:00:00.002Z chat-relay/r2 warn: Later',
    '  2026-01-01T00:00:00.001Z chat-relay/r1 error: Late: no answer',
  ]);
});

test('no service at all is not ready', () => {
  expect(allReady([])).toBe(false);
});

test('labels with quotes and braces are read as they are', () => {
  expect(samplesOf('m{a="x}",b="\\"y\\""} 1e3')).toEqual([
    { name: 'm', labels: { a: 'x}', b: '\\"y\\"' }, value: 1_000 },
  ]);
});
