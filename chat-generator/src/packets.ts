import { EventEmitter } from 'node:events';

/** A socket.io packet of the default namespace, as the client hands it over. */
interface Packet {
  readonly type: number;
  readonly nsp: string;
  readonly data?: unknown;
  readonly id?: number;
}

const eventType = 2;
const acknowledged = ['"drain"', '"stream:reset"'];

class PacketEncoder {
  encode({ type, nsp, id, data }: Packet): string[] {
    const space = nsp === '/' ? '' : `${nsp},`;
    return [`${type}${space}${id ?? ''}${data === undefined ? '' : JSON.stringify(data)}`];
  }
}

class DeafDecoder extends EventEmitter {
  add(text: string): void {
    const packet = decoded(text);
    if (packet !== undefined) this.emit('decoded', packet);
  }

  destroy(): void {
    this.removeAllListeners();
  }
}

/**
 * A parser for socket.io-client that does not read the stream's traffic: of events it decodes only
 * those that concern the connection. A hundred chatters in a busy stream get every message a
 * hundred times and need none of them; reading those would measure this process, not the server.
 */
export const deafParser = { Encoder: PacketEncoder, Decoder: DeafDecoder };

/** Undefined for an event nobody here listens to. The contracts have neither binary nor namespaces. */
function decoded(text: string): Packet | undefined {
  const type = text.charCodeAt(0) - 48;
  const start = text.search(/[[{]/);
  if (type === eventType && !acknowledged.some((name) => text.startsWith(name, start + 1))) {
    return undefined;
  }
  const id = start === -1 ? text.slice(1) : text.slice(1, start);
  return {
    type,
    nsp: '/',
    ...(id === '' ? {} : { id: Number(id) }),
    ...(start === -1 ? {} : { data: JSON.parse(text.slice(start)) as unknown }),
  };
}
