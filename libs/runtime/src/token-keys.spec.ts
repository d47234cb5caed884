import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSettings } from './settings.ts';
import { loadTokenKeys } from './token-keys.ts';

const folder = () => join(mkdtempSync(join(tmpdir(), 'livechat-')), 'data');
const embedded = (dataDir: string) => readSettings({ DATA_DIR: dataDir });

function pems(namedCurve = 'P-256') {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve });
  return {
    private: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    public: publicKey.export({ type: 'spki', format: 'pem' }) as string,
  };
}

describe('token keys', () => {
  it('are made once in the data folder, for the owner only, and kept', async () => {
    const dataDir = folder();
    const first = await loadTokenKeys(embedded(dataDir));
    const again = await loadTokenKeys(embedded(dataDir));
    expect(readdirSync(dataDir)).toEqual(['jwt-private-key.pem']);
    expect(statSync(join(dataDir, 'jwt-private-key.pem')).mode & 0o777).toBe(0o600);
    expect(first.signing?.kid).toBe(again.signing?.kid);
    expect(first.publicKey(first.signing?.kid ?? '')).toBeDefined();
  });

  it('come from the settings: one signs, all verify, a rotation overlaps', async () => {
    const [current, next] = [pems(), pems()];
    const keys = await loadTokenKeys(
      readSettings({
        MODE: 'cluster',
        JWT_PRIVATE_KEY: current.private.replaceAll('\n', '\\n'),
        JWT_PUBLIC_KEYS: `${current.public}\n${next.public}`,
      }),
    );
    expect(keys.signing?.kid).toBe(keys.jwks.keys[0]?.kid);
    expect(keys.jwks.keys.map(({ kid }) => kid)).toHaveLength(2);
    expect(keys.jwks.keys.every(({ d }) => d === undefined)).toBe(true);
  });

  it('verify without being able to sign where only public ones are given', async () => {
    const keys = await loadTokenKeys(
      readSettings({ MODE: 'cluster', JWT_PUBLIC_KEYS: pems().public }),
    );
    expect(keys.signing).toBeUndefined();
    expect(() => keys.derived('refresh')).toThrow('JWT_PRIVATE_KEY');
  });

  it('derive a stable key for each other purpose', async () => {
    const dataDir = folder();
    const [one, other] = [
      await loadTokenKeys(embedded(dataDir)),
      await loadTokenKeys(embedded(dataDir)),
    ];
    expect(one.derived('refresh')).toEqual(other.derived('refresh'));
    expect(one.derived('refresh')).not.toEqual(one.derived('audit'));
    expect(one.derived('refresh')).toHaveLength(32);
    expect(readFileSync(join(dataDir, 'jwt-private-key.pem'), 'utf8')).toContain('PRIVATE KEY');
  });

  it.each([
    ['no key in cluster mode', {}, 'JWT_PUBLIC_KEYS: is not set'],
    ['another curve', { JWT_PRIVATE_KEY: pems('P-384').private }, 'must be a PEM key on the curve'],
    ['a text that is no key', { JWT_PRIVATE_KEY: 'secret-stuff' }, 'must be a PEM key'],
    ['public keys that are none', { JWT_PUBLIC_KEYS: 'abc' }, 'must hold PEM blocks'],
  ])('refuse %s with a line that names the setting', async (_case, environment, line) => {
    const loading = loadTokenKeys(readSettings({ MODE: 'cluster', ...environment }));
    await expect(loading).rejects.toThrow(line);
    await expect(loading).rejects.not.toThrow('secret-stuff');
  });
});
