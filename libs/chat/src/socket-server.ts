import { socketPath } from '@livechat/contracts';
import {
  clientAddress,
  InjectSettings,
  Origins,
  Shutdown,
  toAppError,
  type Settings,
} from '@livechat/runtime';
import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { IncomingMessage, Server as HttpServer } from 'node:http';
import { Server } from 'socket.io';
import { Limits } from './limits.ts';

/** The socket.io server on the public port, hardened (security.md §2), and who may knock at it. */
@Injectable()
export class SocketServer {
  private readonly perAddress = new Map<string, number>();

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly origins: Origins,
    private readonly limits: Limits,
    private readonly shutdown: Shutdown,
    @InjectSettings() private readonly settings: Settings,
  ) {}

  create(): Server {
    return new Server(this.host.httpAdapter.getHttpServer() as HttpServer, {
      path: socketPath,
      transports: ['websocket'],
      allowUpgrades: false,
      allowEIO3: false,
      connectTimeout: 5_000,
      maxHttpBufferSize: this.settings.bounds.frameBytes,
      perMessageDeflate: false,
      httpCompression: false,
      serveClient: false,
      cleanupEmptyChildNamespaces: true,
      allowRequest: (request, verdict) =>
        void this.refusal(request).then(
          (reason) => verdict(reason, reason === null),
          (error: unknown) => verdict(toAppError(error).code, false),
        ),
    });
  }

  /** The address a handshake came from. */
  addressOf(request: IncomingMessage): string {
    return clientAddress(request, this.settings.trustProxy);
  }

  /** Takes a place for a socket of this address; undefined where it holds too many. */
  take(address: string): (() => void) | undefined {
    const most = this.limits.spares(address) ? null : this.settings.limits.socketsPerIp;
    return taken(this.perAddress, address, most);
  }

  /** Why a handshake is refused, or null; throws `rate_limited`. */
  private async refusal(request: IncomingMessage): Promise<string | null> {
    const { origin, host } = request.headers;
    if (this.shutdown.draining) return 'draining';
    if (!this.origins.allows(origin, host)) return 'forbidden';
    const address = this.addressOf(request);
    if (this.limits.spares(address)) return null;
    await this.limits.take('handshakes', address, this.settings.limits.handshakes);
    return null;
  }
}

/** Counts one more under a key, unless `most` are there; the answer takes it off again. */
export function taken(
  counts: Map<string, number>,
  key: string,
  most: number | null,
): (() => void) | undefined {
  const count = counts.get(key) ?? 0;
  if (most !== null && count >= most) return undefined;
  counts.set(key, count + 1);
  return () => {
    const left = (counts.get(key) ?? 1) - 1;
    if (left > 0) counts.set(key, left);
    else counts.delete(key);
  };
}
