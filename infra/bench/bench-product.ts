import { session, socketPath, stream } from '@livechat/contracts';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { io, type Socket } from 'socket.io-client';
import { freePorts } from '../native/free-port.ts';

const main = fileURLToPath(new URL('../../apps/standalone/dist/main.js', import.meta.url));
const startLimitMs = 30_000;

/**
 * The built one-process product in a process of its own, so that a bench measures it and not
 * itself; `nodeOptions` go to Node, and what such a module sends comes as `message` of the child.
 */
export async function benchProduct(
  env: Readonly<Record<string, string>>,
  nodeOptions: readonly string[] = [],
) {
  const [port, adminPort] = await freePorts(2);
  const dataDir = mkdtempSync(join(tmpdir(), 'livechat-bench-'));
  const ports = { PORT: `${port}`, ADMIN_PORT: `${adminPort}`, DATA_DIR: dataDir };
  const child = spawn(process.execPath, [...nodeOptions, main, '--no-demo'], {
    env: { PATH: process.env['PATH'], LOG_LEVEL: 'error', ...ports, ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  await ready(`http://127.0.0.1:${adminPort}/health/ready`);
  const stop = async () => {
    child.kill('SIGINT');
    await ended;
    rmSync(dataDir, { recursive: true, force: true });
  };
  /** CPU it has used so far, ms. */
  const cpuMs = async () => {
    const text = await (await fetch(`http://127.0.0.1:${adminPort}/metrics`)).text();
    const [, seconds] = /^livechat_process_cpu_seconds_total (\S+)/m.exec(text) ?? [];
    return Number(seconds) * 1_000;
  };
  return { url: `http://127.0.0.1:${port}`, child, cpuMs, stop };
}

async function ready(url: string): Promise<void> {
  for (const until = performance.now() + startLimitMs; performance.now() < until;) {
    // Nobody listens yet while it starts.
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('The product did not become ready in time');
}

async function posted(url: string, body: object, token = ''): Promise<unknown> {
  const headers = { 'content-type': 'application/json', 'x-livechat': '1' };
  const response = await fetch(url, {
    method: 'POST',
    headers: { ...headers, ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return response.json();
}

/** A new member's token and a stream of his. */
export async function benchStream(url: string) {
  const account = { email: 'bench@example.org', password: 'a long enough passphrase' };
  await posted(`${url}/api/v1/users`, { ...account, displayName: 'Olive' });
  const { accessToken } = session.parse(await posted(`${url}/api/v1/sessions`, account));
  const made = await posted(`${url}/api/v1/streams`, { title: 'A bench' }, accessToken);
  return { accessToken, streamId: stream.parse(made).id };
}

export const benchSocket = (url: string, token?: string): Socket =>
  io(url, {
    path: socketPath,
    transports: ['websocket'],
    forceNew: true,
    auth: token === undefined ? {} : { token },
  });

/** Sends an event and rejects unless it went well. */
export async function acked(socket: Socket, name: string, payload: object): Promise<void> {
  const answer = (await socket.timeout(10_000).emitWithAck(name, payload)) as { ok: boolean };
  if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(answer)}`);
}
