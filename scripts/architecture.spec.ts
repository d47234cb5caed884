import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const cruiser = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');

interface Rules {
  readonly forbidden: readonly { readonly name: string; readonly comment: string }[];
  readonly allowed: readonly { readonly comment: string }[];
}
const rules = createRequire(import.meta.url)('../.dependency-cruiser.cjs') as Rules;

/** A small workspace of the shape of ours, with packages that are empty. */
const workspaces = ['contracts', 'runtime', 'backends', 'users', 'chat', 'insight'];
const packages = [
  'zod',
  'kafkajs',
  'better-sqlite3',
  'ioredis',
  'cassandra-driver',
  'mysql2',
  'openai',
  'vue',
  'express',
  'typeorm',
  'vitest',
  'sentiment',
  'stray',
  '@nestjs/common',
];

/** What is right, and must stay without a complaint. */
const right: readonly (readonly [file: string, text: string])[] = [
  ...workspaces.map((name) => [`libs/${name}/src/index.ts`, 'export const door = 1;'] as const),
  ['chat-generator/src/index.ts', 'export const door = 1;'],
  ['libs/contracts/src/ids.ts', "import 'zod';"],
  ['libs/runtime/src/settings.ts', "import '@livechat/contracts'; import 'node:fs';"],
  ['libs/backends/src/event-log.kafka.ts', "import 'kafkajs'; import '@livechat/runtime';"],
  ['libs/backends/src/embedded-file.ts', "import 'better-sqlite3';"],
  ['libs/backends/src/redis-client.ts', "import 'ioredis';"],
  ['libs/backends/src/chat-history.cassandra.ts', "import 'cassandra-driver';"],
  ['libs/chat/src/relay.ts', "import '@livechat/backends'; import '@nestjs/common';"],
  ['libs/chat/src/relay.spec.ts', "import 'vitest'; import './relay.ts';"],
  ['libs/insight/src/llm.ts', "import 'openai';"],
  ['libs/insight/src/text/analyze.ts', "import 'sentiment'; import '@livechat/contracts';"],
  ['apps/standalone/src/main.ts', "import '@livechat/users'; import '@livechat/chat-generator';"],
  ['apps/chat-relay/src/main.ts', "import '@livechat/chat'; import '@livechat/runtime';"],
  ['apps/web/src/main.ts', "import 'vue'; import '@livechat/contracts';"],
  ['apps/web/src/i18n/en/index.ts', 'export default {};'],
  ['apps/web/src/i18n/index.ts', "import './en/index.ts';"],
  ['apps/e2e/src/chat.e2e.ts', "import 'vitest'; import '@livechat/contracts';"],
];

/** One wrong import each: the file, what it imports, and the rule that must say so. */
const planted: readonly (readonly [rule: string, file: string, target: string])[] = [
  ['no-cycles', 'libs/chat/src/one.ts', './other.ts'],
  ['no-reaching-in', 'libs/chat/src/reaching.ts', '../../backends/src/embedded-file.ts'],
  ['no-barrels', 'libs/users/src/tokens/user.ts', './index.ts'],
  ['everything-is-found', 'libs/users/src/lost.ts', './nowhere.ts'],
  ['everything-is-found', 'libs/chat/src/inside.ts', '@livechat/backends/src/embedded-file.ts'],
  ['packages-are-named', 'libs/users/src/chance.ts', 'stray'],
  ['specs-are-leaves', 'libs/chat/src/leaning.ts', './relay.spec.ts'],
  ['kafka-behind-its-port', 'libs/backends/src/topics.ts', 'kafkajs'],
  ['redis-behind-its-ports', 'libs/backends/src/fanout.ts', 'ioredis'],
  ['cassandra-behind-its-ports', 'libs/backends/src/checkpoints.ts', 'cassandra-driver'],
  ['mysql-behind-its-ports', 'libs/backends/src/database.ts', 'mysql2'],
  ['sqlite-behind-the-ports', 'libs/backends/src/chat-history.ts', 'better-sqlite3'],
  ['openai-in-one-file', 'libs/insight/src/summarizer.ts', 'openai'],
  ['contracts-run-in-the-browser', 'libs/contracts/src/files.ts', 'node:fs'],
  ['text-engine-is-pure', 'libs/insight/src/text/stored.ts', '@livechat/backends'],
  ['text-engine-is-pure', 'libs/insight/src/text/framed.ts', '@nestjs/common'],
  // The allow-list, line by line: what a folder may import is all that it may import.
  ['not-in-allowed', 'libs/contracts/src/upwards.ts', '@livechat/runtime'],
  ['not-in-allowed', 'libs/runtime/src/upwards.ts', '@livechat/backends'],
  ['not-in-allowed', 'libs/backends/src/upwards.ts', '@livechat/users'],
  ['not-in-allowed', 'libs/users/src/sideways.ts', '@livechat/chat'],
  ['not-in-allowed', 'libs/chat/src/sideways.ts', '@livechat/insight'],
  ['not-in-allowed', 'libs/insight/src/sideways.ts', '@livechat/users'],
  ['not-in-allowed', 'apps/standalone/src/store.ts', 'typeorm'],
  ['not-in-allowed', 'apps/user-service/src/store.ts', '@livechat/backends'],
  ['not-in-allowed', 'apps/web/src/server.ts', '@livechat/runtime'],
  ['not-in-allowed', 'chat-generator/src/inner.ts', '@livechat/backends'],
  ['not-in-allowed', 'apps/e2e/src/inner.e2e.ts', '@livechat/chat'],
  ['not-in-allowed', 'scripts/accounts.mjs', '@livechat/users'],
  ['not-in-allowed', 'infra/pages.ts', 'vue'],
  ['not-in-allowed', 'libs/users/src/testing.ts', 'vitest'],
  ['not-in-allowed', 'libs/users/src/page.ts', 'vue'],
];

