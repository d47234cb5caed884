import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { BrokerReach } from './kafka-reach.ts';

const servers: Server[] = [];
const peers = new Set<Socket>();
const reaches: BrokerReach[] = [];

async function listen(port = 0): Promise<number> {
  const server = createServer((socket) => peers.add(socket.on('error', () => {})));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function endServers(): Promise<void> {
  for (const peer of peers) peer.destroy();
  peers.clear();
  await Promise.all(servers.splice(0).map((s) => new Promise((resolve) => s.close(resolve))));
}

function reachOf(ports: readonly number[]): BrokerReach {
  const reach = new BrokerReach(ports.map((port) => `127.0.0.1:${port}`));
  reaches.push(reach);
  return reach;
}

/** A client's connection, as kafkajs would make it. */
function connect(reach: BrokerReach, port: number): Socket {
  const options = { host: '127.0.0.1', port, onConnect: () => {} };
  const socket = reach.makeSocket(options as Parameters<BrokerReach['makeSocket']>[0]);
  return socket.on('error', () => {});
}

afterEach(async () => {
  for (const reach of reaches.splice(0)) reach.close();
  await endServers();
});

const until = (check: () => void) => vi.waitFor(check, { timeout: 10_000, interval: 10 });

test('a broker that goes away is noticed at once, and its return by itself', async () => {
  const port = await listen();
  const reach = reachOf([port]);
  const changes: boolean[] = [];
  reach.onChange = (isDown) => changes.push(isDown);
  const socket = connect(reach, port);
  await new Promise((resolve) => socket.once('connect', resolve));
  expect(reach.isDown).toBe(false);
  await endServers();
  await until(() => expect(reach.isDown).toBe(true));
  await listen(port);
  await until(() => expect(reach.isDown).toBe(false));
  expect(changes).toEqual([true, false]);
});

test('a connection closed by a healthy broker is no outage', async () => {
  const port = await listen();
  const reach = reachOf([port]);
  const onChange = (reach.onChange = vi.fn());
  const socket = connect(reach, port);
  await new Promise((resolve) => socket.once('connect', resolve));
  socket.destroy();
  await new Promise((resolve) => socket.once('close', resolve));
  await until(() => expect(peers.size).toBeGreaterThan(1));
  expect(onChange).not.toHaveBeenCalled();
});

test('one broker of several is enough', async () => {
  const [gone, there] = [await listen(), await listen()];
  await new Promise((resolve) => servers.shift()?.close(resolve));
  const reach = reachOf([gone, there]);
  const socket = connect(reach, gone);
  await new Promise((resolve) => socket.once('close', resolve));
  await until(() => expect(peers.size).toBeGreaterThan(0));
  expect(reach.isDown).toBe(false);
});

test('a first connection that is refused counts as down', async () => {
  const port = await listen();
  await endServers();
  const reach = reachOf([port]);
  connect(reach, port);
  await until(() => expect(reach.isDown).toBe(true));
});
