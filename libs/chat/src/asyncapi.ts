import {
  clientEventNames,
  clientEvents,
  failure,
  handshakeAuth,
  joined,
  moderated,
  sent,
  serverEvents,
  socketPath,
  type ClientEventName,
  type ServerEventName,
} from '@livechat/contracts';
import { z } from 'zod';

const plain = z.object({ ok: z.literal(true) });
const acks: Readonly<Record<ClientEventName, z.ZodType>> = {
  'stream:join': joined,
  'stream:leave': plain,
  'auth:renew': plain.extend({ expiresAt: z.number() }),
  'message:send': sent,
  'message:remove': moderated,
  'message:restore': moderated,
  'chatter:timeout': moderated,
  'chatter:ban': moderated,
  'chatter:pardon': moderated,
  'stream:rules': moderated,
  'message:pin': moderated,
  'message:unpin': moderated,
  'question:answer': moderated,
  'question:dismiss': moderated,
};

const jsonSchema = (schema: z.ZodType) =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
const nameOf = (event: string) => event.replaceAll(':', '_');
const ref = (path: string) => ({ $ref: `#/${path}` });

/** The socket contract as an AsyncAPI 3.0 document, made from the schemas that check it. */
export function asyncApiDocument() {
  const received = Object.fromEntries(
    clientEventNames.map((name) => [nameOf(name), command(name)]),
  );
  const names = Object.keys(serverEvents) as ServerEventName[];
  const told = Object.fromEntries(names.map((name) => [nameOf(name), announcement(name)]));
  const channel = 'channels/socket';
  const operation =
    (action: string) =>
    (name: string): [string, object] => [
      name,
      { action, channel: ref(channel), messages: [ref(`${channel}/messages/${nameOf(name)}`)] },
    ];
  return {
    asyncapi: '3.0.0',
    info: { title: 'Live Chat Analyzer: sockets', version: '1' },
    defaultContentType: 'application/json',
    channels: {
      socket: {
        address: socketPath,
        description:
          'socket.io 4, websocket transport, namespace /; every client event has an ack.',
        messages: { ...received, ...told },
        bindings: { ws: { bindingVersion: '0.1.0' } },
        'x-handshake-auth': jsonSchema(handshakeAuth),
      },
    },
    operations: Object.fromEntries<object>([
      ...clientEventNames.map(operation('receive')),
      ...names.map(operation('send')),
    ]),
  };
}

const command = (name: ClientEventName) => ({
  name,
  payload: jsonSchema(clientEvents[name]),
  'x-ack': { oneOf: [jsonSchema(acks[name]), jsonSchema(failure)] },
});

const announcement = (name: ServerEventName) => ({ name, payload: jsonSchema(serverEvents[name]) });
