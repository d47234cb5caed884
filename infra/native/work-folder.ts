import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where servers keep jars and data: out of version control, safe to delete when none runs. */
export const workRoot = fileURLToPath(new URL('../../.work/native', import.meta.url));

let made = 0;

/** A new empty folder for one server of this process. */
export function newRunFolder(name: string): string {
  reapOrphans();
  const folder = join(workRoot, 'run', `${process.pid}-${++made}-${name}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Notes the server process that runs on a folder, so that it can be found if we are killed. */
export const notePid = (folder: string, pid: number): void =>
  writeFileSync(join(folder, 'pid'), `${pid}`);

/** Ends servers whose owner was killed before it could stop them, and deletes what they left. */
function reapOrphans(): void {
  const runs = join(workRoot, 'run');
  if (!existsSync(runs)) return;
  for (const entry of readdirSync(runs)) {
    const owner = Number.parseInt(entry, 10);
    if (owner === process.pid || isAlive(owner)) continue;
    const folder = join(runs, entry);
    endOrphan(folder);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The command line is checked as well: the number may have passed to another process. */
function endOrphan(folder: string): void {
  const note = join(folder, 'pid');
  if (!existsSync(note)) return;
  const pid = Number(readFileSync(note, 'utf8'));
  if (commandLine(pid).includes(folder)) process.kill(pid, 'SIGKILL');
}

function commandLine(pid: number): string {
  const file = `/proc/${pid}/cmdline`;
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
