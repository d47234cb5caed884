import { AppError, socketPath } from '@livechat/contracts';
import {
  clientAddress,
  InjectSettings,
  isLoopback,
  Metrics,
  Origins,
  Shutdown,
  type Settings,
} from '@livechat/runtime';
import { Counters } from '@livechat/backends';
import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { IncomingMessage, Server as HttpServer } from 'node:http';
import { Server } from 'socket.io';

/** The socket.io server on the public port, hardened (security.md §2), and who may knock at it. */
@Injectable()
export class SocketServer {
  private readonly perAddress = new Map<string, number>();

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly origins: Origins,
    private readonly counters: Counters,
    private readonly metrics: Metrics,
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
          () => verdict('internal', false),
        ),
    });
  }

  /** The address a handshake came from. */
  addressOf(request: IncomingMessage): string {
    return clientAddress(request, this.settings.trustProxy);
  }

  /** Takes a place for a socket of this address; undefined where it holds too many. */
  take(address: string): (() => void) | undefined {
    const most = this.spared(address) ? null : this.settings.limits.socketsPerIp;
    return taken(this.perAddress, address, most);
  }

  /** Why a handshake is refused, or null. */
  private async refusal(request: IncomingMessage): Promise<string | null> {
    const { origin, host } = request.headers;
    if (this.shutdown.draining) return 'draining';
    if (!this.origins.allows(origin, host)) return 'forbidden';
    return (await this.isStorm(this.addressOf(request))) ? 'rate_limited' : null;
  }

  /** Limits fail open where their counters are away: they protect, and refuse nobody by accident. */
  private async isStorm(address: string): Promise<boolean> {
    const rate = this.settings.limits.handshakes;
    if (!rate || this.spared(address)) return false;
    const count = await this.counters
      .add(`limit:handshake:${address}`, 1, rate.perMs)
      .catch((error: unknown) => {
        if (error instanceof AppError) return { value: 0 };
        throw error;
      });
    if (count.value <= rate.points) return false;
    this.metrics.rateLimited.inc({ limit: 'handshakes' });
    return true;
  }

  private spared(address: string): boolean {
    return isLoopback(address) && !this.settings.limits.loopback;
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
