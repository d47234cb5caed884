import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openEmbeddedFile } from './embedded-file.ts';

test('a store holds few of its pages in memory, whatever the size of its file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'livechat-file-'));
  const db = openEmbeddedFile(join(folder, 'a.db'), 'CREATE TABLE t (x TEXT)');
  const pragma = (name: string) => db.pragma(name, { simple: true });
  expect(pragma('journal_mode')).toBe('wal');
  expect(pragma('synchronous')).toBe(2);
  // A negative size is one in KB.
  expect(pragma('cache_size')).toBe(-2_048);
  expect(pragma('journal_size_limit')).toBe(16 * 1_048_576);
  db.close();
  rmSync(folder, { recursive: true });
});
