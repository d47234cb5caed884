// @ts-check
// node infra/docker/make-secrets.mjs [DIR]: the keys and passwords that docker-compose.yml hands out,
// made by chance into DIR (default: .secrets). What is there already stays. Shows names, no values.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2] ?? '.secrets';

/**
 * Only the folder's owner gets as far as its files; the files themselves are readable, for containers
 * mount them one by one into processes of other users.
 * @param {string} name @param {string} text
 */
function write(name, text) {
  const path = join(folder, name);
  writeFileSync(path, text, { mode: 0o444, flag: 'wx' });
  chmodSync(path, 0o444);
  process.stdout.write(`${path}\n`);
}

/**
 * The text of a file, which is made first where it is missing.
 * @param {string} name @param {() => string} make
 */
function kept(name, make) {
  if (!existsSync(join(folder, name))) write(name, make());
  return readFileSync(join(folder, name), 'utf8').trim();
}

const password = () => randomBytes(24).toString('base64url');

/** Keys that sign and check access tokens: ES256. */
function makeTokenKeys() {
  const files = ['jwt-private.pem', 'jwt-public.pem'];
  const missing = files.filter((name) => !existsSync(join(folder, name)));
  if (missing.length === 0) return;
  if (missing.length === 1) throw new Error(`${missing[0]} is missing, but not its other half`);
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  write('jwt-private.pem', String(privateKey.export({ type: 'pkcs8', format: 'pem' })));
  write('jwt-public.pem', String(publicKey.export({ type: 'spki', format: 'pem' })));
}

mkdirSync(folder, { recursive: true, mode: 0o700 });
makeTokenKeys();
const valkey = kept('valkey-password', password);
kept('redis-url', () => `redis://:${valkey}@valkey:6379`);
// Nothing is kept on disk; a full server says so and throws nothing out behind our back.
kept(
  'valkey.conf',
  () =>
    `requirepass ${valkey}\nsave ""\nappendonly no\nmaxmemory 256mb\nmaxmemory-policy noeviction\n`,
);
const mysql = kept('mysql-password', password);
kept('sql-url', () => `mysql://livechat:${mysql}@mysql:3306/livechat`);
kept('mysql-root-password', password);
kept('grafana-password', password);
