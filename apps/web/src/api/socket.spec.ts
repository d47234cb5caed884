import { beforeEach, describe, expect, it, vi } from 'vitest';
import { openSocket, type ChatSocket, type SocketEars } from './socket.ts';

type Handler = (...args: unknown[]) => void;

/** What is used of a socket of socket.io-client. */
class FakeClient {
  handlers = new Map<string, Handler>();
  answer: () => Promise<unknown> = () => Promise.resolve({ ok: true });
  isConnected = true;
  on = (name: string, handler: Handler) => this.handlers.set(name, handler);
  removeAllListeners = () => this.handlers.clear();
  disconnect = () => (this.isConnected = false);
  timeout = (ms: number) => ({
    emitWithAck: () => (ms > 0 ? this.answer() : Promise.reject(new Error())),
  });
  tell = (name: string, ...args: unknown[]) => this.handlers.get(name)?.(...args);
}

const made: { client: FakeClient; options: Record<string, unknown> }[] = [];
vi.mock('socket.io-client', () => ({
  io: (options: Record<string, unknown>) => {
    const client = new FakeClient();
    made.push({ client, options });
    return client;
  },
}));

describe('a socket to chat-service', () => {
  let ears: { [E in keyof SocketEars]: ReturnType<typeof vi.fn<(...args: unknown[]) => void>> };
  let socket: ChatSocket;
  let client: FakeClient;
  const leave = () => socket.ask('stream:leave', { streamId: 's1' });

  beforeEach(() => {
    ears = { opened: vi.fn(), closed: vi.fn(), heard: vi.fn() };
    socket = openSocket({ token: 't', viewer: 'v' }, ears);
    client = made.at(-1)!.client;
  });

  it('opens with the token in the handshake, over websocket, and does not come back by itself', () => {
    expect(made.at(-1)?.options).toMatchObject({
      path: '/chat/socket.io',
      transports: ['websocket'],
      reconnection: false,
      auth: { token: 't', viewer: 'v' },
    });
  });

  it('passes on what the server sends', () => {
    client.tell('connect');
    client.tell('viewers', { streamId: 's1', count: 3 });
    client.tell('event', { offset: 1 });
    expect(ears.opened).toHaveBeenCalledTimes(1);
    expect(ears.heard.mock.calls).toEqual([
      ['viewers', { streamId: 's1', count: 3 }],
      ['event', { offset: 1 }],
    ]);
  });

  it('answers with what the ack says', async () => {
    expect(await leave()).toEqual({ ok: true });
  });

  it('rejects with the code of a refusal, and what belongs to it', async () => {
    const error = { code: 'rules', message: 'No', rule: 'caps', retryAfterMs: 5 };
    client.answer = () => Promise.resolve({ ok: false, error });
    await expect(leave()).rejects.toMatchObject({
      code: 'rules',
      details: { rule: 'caps', retryAfterMs: 5 },
    });
  });

  it('rejects as offline where no ack comes: nobody knows what became of it', async () => {
    client.answer = () => Promise.reject(new Error('operation has timed out'));
    await expect(leave()).rejects.toMatchObject({ code: 'offline' });
  });

  it.each([
    ['a refused handshake', { data: { code: 'rate_limited', retryAfterMs: 9 } }, 'rate_limited'],
    ['a network that failed', new Error('websocket error'), undefined],
  ])('says why it did not open after %s', (_why, error, code) => {
    client.tell('connect_error', error);
    expect(
      ears.closed.mock.calls.map(([refusal]) => (refusal as { code?: string } | undefined)?.code),
    ).toEqual([code]);
  });

  it.each([
    [4001, 'token_expired'],
    [4003, 'unauthenticated'],
    [4008, undefined],
    [1006, undefined],
  ])('knows what close code %i means for the token', (code, meaning) => {
    client.tell('disconnect', 'transport close', { context: { code } });
    client.tell('disconnect', 'again');
    expect(ears.closed).toHaveBeenCalledTimes(1);
    expect(ears.closed).toHaveBeenCalledWith(meaning && { code: meaning });
  });

  it('is silent after it was closed from here', () => {
    socket.close();
    client.tell('disconnect', 'io client disconnect');
    client.tell('event', { offset: 1 });
    expect(client.isConnected).toBe(false);
    expect(ears.closed).not.toHaveBeenCalled();
    expect(ears.heard).not.toHaveBeenCalled();
  });
});
