import {
  session,
  socketPath,
  stream,
  type Acks,
  type Answer,
  type ClientEvent,
  type ClientEventName,
  type ClientToServer,
  type LogEvent,
  type ServerToClient,
  type Session,
  type Stream,
  type StreamCreation,
  user,
} from '@livechat/contracts';
import { randomUUID } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';
import { z } from 'zod';

export type Client = Socket<ServerToClient, ClientToServer>;

/** A call of the public HTTP contract; throws with the answer's text unless it went well. */
export async function call<T extends z.ZodType>(
  url: string,
  schema: T,
  body?: object,
  token?: string,
): Promise<z.output<T>> {
  const response = await fetch(url, {
    method: body ? 'POST' : 'GET',
    headers: {
      'x-livechat': '1',
      ...(body ? { 'content-type': 'application/json' } : {}),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url}: ${response.status} ${text}`);
  return schema.parse(JSON.parse(text));
}

export const password = 'a long enough passphrase';

export const newEmail = (): string => `${randomUUID()}@example.org`;

/** Registers a member and signs him in. */
export async function member(
  url: string,
  displayName: string,
  email = newEmail(),
): Promise<Session> {
  const created = z.object({ user });
  await call(`${url}/api/v1/users`, created, { email, password, displayName });
  return call(`${url}/api/v1/sessions`, session, { email, password });
}

export const guest = (url: string, displayName: string): Promise<Session> =>
  call(`${url}/api/v1/sessions/guest`, session, { displayName });

export const newStream = (url: string, owner: Session, creation: StreamCreation): Promise<Stream> =>
  call(`${url}/api/v1/streams`, stream, creation, owner.accessToken);

/** A stock client; it reconnects by itself unless told not to. */
export const connect = (url: string, who?: Session): Client =>
  io(url, {
    path: socketPath,
    transports: ['websocket'],
    forceNew: true,
    reconnectionDelay: 100,
    reconnectionDelayMax: 500,
    auth: who ? { token: who.accessToken } : {},
  });

/** Sends an event and answers its ack; rejects when none came in 10 s. */
export const ask = <E extends ClientEventName>(
  client: Client,
  name: E,
  payload: ClientEvent<E>,
): Promise<Answer<E>> =>
  (client as Socket).timeout(10_000).emitWithAck(name, payload) as Promise<Answer<E>>;

export async function done<E extends ClientEventName>(
  client: Client,
  name: E,
  payload: ClientEvent<E>,
): Promise<Acks[E]> {
  const answer = await ask(client, name, payload);
  if (!answer.ok) throw new Error(`${name}: ${answer.error.code} ${answer.error.message}`);
  return answer;
}

export const message = (streamId: string, text: string) => ({ streamId, id: randomUUID(), text });

export const textsOf = (events: readonly LogEvent[]): readonly string[] =>
  events.flatMap((event) => (event.type === 'message.posted' ? [event.text] : []));
