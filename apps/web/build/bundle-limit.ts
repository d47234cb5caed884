import { gzipSync } from 'node:zlib';
import type { Plugin, Rolldown } from 'vite';

interface Limit {
  /** Bytes after gzip of everything that must load before the page works. */
  readonly bytes: number;
  /** Ends of the module ids of the lazy pages that must work within the limit. */
  readonly pages: readonly string[];
}

/** Fails the build when the script a first visit loads, up to one of the pages, exceeds the limit. */
export function bundleLimit({ bytes, pages }: Limit): Plugin {
  return {
    name: 'livechat-bundle-limit',
    apply: 'build',
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
      for (const page of pages) {
        const size = gzipSize(needed(chunks, page));
        const line = `${page}: ${kilobytes(size)} of ${kilobytes(bytes)} (gzip) before it works`;
        if (size > bytes) this.error(`Too much script. ${line}`);
        this.info(line);
      }
    },
  };
}

/** The entry, the page and all they import without waiting. */
function needed(chunks: readonly Rolldown.OutputChunk[], page: string): Rolldown.OutputChunk[] {
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const found = new Set<Rolldown.OutputChunk>();
  const visit = (chunk: Rolldown.OutputChunk | undefined) => {
    if (!chunk || found.has(chunk)) return;
    found.add(chunk);
    for (const name of chunk.imports) visit(byName.get(name));
  };
  const isPage = (chunk: Rolldown.OutputChunk) => chunk.moduleIds.some((id) => id.endsWith(page));
  const pageChunk = chunks.find(isPage);
  if (!pageChunk) throw new Error(`No chunk holds ${page}`);
  for (const chunk of chunks) if (chunk.isEntry) visit(chunk);
  visit(pageChunk);
  // One locale is always loaded; the bigger one is counted.
  const locales = chunks.filter((chunk) => chunk.facadeModuleId?.includes('/i18n/'));
  visit(locales.toSorted((a, b) => b.code.length - a.code.length)[0]);
  return [...found];
}

const gzipSize = (chunks: readonly Rolldown.OutputChunk[]) =>
  chunks.reduce((sum, { code }) => sum + gzipSync(code).length, 0);

const kilobytes = (bytes: number) => `${(bytes / 1_000).toFixed(1)} kB`;
