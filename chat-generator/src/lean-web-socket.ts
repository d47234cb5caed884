import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import type { Duplex } from 'node:stream';

/** Told of each frame with an event of the stream: its payload is `bytes[start…end)`. */
export type EventFrame = (bytes: Buffer, start: number, end: number) => void;

const opcode = { text: 1, close: 8, ping: 9, pong: 10 } as const;
/** An engine.io message with a socket.io packet that carries an event of the stream. */
const eventStart = Buffer.from('42["event",');
const guid = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/**
 * A WebSocket client as far as engine.io needs one (RFC 6455, text only), which hands over the
 * stream's events as bytes: several hundred chatters in a busy stream get every message each, and
 * decoding those as objects would measure this process, not the server.
 */
export class LeanWebSocket {
  onopen: (() => void) | undefined;
  onclose: ((event: { code: number }) => void) | undefined;
  onmessage: ((event: { data: string }) => void) | undefined;
  onerror: ((error: Error) => void) | undefined;
  #socket: Duplex | undefined;
  #rest: Buffer | undefined;
  #isClosed = false;

  constructor(
    uri: string,
    private readonly onEvent: EventFrame,
  ) {
    const key = randomBytes(16).toString('base64');
    const url = new URL(uri.replace(/^ws/, 'http'));
    const request = url.protocol === 'https:' ? secureRequest : plainRequest;
    const headers = {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': key,
    };
    request(url, { headers, agent: false })
      .on('upgrade', (response, socket, head) => this.#opened(key, response, socket, head))
      .on('response', ({ statusCode }) => this.#fail(new Error(`HTTP ${statusCode}`)))
      .on('error', (error) => this.#fail(error))
      .end();
  }

  send(text: string): void {
    this.#write(opcode.text, Buffer.from(text));
  }

  close(): void {
    if (this.#socket === undefined) this.#isClosed = true;
    else this.#write(opcode.close, Buffer.alloc(0));
    this.#socket?.end();
  }

  #opened(key: string, response: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (this.#isClosed) return void socket.destroy();
    const expected = createHash('sha1')
      .update(key + guid)
      .digest('base64');
    if (response.headers['sec-websocket-accept'] !== expected) {
      socket.destroy();
      return this.#fail(new Error('The server speaks no WebSocket'));
    }
    this.#socket = socket;
    socket.on('error', (error) => this.onerror?.(error));
    socket.on('close', () => this.#close());
    socket.on('data', (bytes: Buffer) => this.#read(bytes));
    this.onopen?.();
    if (head.length > 0) this.#read(head);
  }

  #fail(error: Error): void {
    this.onerror?.(error);
    this.#close();
  }

  #close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.onclose?.({ code: 1006 });
  }

  #read(news: Buffer): void {
    const bytes = this.#rest === undefined ? news : Buffer.concat([this.#rest, news]);
    let at = 0;
    while (bytes.length - at >= 2) {
      const start = bodyOf(bytes, at);
      const end = start === undefined ? Infinity : start + lengthOf(bytes, at);
      if (start === undefined || end > bytes.length) break;
      this.#frame(bytes, bytes[at] ?? 0, start, end);
      at = end;
    }
    this.#rest = at === bytes.length ? undefined : bytes.subarray(at);
  }

  #frame(bytes: Buffer, first: number, start: number, end: number): void {
    const kind = first & 15;
    if (kind === opcode.text && first & 128) {
      if (isEvent(bytes, start, end)) this.onEvent(bytes, start, end);
      else this.onmessage?.({ data: bytes.toString('utf8', start, end) });
    } else if (kind === opcode.ping) this.#write(opcode.pong, bytes.subarray(start, end));
    else if (kind === opcode.close) this.#socket?.end();
    else if (kind !== opcode.pong) this.#socket?.destroy(new Error('An unexpected kind of frame'));
  }

  /** Frames of a client are masked. */
  #write(kind: number, payload: Buffer): void {
    const mask = randomBytes(4);
    const long = payload.length > 125;
    const header = Buffer.alloc(long ? 4 : 2);
    header[0] = 128 | kind;
    header[1] = 128 | (long ? 126 : payload.length);
    if (long) header.writeUInt16BE(payload.length, 2);
    const masked = payload.map((byte, i) => byte ^ (mask[i & 3] ?? 0));
    this.#socket?.write(Buffer.concat([header, mask, masked]));
  }
}

/** Where the body of the frame at `at` begins, once its head is there. */
function bodyOf(bytes: Buffer, at: number): number | undefined {
  const short = (bytes[at + 1] ?? 0) & 127;
  const start = at + (short < 126 ? 2 : short === 126 ? 4 : 10);
  return start <= bytes.length ? start : undefined;
}

function lengthOf(bytes: Buffer, at: number): number {
  const short = (bytes[at + 1] ?? 0) & 127;
  if (short < 126) return short;
  return short === 126 ? bytes.readUInt16BE(at + 2) : Number(bytes.readBigUInt64BE(at + 2));
}

function isEvent(bytes: Buffer, start: number, end: number): boolean {
  if (end - start < eventStart.length) return false;
  for (let i = 0; i < eventStart.length; i += 1) {
    if (bytes[start + i] !== eventStart[i]) return false;
  }
  return true;
}
