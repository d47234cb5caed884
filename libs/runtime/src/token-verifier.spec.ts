import { createHmac, createPublicKey } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignJWT, type JWTHeaderParameters, type JWTPayload } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { readSettings } from './settings.ts';
import { loadTokenKeys, type TokenKeys } from './token-keys.ts';
import { TokenVerifier } from './token-verifier.ts';

const now = () => Math.floor(Date.now() / 1_000);
const newKeys = () =>
  loadTokenKeys(readSettings({ DATA_DIR: mkdtempSync(join(tmpdir(), 'livechat-')) }));

interface Variant {
  readonly header?: Partial<JWTHeaderParameters>;
  readonly claims?: JWTPayload;
  readonly key?: TokenKeys;
}

describe('TokenVerifier', () => {
  let keys: TokenKeys;
  let foreign: TokenKeys;
  let verifier: TokenVerifier;
  const kid = () => keys.signing?.kid ?? '';

  beforeAll(async () => {
    [keys, foreign] = await Promise.all([newKeys(), newKeys()]);
    verifier = new TokenVerifier(keys);
  });

  function token({ header = {}, claims = {}, key = keys }: Variant = {}): Promise<string> {
    if (!key.signing) throw new Error('no signing key');
    const payload = { sub: 'u1', name: 'Ann', kind: 'member', sid: 'f1', aud: 'live-chat' };
    return new SignJWT({ ...payload, exp: now() + 300, ...claims })
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: kid(), ...header })
      .sign(key.signing.key);
  }

  const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const payload = () =>
    encoded({ sub: 'u1', name: 'A', kind: 'member', sid: 'f', aud: 'live-chat', exp: now() + 300 });

  it('answers the claims of a valid token', async () => {
    const claims = await verifier.verify(await token());
    expect(claims).toMatchObject({ sub: 'u1', name: 'Ann', kind: 'member', sid: 'f1' });
  });

  it('allows clocks to differ by a minute', async () => {
    await expect(
      verifier.verify(await token({ claims: { exp: now() - 50 } })),
    ).resolves.toBeTruthy();
    await expect(
      verifier.verify(await token({ claims: { nbf: now() + 50 } })),
    ).resolves.toBeTruthy();
  });

  it('says token_expired of a token that was good once, and only then', async () => {
    const old = { exp: now() - 120 };
    await expect(verifier.verify(await token({ claims: old }))).rejects.toMatchObject({
      code: 'token_expired',
    });
    await expect(verifier.verify(await token({ claims: old, key: foreign }))).rejects.toMatchObject(
      {
        code: 'unauthenticated',
      },
    );
  });

  const variants: [string, () => Promise<string> | string][] = [
    ['another audience', () => token({ claims: { aud: 'other' } })],
    ['another issuer', () => token({ claims: { iss: 'https://evil.example' } })],
    ['another type', () => token({ header: { typ: 'JWT' } })],
    ['no type', () => token({ header: { typ: undefined } as never })],
    ['no expiry', () => token({ claims: { exp: undefined } as never })],
    ['a future begin', () => token({ claims: { nbf: now() + 300 } })],
    ['claims of wrong shape', () => token({ claims: { kind: 'admin' } })],
    ['no family', () => token({ claims: { sid: undefined } })],
    ['an unknown key id', () => token({ header: { kid: 'other' } })],
    ['a path as key id', () => token({ header: { kid: '../../jwt-private-key.pem' } })],
    ['no key id', () => token({ header: { kid: undefined } as never })],
    ['a signature of another key', () => token({ key: foreign })],
    [
      'an embedded key',
      () => token({ key: foreign, header: { jwk: foreign.jwks.keys[0] as never } }),
    ],
    ['a key address', () => token({ key: foreign, header: { jku: 'http://127.0.0.1:1/jwks' } })],
    [
      'algorithm none',
      () => `${encoded({ alg: 'none', typ: 'at+jwt', kid: kid() })}.${payload()}.`,
    ],
    ['HS256 with the public key as secret', () => hmacToken()],
    ['a text that is no token', () => 'not.a.token'],
    ['an empty text', () => ''],
    ['a megabyte', () => 'e'.repeat(1_000_000)],
  ];

  it.each(variants)('refuses a token with %s', async (_case, make) => {
    await expect(verifier.verify(await make())).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  function hmacToken(): string {
    const key = keys.publicKey(kid());
    if (!key) throw new Error('no key');
    const pem = createPublicKey(key.export({ type: 'spki', format: 'pem' })).export({
      type: 'spki',
      format: 'pem',
    });
    const signed = `${encoded({ alg: 'HS256', typ: 'at+jwt', kid: kid() })}.${payload()}`;
    return `${signed}.${createHmac('sha256', pem).update(signed).digest('base64url')}`;
  }
});
