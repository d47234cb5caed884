import type { Socket } from 'socket.io';

/** The members of engine.io and ws that ready frames need; a test holds them to the installed versions. */
interface Connection {
  readonly writeBuffer: readonly {
    readonly data?: string | Buffer;
    readonly options?: { readonly wsPreEncodedFrame?: readonly Buffer[] };
  }[];
  readonly transport: {
    readonly socket?: {
      readonly _socket?: { readonly writableLength: number };
      close(code: number, reason: string): void;
      terminate(): void;
    };
  };
  write(data: string, options: { wsPreEncodedFrame: readonly Buffer[] }): unknown;
}

const closeLimitMs = 2_000;

/** A socket as the broadcaster sees it: takes ready frames, and tells how much it has not sent yet. */
export class SocketLine {
  private readonly connection: Connection;
  /** A close of ours is under way: what the peer sends no longer counts. */
  isClosing = false;

  constructor(readonly socket: Socket) {
    this.connection = socket.conn as unknown as Connection;
  }

  /** Bytes written and not yet taken by the kernel. */
  get outstanding(): number {
    const queued = this.connection.writeBuffer;
    let bytes = this.connection.transport.socket?._socket?.writableLength ?? 0;
    for (const { data, options } of queued) {
      bytes += (data?.length ?? 0) + (options?.wsPreEncodedFrame?.[0]?.length ?? 0);
    }
    return bytes;
  }

  /** In one order with the socket's acks and emits, since engine.io writes both. */
  write(frames: Buffer): void {
    this.connection.write('', { wsPreEncodedFrame: [frames] });
  }

  /** Closes with a reason of ours; a peer that does not answer the close is cut off. */
  close(code: number, reason: string): void {
    if (this.isClosing) return;
    this.isClosing = true;
    const socket = this.connection.transport.socket;
    socket?.close(code, reason);
    setTimeout(() => socket?.terminate(), closeLimitMs).unref();
  }
}

/** Close codes of ours (RFC 6455: 4000–4999 are free). */
export const closeCodes = { slow: 4008, token_expired: 4001, revoked: 4003, abuse: 4009 } as const;
