import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { member } from './people.ts';
import { freePort, Product, runToEnd, spawnProduct } from './product.ts';

let product: Product;
beforeAll(async () => {
  product = await Product.start();
}, 60_000);
afterAll(() => product.dispose());

/** One readable line: no stack, no quoted code. */
const readable = (stderr: string): void => {
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(stderr).not.toMatch(/^\s+at |node:internal|Error:/m);
};

test('a second process on the same data says so and changes nothing', async () => {
  const ended = await runToEnd({ dataDir: product.dataDir });
  expect(ended.code).toBe(1);
  readable(ended.stderr);
  expect(ended.stderr).toContain(product.dataDir);
  await member(product.url, 'Still works');
}, 30_000);

test('a taken port is named', async () => {
  const port = await freePort();
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
  const dataDir = mkdtempSync(join(tmpdir(), 'livechat-port-'));
  const ended = await runToEnd({ dataDir, port });
  other.close();
  rmSync(dataDir, { recursive: true });
  expect(ended.code).toBe(1);
  readable(ended.stderr);
  expect(ended.stderr).toContain(`${port}`);
}, 30_000);

test('a wrong setting is named, one line each', async () => {
  const ended = await runToEnd({ env: { SUMMARY_EVERY: 'often', LOG_LEVEL: 'loud' } });
  expect(ended.code).toBe(1);
  const lines = ended.stderr.trim().split('\n');
  expect(lines).toHaveLength(2);
  expect(ended.stderr).toMatch(/SUMMARY_EVERY.*\n?.*LOG_LEVEL|LOG_LEVEL.*\n?.*SUMMARY_EVERY/);
}, 30_000);

test('an unknown option is named', async () => {
  const ended = await runToEnd({ args: ['--fast'] });
  expect(ended.code).toBe(1);
  readable(ended.stderr);
  expect(ended.stderr).toContain('--fast');
}, 30_000);

test('a data folder that cannot be one is named', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'livechat-file-'));
  const file = join(folder, 'not-a-folder');
  writeFileSync(file, 'x');
  const ended = await runToEnd({ dataDir: join(file, 'data') });
  rmSync(folder, { recursive: true });
  expect(ended.code).toBe(1);
  readable(ended.stderr);
}, 30_000);

/** A data folder on a file system of its own; undefined where we may not mount one. */
function mounted(options: string): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'livechat-disk-'));
  const made = spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]).status === 0;
  if (made) return folder;
  rmSync(folder, { recursive: true });
  return undefined;
}

function unmount(folder: string): void {
  spawnSync('umount', [folder]);
  rmSync(folder, { recursive: true });
}

test('a read-only data folder is named', async (context) => {
  const isRoot = process.getuid?.() === 0;
  const dataDir = isRoot ? mounted('ro') : mkdtempSync(join(tmpdir(), 'livechat-ro-'));
  if (dataDir === undefined) return context.skip('root may write anywhere, and may not mount here');
  if (!isRoot) chmodSync(dataDir, 0o500);
  const ended = await runToEnd({ dataDir });
  if (!isRoot) chmodSync(dataDir, 0o700);
  unmount(dataDir);
  expect(ended.code).toBe(1);
  readable(ended.stderr);
  expect(ended.stderr).toContain(dataDir);
}, 30_000);

test('a full data folder is named, and nothing in it is changed', async (context) => {
  const dataDir = mounted('size=256k');
  if (dataDir === undefined) return context.skip('no file system may be mounted here');
  const filler = join(dataDir, 'filler');
  spawnSync('dd', ['if=/dev/zero', `of=${filler}`, 'bs=4k']);
  const ended = await runToEnd({ dataDir });
  const { size } = statSync(filler);
  unmount(dataDir);
  expect(ended.code).toBe(1);
  readable(ended.stderr);
  expect(ended.stderr).toContain(dataDir);
  expect(size).toBeGreaterThan(200_000);
}, 30_000);

/** What the kernel tells of a process. */
const told = (pid: number, file: 'status' | 'maps'): string =>
  readFileSync(`/proc/${pid}/${file}`, 'utf8');
/** Node itself listens to the others; as process 1 that would not end it. */
const listensToHangUp = (pid: number): boolean => {
  const [, mask = '0'] = /^SigCgt:\s+(\w+)/m.exec(told(pid, 'status')) ?? [];
  return (BigInt(`0x${mask}`) & 1n) === 1n;
};

test('a signal ends it while it still loads its modules', async (context) => {
  if (!existsSync('/proc/self/status')) return context.skip('needs the /proc of Linux');
  const dataDir = mkdtempSync(join(tmpdir(), 'livechat-early-'));
  const options = { dataDir, port: await freePort() };
  const { child, ended } = spawnProduct(options, await freePort());
  const pid = child.pid ?? 0;
  await vi.waitFor(() => expect(listensToHangUp(pid)).toBe(true), { timeout: 20_000, interval: 2 });
  const loaded = told(pid, 'maps');
  child.kill('SIGTERM');
  expect(await ended).toEqual({ code: 0, signal: null, stderr: '' });
  expect(loaded, 'the library of passwords comes with the modules').not.toContain('argon2');
  rmSync(dataDir, { recursive: true });
}, 30_000);

test('Ctrl-C ends it cleanly', async () => {
  const other = await Product.start();
  const ended = await other.stop();
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  rmSync(other.dataDir, { recursive: true });
}, 60_000);
