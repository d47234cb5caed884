import { createServer, type AddressInfo, type Server } from 'node:net';
import { StartError } from './start-error.ts';

/** Where to listen, and which setting says so. */
export interface Place {
  readonly port: number;
  readonly host: string;
  readonly setting: 'PORT' | 'ADMIN_PORT';
}

/** Listens, or rejects with a line that names the setting of the port that is taken. */
export function listenOn(server: Server, place: Place): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => reject(listenError(error, place));
    server.once('error', fail);
    server.listen(place.port, place.host, () => {
      server.off('error', fail);
      resolve();
    });
  });
}

/** Rejects where the port cannot be had; nothing listens afterwards. */
export async function assertFree(place: Place): Promise<void> {
  if (place.port === 0) return;
  const probe = createServer();
  await listenOn(probe, place);
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

/** The error of listening as one readable line; others as they are. */
export function listenError(error: Error, { port, host, setting }: Place): Error {
  const place = `Port ${port} on ${host}`;
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return new StartError(`${place} is taken by another process; choose another with ${setting}`);
    case 'EACCES':
      return new StartError(
        `${place} may not be used by this user; choose one above 1023 with ${setting}`,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new StartError(
        `The address ${host} is not one of this machine; choose another with HOST`,
      );
    default:
      return error;
  }
}
