import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

interface Locked {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
  readonly license?: string;
}
interface Lock {
  readonly packages: Readonly<Record<string, Locked>>;
}
interface Manifest {
  readonly allowScripts: Readonly<Record<string, boolean>>;
}

const read = (name: string): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, '..', name), 'utf8'));
const lock = read('package-lock.json') as Lock;
const manifest = read('package.json') as Manifest;

/** Packages from the registry: not the workspace's own folders and links to them. */
const installed = Object.entries(lock.packages).filter(
  ([path, { link }]) => path.includes('node_modules/') && link !== true,
);
const nameOf = (path: string): string => path.slice(path.lastIndexOf('node_modules/') + 13);
const copiesOf = (name: string): readonly Locked[] =>
  installed.filter(([path]) => nameOf(path) === name).map(([, entry]) => entry);

/** Whether a version is at least another, by its numbers. */
function isAtLeast(version: string, floor: string): boolean {
  const [have, want] = [version, floor].map((text) => text.split('.').map(Number));
  for (const [index, number] of (want ?? []).entries()) {
    const own = have?.[index] ?? 0;
    if (own !== number) return own > number;
  }
  return true;
}

/** Below these, known attacks work (libraries page of the project, section 9). */
const floors: readonly (readonly [name: string, floor: string])[] = [
  ['socket.io-parser', '4.2.7'],
  ['engine.io', '6.6.9'],
  ['ws', '8.21.1'],
];

describe('package-lock.json', () => {
  it('holds the packages of this workspace', () => {
    expect(installed.length).toBeGreaterThan(300);
  });

  it('has a checksum for every package', () => {
    const bare = installed.filter(([, { integrity }]) => !integrity?.startsWith('sha512-'));
    expect(bare.map(([path]) => path)).toEqual([]);
  });

  it('takes no package from a repository, a tarball or an address of its own', () => {
    const odd = installed.filter(([, { version = '', resolved }]) => {
      const elsewhere = resolved !== undefined && /^(git|file|http:)|\.git(#|$)/.test(resolved);
      return elsewhere || !/^\d+\.\d+\.\d+/.test(version);
    });
    expect(odd.map(([path]) => path)).toEqual([]);
    // Each registry answers with its own addresses: none of them belongs into the lock.
    expect(installed.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
  });

  it('has exactly one socket.io', () => {
    expect(copiesOf('socket.io')).toHaveLength(1);
  });

  it.each(floors)('has no copy of %s below %s', (name, floor) => {
    const versions = copiesOf(name).map(({ version = '0' }) => version);
    expect(versions.length).toBeGreaterThan(0);
    expect(versions.filter((version) => !isAtLeast(version, floor))).toEqual([]);
  });

  it('runs install scripts of listed packages only', () => {
    const running = installed.filter(([, { hasInstallScript }]) => hasInstallScript === true);
    const names = new Set(running.map(([path]) => nameOf(path)));
    const unlisted = [...names].filter((name) => !(name in manifest.allowScripts));
    // fsevents is for macOS alone and brings its own file.
    expect(unlisted.filter((name) => name !== 'fsevents')).toEqual([]);
  });

  it('holds no package under a licence that would bind this project', () => {
    const binding = installed.filter(([, { license = '' }]) => {
      const choices = license.replace(/[()]/g, '').split(' OR ');
      return choices.every((choice) => /\b(A?GPL|SSPL|BUSL|CC-BY-NC)/.test(choice));
    });
    expect(binding.map(([path, { license }]) => `${path} ${license ?? ''}`)).toEqual([]);
  });

  it('compares versions by number', () => {
    expect(isAtLeast('8.21.10', '8.21.9')).toBe(true);
    expect(isAtLeast('8.3.0', '8.21.1')).toBe(false);
    expect(isAtLeast('9.0.0', '8.21.1')).toBe(true);
  });
});
