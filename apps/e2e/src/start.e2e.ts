import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { member } from './people.ts';
import { freePort, Product, runToEnd } from './product.ts';

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

test.skipIf(process.getuid?.() === 0)(
  'a read-only data folder is named',
  async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'livechat-ro-'));
    chmodSync(dataDir, 0o500);
    const ended = await runToEnd({ dataDir });
    chmodSync(dataDir, 0o700);
    rmSync(dataDir, { recursive: true });
    expect(ended.code).toBe(1);
    readable(ended.stderr);
  },
  30_000,
);

test('Ctrl-C ends it cleanly', async () => {
  const other = await Product.start();
  const ended = await other.stop();
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  rmSync(other.dataDir, { recursive: true });
}, 60_000);
