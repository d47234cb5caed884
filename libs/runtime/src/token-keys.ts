import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';
import { join } from 'node:path';
import { calculateJwkThumbprint, exportJWK, type JWK } from 'jose';
import { keptFile } from './kept-file.ts';
import { SettingsError, type Settings } from './settings.ts';

interface TokenKey<K = KeyObject> {
  readonly kid: string;
  readonly key: K;
}

/** The ES256 keys of access tokens: all that verify, and the one that signs where it is known. */
export class TokenKeys {
  constructor(
    private readonly verifying: readonly (TokenKey & { readonly jwk: JWK })[],
    /** Known to user-service only (and to the one process of the embedded mode). */
    readonly signing?: TokenKey,
  ) {}

  /** The public key of that id, if it is one of ours. */
  publicKey(kid: string): KeyObject | undefined {
    return this.verifying.find((key) => key.kid === kid)?.key;
  }

  /** The public keys as `/api/v1/jwks.json` shows them. */
  get jwks(): { readonly keys: readonly JWK[] } {
    return { keys: this.verifying.map(({ jwk }) => jwk) };
  }

  /** A 256-bit key of its own for another purpose, derived from the signing key; the same after a restart. */
  derived(purpose: string): Buffer {
    if (!this.signing) throw new SettingsError([`JWT_PRIVATE_KEY: ${missing}`]);
    const secret = this.signing.key.export({ type: 'pkcs8', format: 'der' });
    return Buffer.from(hkdfSync('sha256', secret, '', `live-chat ${purpose}`, 32));
  }
}

/**
 * The keys of the settings; in embedded mode without any, a pair that is made once and kept in
 * the data folder, readable by its owner only.
 */
export async function loadTokenKeys(settings: Settings): Promise<TokenKeys> {
  const signing = privateKey(settings);
  const publicKeys = [
    ...(signing ? [createPublicKey(signing)] : []),
    ...pemBlocks(settings.jwtPublicKeys ?? '').map((pem) =>
      es256('JWT_PUBLIC_KEYS', () => createPublicKey(pem)),
    ),
  ];
  const verifying = distinct(await Promise.all(publicKeys.map(described)));
  const [first] = verifying;
  if (!first) throw new SettingsError([`JWT_PUBLIC_KEYS: ${missing}`]);
  return new TokenKeys(verifying, signing && { kid: first.kid, key: signing });
}

const missing = 'is not set, and this service needs it';

function privateKey({ jwtPrivateKey, jwtPublicKeys, mode, dataDir }: Settings) {
  const made = mode === 'embedded' && jwtPublicKeys === undefined;
  const kept = () => keptFile(join(dataDir, 'jwt-private-key.pem'), newPrivateKey);
  const pem = jwtPrivateKey ?? (made ? kept() : undefined);
  return pem === undefined ? undefined : es256('JWT_PRIVATE_KEY', () => createPrivateKey(pem));
}

async function described(key: KeyObject) {
  const jwk = await exportJWK(key);
  const kid = await calculateJwkThumbprint(jwk);
  return { kid, key, jwk: { ...jwk, kid, alg: 'ES256', use: 'sig' } };
}

/** The signing key's public half is often among the public keys as well. */
const distinct = <T extends { readonly kid: string }>(keys: readonly T[]): T[] =>
  keys.filter(({ kid }, index) => keys.findIndex((key) => key.kid === kid) === index);

/** Several keys stand one after another, so that two overlap during a rotation. */
function pemBlocks(text: string): string[] {
  const blocks = text.match(/-----BEGIN PUBLIC KEY-----[\s\S]+?-----END PUBLIC KEY-----/g) ?? [];
  if (blocks.length === 0 && text !== '') {
    throw new SettingsError(['JWT_PUBLIC_KEYS: must hold PEM blocks "BEGIN PUBLIC KEY"']);
  }
  return blocks;
}

function es256(name: string, read: () => KeyObject): KeyObject {
  try {
    const key = read();
    if (key.asymmetricKeyDetails?.namedCurve === 'prime256v1') return key;
  } catch {
    // The reason may quote the key: the line below says what is expected instead.
  }
  throw new SettingsError([`${name}: must be a PEM key on the curve P-256 (ES256)`]);
}

const newPrivateKey = (): string =>
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
    type: 'pkcs8',
    format: 'pem',
  }) as string;
