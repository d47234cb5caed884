import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readSettings } from '@livechat/runtime';
import { afterEach, describe, expect, it } from 'vitest';

const script = fileURLToPath(new URL('./make-secrets.mjs', import.meta.url));
const folders: string[] = [];

function madeIn(folder: string): string {
  return execFileSync(process.execPath, [script, folder], { encoding: 'utf8', stdio: 'pipe' });
}

function freshFolder(): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'livechat-secrets-')), 'secrets');
  folders.push(folder);
  return folder;
}

const textsIn = (folder: string): Record<string, string> =>
  Object.fromEntries(readdirSync(folder).map((n) => [n, readFileSync(join(folder, n), 'utf8')]));

afterEach(() => {
  for (const folder of folders.splice(0)) {
    rmSync(join(folder, '..'), { recursive: true, force: true });
  }
});

describe('make-secrets', () => {
  it('makes what the services read as their settings', () => {
    const folder = freshFolder();
    madeIn(folder);
    const settings = readSettings({
      MODE: 'cluster',
      REDIS_URL_FILE: join(folder, 'redis-url'),
      SQL_URL_FILE: join(folder, 'sql-url'),
      JWT_PRIVATE_KEY_FILE: join(folder, 'jwt-private.pem'),
      JWT_PUBLIC_KEYS_FILE: join(folder, 'jwt-public.pem'),
    });
    expect(settings.redisUrl).toMatch(/^redis:\/\/:[\w-]{32}@valkey:6379$/);
    expect(settings.sqlUrl).toMatch(/^mysql:\/\/livechat:[\w-]{32}@mysql:3306\/livechat$/);
    expect(settings.jwtPrivateKey).toContain('PRIVATE KEY');
    expect(settings.jwtPublicKeys).toContain('PUBLIC KEY');
  });

  it('leaves what is there and shows no value', () => {
    const folder = freshFolder();
    const said = madeIn(folder);
    const texts = textsIn(folder);
    expect(said.trim().split('\n')).toHaveLength(Object.keys(texts).length);
    for (const text of Object.values(texts)) expect(said).not.toContain(text.trim());
    expect(madeIn(folder)).toBe('');
    expect(textsIn(folder)).toEqual(texts);
  });

  it('makes other secrets in another place', () => {
    const [one, other] = [freshFolder(), freshFolder()];
    madeIn(one);
    madeIn(other);
    const others = textsIn(other);
    for (const [name, text] of Object.entries(textsIn(one))) expect(others[name]).not.toBe(text);
  });

  it('makes half a pair of keys only together with the other half', () => {
    const folder = freshFolder();
    madeIn(folder);
    rmSync(join(folder, 'jwt-public.pem'), { force: true });
    expect(() => madeIn(folder)).toThrow(/jwt-public.pem is missing/);
  });

  it.skipIf(process.platform === 'win32')('keeps the folder to its owner', () => {
    const folder = freshFolder();
    madeIn(folder);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });
});
