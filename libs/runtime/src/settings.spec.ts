import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { secretNames, settingDefaults, settingNames } from './setting-definitions.ts';
import { needed, readSettings, SettingsError } from './settings.ts';

/** The lines that a start with this environment would print. */
function complaints(environment: Record<string, string>): readonly string[] {
  try {
    readSettings(environment);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.lines;
    throw error;
  }
}

describe('settings', () => {
  it('need nothing in embedded mode and listen on loopback', () => {
    const settings = readSettings({});
    expect(settings).toMatchObject({
      mode: 'embedded',
      host: '127.0.0.1',
      port: 3000,
      adminPort: 3001,
      publicUrl: 'http://localhost:3000',
      apiDocs: true,
      retentionDays: null,
      summaryMinInterval: 10_000,
      openaiApiKey: undefined,
      mediaOrigins: {
        image: [],
        video: ['https://www.youtube-nocookie.com', 'https://player.twitch.tv'],
      },
    });
  });

  it('listen everywhere and hide the docs in cluster mode', () => {
    expect(readSettings({ MODE: 'cluster' })).toMatchObject({
      host: '0.0.0.0',
      apiDocs: false,
      drainSpread: 5_000,
    });
  });

  it('cannot be changed afterwards', () => {
    const settings = readSettings({});
    expect(() => Object.assign(settings, { port: 1 })).toThrow(TypeError);
    expect(() => Object.assign(settings.limits, { sendsPerUser: null })).toThrow(TypeError);
  });

  it('treat an empty variable as not set', () => {
    expect(readSettings({ PORT: '', OPENAI_API_KEY: '  ' })).toMatchObject({
      port: 3000,
      openaiApiKey: undefined,
    });
  });

  it.each([
    ['1/s burst 5', { points: 5, perMs: 5_000 }],
    ['1/s, burst 5', { points: 5, perMs: 5_000 }],
    ['2,000/s', { points: 2_000, perMs: 1_000 }],
    ['30/min', { points: 30, perMs: 60_000 }],
    ['5/10s', { points: 5, perMs: 10_000 }],
    ['off', null],
  ])('read the rate %s', (text, rate) => {
    expect(readSettings({ LIMIT_SENDS_PER_USER: text }).limits.sendsPerUser).toEqual(rate);
  });

  it.each([
    ['PORT', '70000', /^PORT: must be a whole number, from 0 to 65535; it is "70000"$/],
    ['PORT', 'http', /^PORT: /],
    ['MODE', 'prod', /^MODE: must be one of embedded, cluster; it is "prod"$/],
    ['SUMMARY_MIN_INTERVAL', '10', /with its unit/],
    ['LIMIT_SENDS_PER_USER', 'fast', /^LIMIT_SENDS_PER_USER: must be a rate/],
    ['LIMIT_SENDS_PER_USER', '0/s', /must be a rate/],
    ['LIMIT_SENDS_PER_USR', '1/s', /^LIMIT_SENDS_PER_USR: there is no such setting$/],
    ['BOUND_BODY', '0', /must be a size/],
    ['ALLOWED_ORIGINS', 'https://a.example/', /must be origins/],
    ['ALLOWED_ORIGINS', '*', /must be origins/],
    ['ALLOWED_ORIGINS', 'null', /must be origins/],
    ['MEDIA_ORIGINS', 'video=http://a.example', /must be image=https/],
    ['PUBLIC_URL', 'https://a.example/chat', /must be an origin/],
    ['SQL_URL', 'postgres://h/db', /begins with mysql:\/\/ or mariadb:\/\//],
    ['API_DOCS', 'maybe', /must be 1 or 0/],
  ])('refuse %s=%s with one readable line', (name, value, line) => {
    expect(complaints({ [name]: value })).toEqual([expect.stringMatching(line)]);
  });

  it('name every wrong one, a line each', () => {
    expect(complaints({ PORT: 'x', MODE: 'y', BOUND_RING_EVENTS: '0' })).toHaveLength(3);
  });

  it('never quote a secret', () => {
    expect(complaints({ SQL_URL: 'postgres://root:hunter2@h' }).join()).not.toContain('hunter2');
  });

  it('read a secret from a file', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'livechat-')), 'key');
    writeFileSync(path, 'sk-from-file\n');
    expect(readSettings({ OPENAI_API_KEY_FILE: path }).openaiApiKey).toBe('sk-from-file');
    expect(complaints({ OPENAI_API_KEY_FILE: path, OPENAI_API_KEY: 'x' })).toEqual([
      'OPENAI_API_KEY: is set twice, also by OPENAI_API_KEY_FILE',
    ]);
    expect(complaints({ OPENAI_API_KEY_FILE: `${path}.none` })).toEqual([
      'OPENAI_API_KEY: the file named by OPENAI_API_KEY_FILE cannot be read (ENOENT)',
    ]);
  });

  it.each([
    [{ PORT: '4000', ADMIN_PORT: '4000' }, /^ADMIN_PORT: must differ from PORT/],
    [{ SUMMARY_EVERY: '20', SUMMARY_WINDOW: '10' }, /^SUMMARY_WINDOW: /],
    [{ KAFKA_SASL_MECHANISM: 'plain' }, /^KAFKA_SASL_PASSWORD: /],
    [{ PUBLIC_URL: 'http://chat.example' }, /^PUBLIC_URL: plain http/],
  ])('refuse the contradiction %o', (environment, line) => {
    expect(complaints(environment)).toEqual([expect.stringMatching(line)]);
  });

  it('allow plain http on this machine, and elsewhere when told so', () => {
    expect(complaints({ PUBLIC_URL: 'http://127.0.0.1:8080' })).toEqual([]);
    expect(complaints({ PUBLIC_URL: 'http://chat.example', ALLOW_INSECURE_HTTP: '1' })).toEqual([]);
  });

  it('say which one a service cannot do without', () => {
    expect(() => needed(readSettings({}).redisUrl, 'REDIS_URL')).toThrow(
      'REDIS_URL: is not set, and this service needs it',
    );
    expect(() => needed(readSettings({}).kafkaBrokers, 'KAFKA_BROKERS')).toThrow(SettingsError);
    expect(needed('x', 'REDIS_URL')).toBe('x');
  });
});

describe('.env.example', () => {
  const text = readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8');
  const entries = text
    .split('\n')
    .filter((line) => /^\w+=/.test(line))
    .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)] as const);

  it('lists every setting once, with its default', () => {
    expect(entries.map(([name]) => name).sort()).toEqual([...settingNames].sort());
    expect(Object.fromEntries(entries)).toEqual(
      Object.fromEntries(settingNames.map((name) => [name, settingDefaults[name] ?? ''])),
    );
  });

  it('marks exactly the secrets', () => {
    const lines = text.split('\n');
    const marked = lines.filter((_, i) => (lines[i - 1] ?? '').startsWith('# secret'));
    expect(marked.map((line) => line.split('=')[0]).sort()).toEqual([...secretNames].sort());
  });

  it('is accepted as it stands', () => {
    expect(readSettings(Object.fromEntries(entries))).toEqual(readSettings({}));
  });
});
