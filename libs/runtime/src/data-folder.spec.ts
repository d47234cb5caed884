import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import ts from 'typescript';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DataFolder, folderError } from './data-folder.ts';
import { layLock } from './folder-lock.ts';
import { StartError } from './start-error.ts';

const locks = (path: string) => readdirSync(path).filter((name) => name.endsWith('.pid'));

/** Plain JavaScript copies of modules here, so that child processes can run them unbuilt. */
function runnable(dir: string, ...names: string[]): void {
  for (const name of names) {
    const source = readFileSync(new URL(`./${name}.ts`, import.meta.url), 'utf8');
    const { outputText } = ts.transpileModule(source, {
      compilerOptions: {
        module: ts.ModuleKind.ESNext,
        target: ts.ScriptTarget.ES2022,
        rewriteRelativeImportExtensions: true,
      },
    });
    writeFileSync(join(dir, `${name}.js`), outputText);
  }
  writeFileSync(join(dir, 'package.json'), '{"type":"module"}');
}

const children: ChildProcess[] = [];

/** A child process that runs the code and is ended with the test. */
function child(code: string, cwd = tmpdir()): { process: ChildProcess; output: Promise<string> } {
  const spawned = spawn(process.execPath, ['--input-type=module', '-e', code], {
    cwd,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(spawned);
  let text = '';
  spawned.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return { process: spawned, output: once(spawned, 'close').then(() => text.trim()) };
}

async function kill(process: ChildProcess): Promise<void> {
  if (process.exitCode !== null || process.signalCode !== null) return;
  process.kill('SIGKILL');
  await once(process, 'exit');
}

describe('DataFolder', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'livechat-'));
  });
  afterEach(async () => {
    await Promise.all(children.splice(0).map(kill));
    rmSync(root, { recursive: true });
  });

  it('is made, taken, and given back without a trace', async () => {
    const folder = await DataFolder.take(join(root, 'a', 'b'));
    expect(locks(folder.path)).toHaveLength(1);
    expect(statSync(folder.path).mode & 0o777).toBe(0o700);
    folder.release();
    expect(readdirSync(folder.path)).toEqual([]);
    (await DataFolder.take(folder.path)).release();
  });

  it('is refused to a second taker in this process', async () => {
    const folder = await DataFolder.take(root);
    await expect(DataFolder.take(root)).rejects.toThrow(
      `The data folder ${root} is in use by another process (pid ${process.pid})`,
    );
    folder.release();
  });

  it('is refused while its owner lives, and taken over once that was killed', async () => {
    const owner = child('setInterval(() => {}, 1000)');
    layLock(root, owner.process.pid);
    await expect(DataFolder.take(root)).rejects.toThrow(`(pid ${owner.process.pid})`);
    expect(locks(root)).toHaveLength(1);
    await kill(owner.process);
    const folder = await DataFolder.take(root);
    expect(locks(root)).toHaveLength(1);
    folder.release();
  });

  it('is taken over from a process that is gone, though its pid lives again', async () => {
    const later = child('setInterval(() => {}, 1000)');
    const lock = layLock(root, later.process.pid);
    const text = JSON.parse(readFileSync(lock, 'utf8')) as object;
    writeFileSync(lock, JSON.stringify({ ...text, birth: 'earlier boot:1' }));
    (await DataFolder.take(root)).release();
    // In a container every start has the same pid.
    layLock(root, process.pid);
    (await DataFolder.take(root)).release();
  });

  it('is refused while another machine renews its lock, and taken over when it stops', async () => {
    const lock = join(root, 'owner.far.pid');
    writeFileSync(lock, JSON.stringify({ pid: 1, host: 'elsewhere', birth: 'b' }));
    await expect(DataFolder.take(root)).rejects.toThrow('is in use');
    const longAgo = new Date(Date.now() - 60_000);
    utimesSync(lock, longAgo, longAgo);
    (await DataFolder.take(root)).release();
    expect(existsSync(lock)).toBe(false);
  });

  it('is taken over where a power cut left an empty lock behind', async () => {
    const lock = join(root, 'owner.empty.pid');
    writeFileSync(lock, '');
    const longAgo = new Date(Date.now() - 60_000);
    utimesSync(lock, longAgo, longAgo);
    (await DataFolder.take(root)).release();
  });

  it('is held by one of many that start at one moment', async () => {
    runnable(root, 'data-folder', 'folder-lock', 'start-error');
    const dir = join(root, 'data');
    // Whoever gets it keeps it until the others have tried.
    const code = `
      import { DataFolder } from ${JSON.stringify(join(root, 'data-folder.js'))};
      import { setTimeout as delay } from 'node:timers/promises';
      try {
        const folder = await DataFolder.take(${JSON.stringify(dir)});
        await delay(1500);
        folder.release();
        console.log('held');
      } catch (error) {
        console.log(error.name);
      }`;
    const outputs = await Promise.all(Array.from({ length: 6 }, () => child(code).output));
    expect(outputs.filter((output) => output === 'held')).toHaveLength(1);
    expect(outputs.filter((output) => output === 'StartError')).toHaveLength(5);
    expect(readdirSync(dir)).toEqual([]);
  }, 30_000);

  it('gets one readable line where it cannot be made', async () => {
    const file = join(root, 'file');
    writeFileSync(file, '');
    await expect(DataFolder.take(file)).rejects.toThrow(/cannot be made: a file of that name/);
    await expect(DataFolder.take(join(file, 'x'))).rejects.toThrow(/a part of its path is a file/);
    await expect(DataFolder.take('/proc/livechat')).rejects.toThrow(StartError);
  });
});

describe('folderError', () => {
  it.each([
    ['EROFS', 'is on a read-only file system'],
    ['EACCES', 'is not writable'],
    ['ENOSPC', 'is full'],
    ['SQLITE_FULL', 'is full'],
    ['SQLITE_READONLY_DIRECTORY', 'is not writable'],
    ['SQLITE_CANTOPEN', 'cannot be opened'],
  ])('says in one line what %s means', (code, meaning) => {
    const error = folderError('/data', Object.assign(new Error('raw\ntext'), { code }));
    expect(error).toBeInstanceOf(StartError);
    expect((error as Error).message).toContain(meaning);
    expect((error as Error).message).not.toContain('\n');
  });

  it('leaves other errors as they are', () => {
    const error = new Error('else');
    expect(folderError('/data', error)).toBe(error);
    expect(folderError('/data', undefined)).toBeUndefined();
  });
});

describe('a kept file', () => {
  it('is made once, though many make it at one moment', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'livechat-'));
    runnable(dir, 'kept-file');
    const path = join(dir, 'keys', 'secret');
    const code = `
      import { keptFile } from ${JSON.stringify(join(dir, 'kept-file.js'))};
      console.log(keptFile(${JSON.stringify(path)}, () => String(process.pid).repeat(1000)));`;
    const texts = await Promise.all(Array.from({ length: 5 }, () => child(code).output));
    expect(new Set(texts).size).toBe(1);
    expect(texts[0]).toBe(readFileSync(path, 'utf8'));
    expect(readdirSync(join(dir, 'keys'))).toEqual([basename(path)]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    rmSync(dir, { recursive: true });
  }, 30_000);
});
