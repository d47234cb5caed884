import {
  socketPath,
  type Acks,
  type Answer,
  type ClientEvent,
  type ClientEventName,
  type ClientToServer,
  type ErrorCode,
  type ServerEvent,
  type ServerEventName,
  type ServerToClient,
} from '@livechat/contracts';
import { io, type Socket } from 'socket.io-client';
import { RequestError } from './http.ts';

export interface HandshakeAuth {
  readonly token?: string | undefined;
  readonly viewer?: string | undefined;
}

/** Why a socket closed, where the server said so. */
export interface Refusal {
  readonly code: ErrorCode;
  readonly retryAfterMs?: number | undefined;
}

/** What a socket tells; nothing is told after `closed`, which comes once, or after our own close. */
export interface SocketEars {
  opened(): void;
  closed(refusal?: Refusal): void;
  heard<E extends ServerEventName>(name: E, payload: ServerEvent<E>): void;
}

/** One connection to chat-service; it does not come back by itself. */
export interface ChatSocket {
  /**
   * Sends an event and waits for its ack. Rejects with RequestError: the code of the answer, or
   * `offline` where none came in time or the socket closed before: then nobody knows what became of it.
   */
  ask<E extends ClientEventName>(name: E, payload: ClientEvent<E>): Promise<Acks[E]>;
  close(): void;
}

export type OpenSocket = (auth: HandshakeAuth, ears: SocketEars) => ChatSocket;

/** The server answers a send within 10 s, or not at all (protocol.md A3). */
const answerLimitMs = 12_000;
const heardNames: readonly ServerEventName[] = [
  'event',
  'analysis',
  'summary',
  'viewers',
  'stream:reset',
  'drain',
];
/** Close codes of the server whose cause is the token. */
const tokenCodes: Readonly<Record<number, ErrorCode>> = {
  4001: 'token_expired',
  4003: 'unauthenticated',
};

/** Opens a socket to this page's own origin. */
export const openSocket: OpenSocket = (auth, ears) => {
  const socket: Socket<ServerToClient, ClientToServer> = io({
    path: socketPath,
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    timeout: 10_000,
    auth: { ...auth },
  });
  const end = once((refusal?: Refusal) => {
    socket.removeAllListeners();
    socket.disconnect();
    ears.closed(refusal);
  });
  socket.on('connect', () => ears.opened());
  socket.on('connect_error', (error) => end(refusalOf(error)));
  socket.on('disconnect', (_reason, details) => end(closeRefusal(details)));
  for (const name of heardNames) {
    const hear = (payload: ServerEvent<typeof name>) => ears.heard(name, payload);
    (socket as Socket).on(name, hear);
  }
  return {
    ask: (name, payload) => ask(socket, name, payload),
    close: () => {
      socket.removeAllListeners();
      socket.disconnect();
    },
  };
};

async function ask<E extends ClientEventName>(
  socket: Socket<ServerToClient, ClientToServer>,
  name: E,
  payload: ClientEvent<E>,
): Promise<Acks[E]> {
  const emitter = socket.timeout(answerLimitMs) as unknown as {
    emitWithAck(name: string, payload: unknown): Promise<Answer<E>>;
  };
  const answer = await emitter.emitWithAck(name, payload).catch((cause: unknown) => {
    throw new RequestError('offline', {}, { cause });
  });
  if (answer.ok) return answer;
  const { code, message, rule, retryAfterMs } = answer.error;
  throw new RequestError(code, { detail: message, rule, retryAfterMs });
}

/** A refused handshake carries the failure as `data`; a network that failed carries nothing. */
function refusalOf(error: Error & { data?: Partial<Refusal> }): Refusal | undefined {
  const { code, retryAfterMs } = error.data ?? {};
  return code && { code, retryAfterMs };
}

function closeRefusal(details: unknown): Refusal | undefined {
  const code = (details as { context?: { code?: number } } | undefined)?.context?.code;
  const refused = code === undefined ? undefined : tokenCodes[code];
  return refused && { code: refused };
}

function once<A extends unknown[]>(work: (...args: A) => void): (...args: A) => void {
  let isDone = false;
  return (...args) => {
    if (isDone) return;
    isDone = true;
    work(...args);
  };
}
