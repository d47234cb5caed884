import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

/**
 * The address a request came from, as told by the last `hops` proxies and by nobody before them:
 * the entry that many places from the right of X-Forwarded-For, else the socket's own address.
 */
export function clientAddress(
  request: Pick<IncomingMessage, 'headers' | 'socket'>,
  hops: number,
): string {
  const own = plainAddress(request.socket.remoteAddress ?? '');
  if (hops === 0) return own;
  const forwarded = String(request.headers['x-forwarded-for'] ?? '').split(',');
  const chain = [...forwarded.map((part) => part.trim()), own];
  const told = chain.at(-1 - hops) ?? chain[0] ?? '';
  const address = plainAddress(told);
  return isIP(address) === 0 ? own : address;
}

/** Whether an address is this machine's own; limits per address spare it unless LIMIT_LOOPBACK=1. */
export const isLoopback = (address: string): boolean =>
  address === '::1' || plainAddress(address).startsWith('127.');

/** IPv4 addresses in their own form, not mapped into IPv6. */
const plainAddress = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '');
