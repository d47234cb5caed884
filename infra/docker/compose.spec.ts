import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { secretNames, settingNames } from '../../libs/runtime/src/setting-definitions.ts';
import { describe, expect, it } from 'vitest';

const file = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const compose = readFileSync(file('docker-compose.yml'), 'utf8');

/** Names and values of the settings that all services get. */
const shared = new Map(
  [
    ...(/^x-settings:.*\n((?: {2}.*\n)+)/m.exec(compose)?.[1] ?? '').matchAll(
      /^ {2}(\w+): (.*)$/gm,
    ),
  ].map(([, name = '', value = '']) => [name, value] as const),
);

describe('docker-compose.yml', () => {
  it('gives the services settings that there are', () => {
    expect(shared.size).toBeGreaterThan(15);
    const known: readonly string[] = [...settingNames, ...secretNames.map((n) => `${n}_FILE`)];
    expect([...shared.keys()].filter((name) => !known.includes(name))).toEqual([]);
  });

  it('lets no secret out of .env reach a service that has no use for it', () => {
    for (const name of secretNames) expect([name, shared.get(name)]).toEqual([name, "''"]);
  });

  it('hands out exactly the secrets that make-secrets makes', () => {
    const folder = mkdtempSync(join(tmpdir(), 'livechat-compose-'));
    execFileSync(process.execPath, [file('infra/docker/make-secrets.mjs'), folder]);
    const made = readdirSync(folder).toSorted();
    rmSync(folder, { recursive: true });
    const named = [...compose.matchAll(/\{ file: \.secrets\/(\S+) \}/g)].map(([, name]) => name);
    expect(named.toSorted()).toEqual(made);
  });
});
