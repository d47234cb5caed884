import { existsSync, mkdirSync, statfsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { layLock, liftLock, otherOwner, renewLock, type Owner } from './folder-lock.ts';
import { StartError } from './start-error.ts';

const leastFreeBytes = 16 * 1_048_576;
const renewMs = 5_000;
const tries = 5;
const heldHere = new Set<string>();

/**
 * A data folder that belongs to this process alone. Each starter puts down a lock of its own and
 * then looks for others: of two at once at least one sees the other, so two never hold it. The
 * lock of a process that was killed is recognised and taken over.
 */
export class DataFolder {
  private readonly renewal: NodeJS.Timeout;

  private constructor(
    readonly path: string,
    private readonly lock: string,
  ) {
    heldHere.add(path);
    this.renewal = setInterval(() => {
      if (!renewLock(lock)) clearInterval(this.renewal);
    }, renewMs).unref();
  }

  /** Makes the folder if need be and takes it; throws StartError where it is in use, read-only or full. */
  static async take(dir: string): Promise<DataFolder> {
    const path = resolve(dir);
    if (heldHere.has(path)) throw inUse(path, process.pid);
    prepare(path);
    for (let attempt = 1; ; attempt += 1) {
      const claimed = claim(path);
      if (typeof claimed === 'string') return new DataFolder(path, claimed);
      if (attempt === tries) throw inUse(path, claimed.pid);
      // Two that started at one moment both step back; unequal waits let one of them through.
      await delay(30 + Math.random() * 100 * attempt);
    }
  }

  /** Gives the folder back. */
  release(): void {
    clearInterval(this.renewal);
    heldHere.delete(this.path);
    liftLock(this.lock);
  }
}

function prepare(path: string): void {
  try {
    makeFolder(path);
    const { bavail, bsize } = statfsSync(path);
    if (bavail * bsize < leastFreeBytes) throw folderFull(path);
  } catch (error) {
    throw folderError(path, error);
  }
}

/** Node's own recursive way never returns where a file system refuses with ENOENT (such as /proc). */
function makeFolder(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && statSync(path).isDirectory()) return;
    if (code !== 'ENOENT' || dirname(path) === path || existsSync(dirname(path))) throw error;
    makeFolder(dirname(path));
    mkdirSync(path, { mode: 0o700 });
  }
}

/** The path of the lock laid, or the owner who was there before. */
function claim(path: string): string | Owner {
  try {
    const lock = layLock(path);
    const owner = otherOwner(path, lock);
    if (!owner) return lock;
    liftLock(lock);
    return owner;
  } catch (error) {
    throw folderError(path, error);
  }
}

const inUse = (path: string, pid: number): StartError =>
  new StartError(
    `The data folder ${path} is in use by another process (pid ${pid}); stop it, or choose another folder with DATA_DIR`,
  );

const folderFull = (path: string): StartError =>
  new StartError(
    `The data folder ${path} is full; free some space, or choose another with DATA_DIR`,
  );

const reasons: Readonly<Record<string, string>> = {
  EROFS: 'is on a read-only file system',
  EACCES: 'is not writable for this user',
  EPERM: 'is not writable for this user',
  ENOENT: 'cannot be made there',
  ENOTDIR: 'cannot be made: a part of its path is a file',
  EEXIST: 'cannot be made: a file of that name exists',
  SQLITE_READONLY: 'is not writable for this user',
  SQLITE_CANTOPEN: 'holds a file that cannot be opened',
};

/** An error of the file system, or of a store in the folder, as one line; others as they are. */
export function folderError(path: string, error: unknown): unknown {
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code !== 'string' || error instanceof StartError) return error;
  if (/^(ENOSPC|EDQUOT|SQLITE_FULL)/.test(code)) return folderFull(path);
  const reason = reasons[code] ?? reasons[code.replace(/^(SQLITE_[A-Z]+)_.*/, '$1')];
  if (reason === undefined) return error;
  return new StartError(
    `The data folder ${path} ${reason} (${code}); choose another with DATA_DIR`,
    { cause: error },
  );
}
