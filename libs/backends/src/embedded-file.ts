import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Database } from 'better-sqlite3';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** Pages a store keeps in memory, KB; what else is read comes from the system's own cache. */
const cacheKb = 2_048;
/** What a write-ahead log may keep of the disk once its pages are in the file, bytes. */
const walBytes = 16 * 1_048_576;

/**
 * WAL, a commit is on the disk before it is answered, and bounds for memory and disk: SQLite's own
 * cache of 16 MB a store fills up in the course of hours, and looks like a leak.
 */
export function applyPragmas(db: Database): void {
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma(`cache_size = -${cacheKb}`);
  db.pragma(`journal_size_limit = ${walBytes}`);
}

/**
 * Opens an embedded store; see `applyPragmas`. The native module is loaded here only, when an
 * embedded adapter is really used.
 */
export function openEmbeddedFile(file: string, schema: string): Database {
  const Sqlite = require('better-sqlite3') as typeof import('better-sqlite3');
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
  const db = new Sqlite(file);
  applyPragmas(db);
  db.exec(schema);
  return db;
}
