import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LeanWebSocket } from './lean-web-socket.ts';

/** A frame as a server sends it: unmasked. */
function frame(text: string, kind = 1): Buffer {
  const payload = Buffer.from(text);
  const { length } = payload;
  const head = length < 126 ? [128 | kind, length] : [128 | kind, 126, length >> 8, length & 255];
  return Buffer.concat([Buffer.from(head), payload]);
}

/** The frames of a client in a row, each with a short payload. */
function unmasked(bytes: Buffer): { kind: number; text: string }[] {
  if (bytes.length < 6) return [];
  const length = (bytes[1] ?? 0) & 127;
  const mask = bytes.subarray(2, 6);
  const text = bytes.subarray(6, 6 + length).map((byte, i) => byte ^ (mask[i & 3] ?? 0));
  const first = { kind: (bytes[0] ?? 0) & 15, text: Buffer.from(text).toString() };
  return [first, ...unmasked(bytes.subarray(6 + length))];
}

const event = '42["event",{"type":"message.posted","text":"좋아요"}]';
let server: Server;
let accept = (key: string) =>
  createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
let seen: string[];
let said: string[];
beforeEach(async () => {
  [seen, said] = [[], []];
  server = createServer((_, response) => response.writeHead(503).end());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(() => void server.close());

/** Opens a client and answers the server's end of its connection. */
async function connected(): Promise<{ client: LeanWebSocket; wire: Duplex }> {
  const upgrading = once(server, 'upgrade') as Promise<
    [{ headers: Record<string, string> }, Duplex]
  >;
  const client = new LeanWebSocket(uri(), (bytes, start, end) =>
    seen.push(bytes.toString('utf8', start, end)),
  );
  client.onmessage = ({ data }) => said.push(data);
  const opened = new Promise<void>((resolve) => (client.onopen = resolve));
  const [{ headers }, wire] = await upgrading;
  wire.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept(headers['sec-websocket-key'] ?? '')}\r\n\r\n`,
  );
  await opened;
  return { client, wire };
}

const uri = () => `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`;

describe('the lean WebSocket', () => {
  it('hands events over as bytes and everything else as text, however the bytes are cut', async () => {
    const { client, wire } = await connected();
    const bytes = Buffer.concat([
      frame('0{"sid":"a"}'),
      frame(event),
      frame(`42["event",{"text":"${'x'.repeat(700)}"}]`),
      frame('42["drain",{}]'),
    ]);
    wire.write(bytes.subarray(0, 1));
    for (let at = 1; at < bytes.length; at += 7) {
      wire.write(bytes.subarray(at, at + 7));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await vi.waitFor(() => expect(said).toEqual(['0{"sid":"a"}', '42["drain",{}]']));
    expect(seen).toEqual([event, `42["event",{"text":"${'x'.repeat(700)}"}]`]);
    client.close();
  });

  it('masks what it sends, and answers pings', async () => {
    const { client, wire } = await connected();
    let bytes = Buffer.alloc(0);
    wire.on('data', (news: Buffer) => (bytes = Buffer.concat([bytes, news])));
    client.send('40{}');
    wire.write(frame('are you there', 9));
    const answered = [
      { kind: 1, text: '40{}' },
      { kind: 10, text: 'are you there' },
    ];
    await vi.waitFor(() => expect(unmasked(bytes)).toEqual(answered));
    client.close();
  });

  it('tells once that it was closed, by the server or where there is none', async () => {
    const { client, wire } = await connected();
    const closed = vi.fn();
    client.onclose = closed;
    wire.write(frame('', 8));
    wire.end();
    await vi.waitFor(() => expect(closed).toHaveBeenCalledOnce());
    const refused = new LeanWebSocket('ws://127.0.0.1:1/', () => undefined);
    const [failed, gone] = [vi.fn(), vi.fn()];
    Object.assign(refused, { onerror: failed, onclose: gone });
    await vi.waitFor(() => expect(gone).toHaveBeenCalledOnce());
    expect(failed).toHaveBeenCalledOnce();
  });

  it('does not speak with a server that refuses or answers wrongly', async () => {
    const other = new LeanWebSocket(uri().replace('/', '/'), () => undefined);
    server.once('upgrade', (_, wire: Duplex) =>
      wire.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n'),
    );
    const refused = new Promise<Error>((resolve) => (other.onerror = resolve));
    expect((await refused).message).toBe('HTTP 503');
    const right = accept;
    accept = () => 'nonsense';
    server.once('upgrade', ({ headers }: { headers: Record<string, string> }, wire: Duplex) =>
      wire.write(
        `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept(headers['sec-websocket-key'] ?? '')}\r\n\r\n`,
      ),
    );
    const wrong = new LeanWebSocket(uri(), () => undefined);
    const told = new Promise<Error>((resolve) => (wrong.onerror = resolve));
    expect((await told).message).toBe('The server speaks no WebSocket');
    accept = right;
  });
});
