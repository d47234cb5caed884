import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

const brotli = promisify(brotliCompress);
const gzipped = promisify(gzip);
const worthwhile = 1_000;

/** Lays a `.br` and a `.gz` beside every script and style, so that no server compresses at run time. */
export function compressedCopies(): Plugin {
  return {
    name: 'livechat-compressed-copies',
    apply: 'build',
    enforce: 'post',
    async generateBundle(_options, bundle) {
      const texts = Object.values(bundle).flatMap((output) => {
        const source = output.type === 'chunk' ? output.code : output.source;
        const fits = /\.(js|css|svg)$/.test(output.fileName) && source.length >= worthwhile;
        return fits ? [{ fileName: output.fileName, source: Buffer.from(source) }] : [];
      });
      await Promise.all(
        texts.map(async ({ fileName, source }) => {
          const params = { [constants.BROTLI_PARAM_QUALITY]: 9 };
          const [br, gz] = await Promise.all([brotli(source, { params }), gzipped(source)]);
          this.emitFile({ type: 'asset', fileName: `${fileName}.br`, source: br });
          this.emitFile({ type: 'asset', fileName: `${fileName}.gz`, source: gz });
        }),
      );
    },
  };
}
