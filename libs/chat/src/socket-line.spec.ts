import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server, type Socket } from 'socket.io';
import { io, type Socket as Client } from 'socket.io-client';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { eventFrame } from './frames.ts';
import { SocketLine } from './socket-line.ts';

/** Holds the untyped members of engine.io and ws that ready frames need to the installed versions. */
let http: HttpServer;
let server: Server;
let client: Client;
let socket: Socket;

beforeAll(async () => {
  http = createServer();
  server = new Server(http, {
    transports: ['websocket'],
    perMessageDeflate: false,
    pingInterval: 20,
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  const connected = new Promise<Socket>((resolve) => server.on('connection', resolve));
  client = io(`http://127.0.0.1:${port}`, { transports: ['websocket'] });
  socket = await connected;
});
afterAll(async () => {
  client.close();
  await server.close();
});

test('a stock client reads joined frames, in one order with emits, acks and pings', async () => {
  const line = new SocketLine(socket);
  const got: unknown[] = [];
  client.onAny((_: string, payload: { n: number }) => got.push(payload.n));
  socket.on('ask', (ack: (n: number) => void) => ack(3));
  const frame = (n: number, pad = '') => eventFrame('event', JSON.stringify({ n, pad }));
  line.write(Buffer.concat([frame(0), frame(1)]));
  socket.emit('other', { n: 2 });
  const asked = client.emitWithAck('ask').then((n: unknown) => got.push(n));
  await asked;
  line.write(Buffer.concat([frame(4, 'x'.repeat(200)), frame(5, '한'.repeat(30_000))]));
  socket.emit('other', { n: 6 });
  line.write(frame(7));
  await vi.waitFor(() => expect(got).toEqual([0, 1, 2, 3, 4, 5, 6, 7]), 10_000);
});

test('what a peer does not take counts as outstanding, and a close of ours is told with its reason', async () => {
  const line = new SocketLine(socket);
  expect(line.outstanding).toBe(0);
  const reading = (client.io.engine.transport as unknown as { ws: { _socket: NodeJS.Socket } }).ws
    ._socket as unknown as { pause(): void; resume(): void };
  reading.pause();
  const frame = eventFrame('event', JSON.stringify({ pad: 'x'.repeat(60_000) }));
  for (let i = 0; i < 200; i++) line.write(frame);
  await vi.waitFor(() => expect(line.outstanding).toBeGreaterThan(1_000_000), 10_000);
  const closed = new Promise<{ context?: { code?: number; reason?: string } }>((resolve) =>
    client.once('disconnect', (_, details) => resolve(details as never)),
  );
  reading.resume();
  line.close(4008, 'slow');
  const details = await closed;
  expect(details.context).toMatchObject({ code: 4008, reason: 'slow' });
});
