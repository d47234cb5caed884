import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { build } from 'vite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bundleLimit } from './bundle-limit.ts';
import { compressedCopies } from './compressed-copies.ts';

/** Text that gzip cannot shrink much. */
const noise = (length: number) =>
  Array.from({ length }, (_, n) => ((n * 2_654_435_761) % 4_294_967_296).toString(36)).join('');

describe('build of the web app', () => {
  let root: string;
  const lay = (name: string, text: string) => writeFile(join(root, name), text);
  const built = (bytes: number, page = '/Page.js') =>
    build({
      root,
      configFile: false,
      logLevel: 'silent',
      build: { rolldownOptions: { input: join(root, 'main.js') }, modulePreload: false },
      plugins: [bundleLimit({ bytes, pages: [page] }), compressedCopies()],
    });

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'web-build-'));
    await lay('main.js', `import { big } from './big.js'; import('./Page.js'); console.log(big);`);
    await lay('big.js', `export const big = '${noise(2_000)}';`);
    await lay('Page.js', `import './part.js'; import('./later.js'); console.log('page');`);
    await lay('part.js', `console.log('${noise(1_000)}');`);
    await lay('later.js', `console.log('${noise(9_000)}');`);
  });
  afterEach(() => rm(root, { recursive: true }));

  it('passes while entry, page and what they need are within the limit', async () => {
    await expect(built(30_000)).resolves.toBeDefined();
  });

  it('fails above it, naming the page; what loads later does not count', async () => {
    await expect(built(10_000)).rejects.toThrow(
      /Too much script\. \/Page\.js: 1\d\.\d kB of 10\.0 kB/,
    );
  });

  it('fails when the page it should measure is gone', async () => {
    await expect(built(30_000, '/Other.js')).rejects.toThrow('No chunk holds /Other.js');
  });

  it('lays compressed copies that unpack to what is served', async () => {
    await built(30_000);
    const assets = join(root, 'dist/assets');
    const packed = (await readdir(assets)).filter((name) => name.endsWith('.gz'));
    expect(packed.length).toBeGreaterThan(1);
    for (const name of packed) {
      const plain = await readFile(join(assets, name.slice(0, -3)));
      expect(gunzipSync(await readFile(join(assets, name)))).toEqual(plain);
    }
  });
});
