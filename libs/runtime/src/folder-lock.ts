import { randomUUID } from 'node:crypto';
import {
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

/** What a lock file says of the process that holds a folder. */
export interface Owner {
  readonly pid: number;
  readonly host: string;
  /** Tells a process from a later one with the same pid; '' where the system does not say. */
  readonly birth: string;
}

const lockName = /^owner\.[\w-]+\.pid$/;
/** A lock that cannot be judged by its process counts as left behind when not renewed for so long. */
const staleMs = 20_000;

/** Puts down a lock file of a process (this one); whoever sees it sees all of it. */
export function layLock(folder: string, pid = process.pid): string {
  const name = `owner.${randomUUID()}.pid`;
  const draft = join(folder, `${name}.draft`);
  writeFileSync(draft, ownerText(pid), { flag: 'wx', mode: 0o600 });
  renameSync(draft, join(folder, name));
  return join(folder, name);
}

const ownerText = (pid: number): string =>
  JSON.stringify({ pid, host: hostname(), birth: birthOf(pid) ?? '' } satisfies Owner);

export const liftLock = (path: string): void => rmSync(path, { force: true });

/**
 * Keeps the lock from looking left behind to another machine. Answers whether it is still there:
 * the folder may have been removed under us, which the stores will notice.
 */
export function renewLock(path: string): boolean {
  try {
    const now = new Date();
    utimesSync(path, now, now);
    return true;
  } catch {
    return false;
  }
}

/** The living owner of another lock in the folder; locks left behind are removed on the way. */
export function otherOwner(folder: string, ownLock: string): Owner | undefined {
  const others = readdirSync(folder)
    .filter((name) => lockName.test(name))
    .map((name) => join(folder, name))
    .filter((path) => path !== ownLock);
  for (const path of others) {
    const owner = livingOwner(path);
    if (owner) return owner;
    liftLock(path);
  }
  return undefined;
}

function livingOwner(path: string): Owner | undefined {
  try {
    const fresh = Date.now() - statSync(path).mtimeMs < staleMs;
    const owner = parsed(readFileSync(path, 'utf8'));
    const alive = owner.host === hostname() ? isAlive(owner) : fresh;
    return alive ? owner : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** A power cut can leave a lock file empty: it then belongs to nobody known. */
function parsed(text: string): Owner {
  try {
    const { pid, host, birth } = JSON.parse(text) as Partial<Owner>;
    return { pid: pid ?? 0, host: host ?? '', birth: birth ?? '' };
  } catch {
    return { pid: 0, host: '', birth: '' };
  }
}

function isAlive({ pid, birth }: Owner): boolean {
  // Our own pid in a lock that is not ours: a container was started anew.
  if (pid <= 0 || pid === process.pid || !isRunning(pid)) return false;
  const now = birthOf(pid);
  return now === undefined || birth === '' || now === birth;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Boot and start tick of a process, where the system tells (Linux). */
function birthOf(pid: number): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command, in brackets, may hold spaces; the start tick is the 20th field after it.
    const tick = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return `${boot}:${tick}`;
  } catch {
    return undefined;
  }
}
