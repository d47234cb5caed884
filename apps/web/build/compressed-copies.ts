import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

const brotli = promisify(brotliCompress);
const gzipped = promisify(gzip);
const params = { [constants.BROTLI_PARAM_QUALITY]: 9 };
const worthwhile = 1_000;

/** Lays a `.br` and a `.gz` beside every script and style, so that no server compresses at run time. */
export function compressedCopies(): Plugin {
  return {
    name: 'livechat-compressed-copies',
    apply: 'build',
    // Only what was written is final: vite still fills in names when bundles are generated.
    async writeBundle({ dir = 'dist' }) {
      const assets = join(dir, 'assets');
      const names = (await readdir(assets)).filter((name) => /\.(js|css)$/.test(name));
      await Promise.all(names.map((name) => compress(join(assets, name))));
    },
  };
}

async function compress(path: string): Promise<void> {
  const source = await readFile(path);
  if (source.length < worthwhile) return;
  await Promise.all([
    writeFile(`${path}.br`, await brotli(source, { params })),
    writeFile(`${path}.gz`, await gzipped(source)),
  ]);
}
