import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { StartError } from './start-error.ts';

/** Listens, or rejects with a line that names the setting of the port that is taken. */
export function listenOn(
  server: Server,
  port: number,
  host: string,
  setting: string,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => reject(listenError(error, port, host, setting));
    server.once('error', fail);
    server.listen(port, host, () => {
      server.off('error', fail);
      resolve();
    });
  });
}

/** Rejects where the port cannot be had; nothing listens afterwards. */
export async function assertFree(port: number, host: string, setting: string): Promise<void> {
  if (port === 0) return;
  const probe = createServer();
  await listenOn(probe, port, host, setting);
  await closeServer(probe);
}

/** Stops listening and cuts what is still connected; safe to call twice. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    if ('closeAllConnections' in server)
      (server as { closeAllConnections(): void }).closeAllConnections();
  });
}

/** The address of a listening server, as one would type it. */
export function urlOf(server: Server): string {
  const { address, family, port } = server.address() as AddressInfo;
  const everywhere = address === '::' || address === '0.0.0.0';
  const host = family === 'IPv6' && !everywhere ? `[${address}]` : address;
  return `http://${everywhere ? 'localhost' : host}:${port}`;
}

/** The error of listening as one readable line; other errors as they are. */
export function listenError(error: unknown, port: number, host: string, setting: string): unknown {
  const code = (error as { code?: unknown } | null)?.code;
  const place = `Port ${port} on ${host}`;
  if (code === 'EADDRINUSE') {
    return new StartError(`${place} is taken by another process; choose another with ${setting}`);
  }
  if (code === 'EACCES') {
    return new StartError(
      `${place} may not be used by this user; choose one above 1023 with ${setting}`,
    );
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new StartError(
      `The address ${host} is not one of this machine; choose another with HOST`,
    );
  }
  return error;
}
