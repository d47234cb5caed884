import { describe, expect, it } from 'vitest';
import { clientAddress, isLoopback } from './client-address.ts';

const from = (remoteAddress: string, forwarded?: string) =>
  ({
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
    socket: { remoteAddress },
  }) as Parameters<typeof clientAddress>[0];

describe('clientAddress', () => {
  it.each([
    ['the socket without proxies', from('203.0.113.9'), 0, '203.0.113.9'],
    ['the socket, whatever is claimed', from('203.0.113.9', '10.0.0.1'), 0, '203.0.113.9'],
    ['an IPv4 address in its own form', from('::ffff:203.0.113.9'), 0, '203.0.113.9'],
    ['what one proxy saw', from('10.0.0.2', '198.51.100.7'), 1, '198.51.100.7'],
    [
      'what one proxy saw, not what was sent to it',
      from('10.0.0.2', '1.1.1.1, 198.51.100.7'),
      1,
      '198.51.100.7',
    ],
    [
      'what the first of two proxies saw',
      from('10.0.0.2', '1.1.1.1, 198.51.100.7, 10.0.0.3'),
      2,
      '198.51.100.7',
    ],
    [
      'the earliest told where hops are missing',
      from('10.0.0.2', '198.51.100.7'),
      3,
      '198.51.100.7',
    ],
    ['the socket where the header is no address', from('10.0.0.2', 'for=x;rm -rf'), 1, '10.0.0.2'],
    ['the socket where the header is missing', from('10.0.0.2'), 1, '10.0.0.2'],
  ])('is %s', (_case, request, hops, address) => {
    expect(clientAddress(request, hops)).toBe(address);
  });

  it('knows the addresses of this machine', () => {
    expect(['127.0.0.1', '127.8.8.8', '::1', '::ffff:127.0.0.1'].every(isLoopback)).toBe(true);
    expect(['10.0.0.1', '::2', '', '1127.0.0.1'].some(isLoopback)).toBe(false);
  });
});