function write(folder: string, file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}

function layWorkspace(folder: string): void {
  const named = packages.filter((name) => name !== 'stray');
  const dependencies = Object.fromEntries(named.map((name) => [name, '*']));
  const manifest = { name: 'w', type: 'module', workspaces: ['libs/*', 'chat-generator'] };
  write(folder, 'package.json', JSON.stringify({ ...manifest, dependencies }));
  write(folder, 'tsconfig.json', JSON.stringify({ compilerOptions: { module: 'NodeNext' } }));
  for (const name of packages) {
    const manifest = { name, version: '1.0.0', main: 'index.js' };
    write(folder, `node_modules/${name}/package.json`, JSON.stringify(manifest));
    write(folder, `node_modules/${name}/index.js`, '');
  }
  mkdirSync(join(folder, 'node_modules/@livechat'));
  const places = [...workspaces.map((name) => `libs/${name}`), 'chat-generator'];
  for (const place of places) {
    mkdirSync(join(folder, place), { recursive: true });
    cpSync(join(root, place, 'package.json'), join(folder, place, 'package.json'));
    const link = join(folder, 'node_modules/@livechat', place.replace('libs/', ''));
    symlinkSync(join(folder, place), link, 'dir');
  }
  for (const [file, text] of right) write(folder, file, text);
}

interface Violation {
  readonly from: string;
  readonly rule: { readonly name: string };
}

/** Every complaint about the workspace in this folder, as `rule file`. */
function complaints(folder: string): readonly string[] {
  const config = join(root, '.dependency-cruiser.cjs');
  const args = [cruiser, '--config', config, '--output-type', 'json'];
  const targets = ['libs', 'apps', 'chat-generator', 'scripts', 'infra'];
  const { stdout, stderr } = spawnSync(process.execPath, [...args, ...targets], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  if (stdout === '') throw new Error(stderr);
  const { summary } = JSON.parse(stdout) as { summary: { violations: readonly Violation[] } };
  return summary.violations.map(({ rule, from }) => `${rule.name} ${from}`);
}

describe('the order of dependencies', () => {
  let folder: string;
  let found: readonly string[];

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'livechat-order-'));
    layWorkspace(folder);
    mkdirSync(join(folder, 'scripts'));
    mkdirSync(join(folder, 'infra'));
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  it('finds nothing wrong in what is right', () => {
    expect(complaints(folder)).toEqual([]);
  }, 60_000);

  it('finds nothing but what was planted', () => {
    for (const [, file, target] of planted) write(folder, file, `import '${target}';`);
    write(folder, 'libs/chat/src/other.ts', "import './one.ts';");
    write(folder, 'libs/users/src/tokens/index.ts', "export * from '../page.ts';");
    found = complaints(folder);
    const culprits = new Set(planted.map(([, file]) => file));
    const others = found.filter((line) => !culprits.has(line.split(' ')[1] ?? ''));
    expect(others.filter((line) => line !== 'no-cycles libs/chat/src/other.ts')).toEqual([]);
  }, 60_000);

  it.each(planted)('%s: %s must not import %s', (rule, file) => {
    expect(found).toContain(`${rule} ${file}`);
  });

  it('has a planted violation for every rule and for every line of the allow-list', () => {
    const tried = new Set(planted.map(([rule]) => rule));
    expect(rules.forbidden.map(({ name }) => name).filter((name) => !tried.has(name))).toEqual([]);
    const folders = rules.allowed.map(({ comment }) => comment.split(':')[0] ?? '');
    const denied = planted.filter(([rule]) => rule === 'not-in-allowed').map(([, file]) => file);
    const everywhere = ['node', 'tests', 'types'];
    const untried = folders.filter(
      (name) => !everywhere.includes(name) && !denied.some((file) => file.includes(name)),
    );
    expect(untried).toEqual([]);
  });

  it('gives the reason of every rule', () => {
    for (const { comment } of [...rules.forbidden, ...rules.allowed]) {
      expect(comment.length).toBeGreaterThan(20);
    }
  });
});
