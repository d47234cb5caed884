import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Database } from 'better-sqlite3';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/**
 * Opens an embedded store: WAL, and a commit is on the disk before it is answered. The native
 * module is loaded here only, when an embedded adapter is really used.
 */
export function openEmbeddedFile(file: string, schema: string): Database {
  const Sqlite = require('better-sqlite3') as typeof import('better-sqlite3');
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
  const db = new Sqlite(file);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec(schema);
  return db;
}
