import { describe, expect, it } from 'vitest';
import { Origins } from './origins.ts';
import { readSettings } from './settings.ts';

const cluster = new Origins(
  readSettings({
    MODE: 'cluster',
    PUBLIC_URL: 'https://chat.example',
    ALLOWED_ORIGINS: 'https://studio.example:8443',
  }),
);
const embedded = new Origins(readSettings({}));

describe('Origins', () => {
  it.each([
    ['https://chat.example', true],
    ['https://studio.example:8443', true],
    [undefined, true],
    ['null', false],
    ['', false],
    ['http://chat.example', false],
    ['https://chat.example:8443', false],
    ['https://chat.example.evil.example', false],
    ['https://evilchat.example', false],
    ['https://CHAT.example', false],
    ['https://chat.example/', false],
    ['https://user@chat.example', false],
    ['https://studio.example', false],
    ['*', false],
  ])('in cluster mode: %s → %s', (origin, allowed) => {
    expect(cluster.allows(origin, 'chat.example')).toBe(allowed);
  });

  it.each([
    ['http://localhost:3000', 'localhost:3000', true],
    ['http://localhost:4123', 'localhost:4123', true],
    ['http://127.0.0.1:4123', '127.0.0.1:4123', true],
    ['http://[::1]:4123', '[::1]:4123', true],
    ['http://192.168.1.7:3000', '192.168.1.7:3000', true],
    ['http://localhost:4124', 'localhost:4123', false],
    ['http://rebound.example:4123', 'rebound.example:4123', false],
    ['https://localhost:4123', 'localhost:4123', false],
  ])('in embedded mode: %s to %s → %s', (origin, host, allowed) => {
    expect(embedded.allows(origin, host)).toBe(allowed);
  });
});
