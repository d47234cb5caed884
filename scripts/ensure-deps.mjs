// @ts-check
// Before `npm start` and `npm test`: the right Node, the locked packages, the built projects.
// Plain Node without dependencies, in a syntax that old versions read, so that they can say so.
import { spawnSync } from 'child_process';
import { createHash } from 'crypto';
import { existsSync, readFileSync, realpathSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';
import { fileURLToPath } from 'url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * One readable line when the Node in use is below the floor of package.json (`>=20.19`).
 * @param {string} version
 * @param {string} floor
 * @returns {string | undefined}
 */
export function nodeComplaint(version, floor) {
  const numbers = (/** @type {string} */ text) => (text.match(/\d+/g) || []).map(Number);
  const [major = 0, minor = 0] = numbers(version);
  const [wantMajor = 0, wantMinor = 0] = numbers(floor);
  if (major > wantMajor || (major === wantMajor && minor >= wantMinor)) return undefined;
  const least = `${wantMajor}.${wantMinor}`;
  return `This needs Node ${least} or newer (24 is best); here is ${version}. Install it and try again.`;
}

/**
 * The stamp of a lock file: npm ci writes exactly what it says, so an equal stamp means nothing to
 * do. File times would lie after a checkout.
 * @param {string} lockText
 */
export const stampOf = (lockText) => createHash('sha256').update(lockText).digest('hex');

/**
 * The environment of the install. Where Node's headers lie beside it they are named: node-gyp would
 * otherwise try to download them.
 * @param {Record<string, string | undefined>} environment
 * @param {string} execPath
 * @param {(path: string) => boolean} exists
 */
export function installEnvironment(environment, execPath, exists) {
  const prefix = dirname(dirname(execPath));
  const known = environment['npm_config_nodedir'] !== undefined;
  if (known || !exists(join(prefix, 'include', 'node', 'node.h'))) return environment;
  return { ...environment, npm_config_nodedir: prefix };
}

/**
 * What a source build of better-sqlite3 lacks on this machine, as one readable line.
 * @param {{ compiler: boolean, make: boolean, python: boolean, headers: boolean }} has
 */
export function buildComplaint(has) {
  const missing = [
    ...(has.compiler ? [] : ['a C++ compiler']),
    ...(has.make ? [] : ['make']),
    ...(has.python ? [] : ['Python 3']),
    ...(has.headers ? [] : ["Node's headers (or a network to fetch them)"]),
  ];
  if (missing.length === 0) {
    return 'better-sqlite3 could not be built although compiler, make, Python 3 and headers are there; `npm rebuild better-sqlite3` shows why.';
  }
  return `better-sqlite3 has no ready-made file for this machine and cannot be built: missing ${missing.join(', ')}. On Debian: apt-get install g++ make python3.`;
}

/** @param {string} line */
function stop(line) {
  process.stderr.write(`${line}\n`);
  process.exit(1);
}

/**
 * Runs a command quietly; what it said is shown only when it fails.
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 */
function run(command, args, env = process.env) {
  const shell = process.platform === 'win32' && !command.endsWith('.exe');
  return spawnSync(command, args, { cwd: root, env, encoding: 'utf8', shell, maxBuffer: 1e8 });
}

/** @param {string[]} args */
function npm(args) {
  const env = /** @type {NodeJS.ProcessEnv} */ (
    installEnvironment({ ...process.env }, realpathSync(process.execPath), existsSync)
  );
  const script = process.env['npm_execpath'];
  const own = script !== undefined && /npm-cli\.c?js$/.test(script);
  return own ? run(process.execPath, [script, ...args], env) : run('npm', args, env);
}

/** Says what stands in the way of a source build on this machine. */
function machineComplaint() {
  const works = (/** @type {string} */ command) => run(command, ['--version']).status === 0;
  const prefix = dirname(dirname(realpathSync(process.execPath)));
  return buildComplaint({
    compiler: works(process.env['CXX'] || 'c++') || works('g++') || works('clang++'),
    make: works(process.env['MAKE'] || 'make'),
    python: works(process.env['PYTHON'] || 'python3'),
    headers: existsSync(join(prefix, 'include', 'node', 'node.h')),
  });
}

function install() {
  const stampPath = join(root, 'node_modules', '.livechat-lock');
  const stamp = stampOf(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  if (existsSync(stampPath) && readFileSync(stampPath, 'utf8') === stamp) return;
  process.stderr.write('Installing the packages of package-lock.json (about a minute) …\n');
  const { status, stdout, stderr } = npm(['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  if (status !== 0) {
    process.stderr.write(`${stdout || ''}${stderr || ''}\n`);
    const native = /better-sqlite3|node-gyp|prebuild-install/.test(`${stdout}${stderr}`);
    stop(
      native
        ? machineComplaint()
        : 'The packages could not be installed: `npm ci` failed, see above.',
    );
  }
  writeFileSync(stampPath, stamp);
}

/** better-sqlite3 is native: missing after `ignore-scripts`, foreign after a change of Node. */
function checkNative() {
  const code = "new (require('better-sqlite3'))(':memory:').close()";
  const loads = () => run(process.execPath, ['-e', code]).status === 0;
  if (loads()) return;
  process.stderr.write('Building better-sqlite3 for this Node (about a minute) …\n');
  npm(['rebuild', 'better-sqlite3', '--ignore-scripts=false', '--loglevel=error']);
  if (!loads()) stop(machineComplaint());
}

/** Builds what has changed; nx keeps the rest. */
function build() {
  const nx = join(root, 'node_modules', 'nx');
  const { bin } = JSON.parse(readFileSync(join(nx, 'package.json'), 'utf8'));
  const { status, stdout, stderr } = run(process.execPath, [
    join(nx, bin.nx),
    'run-many',
    '-t',
    'build',
    '--outputStyle=static',
  ]);
  if (status === 0) return;
  process.stderr.write(`${stdout || ''}${stderr || ''}\n`);
  stop('The build failed, see above.');
}

function main() {
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const complaint = nodeComplaint(process.version, engines.node);
  if (complaint) stop(complaint);
  install();
  checkNative();
  if (process.argv.indexOf('--no-build') < 0) build();
}

if (
  process.argv[1] !== undefined &&
  realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)
) {
  main();
}
