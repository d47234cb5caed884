// @ts-check
// npm run status: one table of all services, asked at their admin ports.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { allReady, statusOf, tableOf } from './status-report.mjs';

const help = `Usage: npm run -s status -- [--json]

Asks the admin port of every service and shows one table: ready or not and why, lag of its consumer
groups in records (and the age of the oldest), sockets, viewers, and the newest warnings and errors.
The ports are those of STATUS_URLS (separated by commas), else those that npm run start:cluster has
written to .work/cluster/services.json, else that of one process: http://127.0.0.1:3001, or ADMIN_PORT.
Exit code: 0 all are ready, 1 not all are, 2 a wrong call.
`;

const startedCluster = fileURLToPath(new URL('../.work/cluster/services.json', import.meta.url));

/** @returns {import('./status-report.mjs').Place[]} */
function places() {
  const { STATUS_URLS: urls = '', ADMIN_PORT: port } = process.env;
  const named = urls
    .split(',')
    .map((url) => url.trim())
    .filter((url) => url !== '');
  if (named.length > 0) return named.map((adminUrl) => ({ adminUrl: checked(adminUrl) }));
  if (existsSync(startedCluster)) return JSON.parse(readFileSync(startedCluster, 'utf8'));
  return [{ adminUrl: `http://127.0.0.1:${port || '3001'}` }];
}

/** @param {string} url */
function checked(url) {
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url;
  process.stderr.write(`STATUS_URLS: "${url}" is no address such as http://127.0.0.1:3001\n`);
  process.exit(2);
}

/** @param {boolean} json */
async function show(json) {
  const all = await Promise.all(places().map(statusOf));
  const lines = json ? [JSON.stringify(all)] : tableOf(all);
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
  process.exitCode = allReady(all) ? 0 : 1;
}

const [option, ...others] = process.argv.slice(2);
if (option === '--help' || option === '-h') {
  process.stdout.write(help);
} else if (others.length > 0 || (option !== undefined && option !== '--json')) {
  process.stderr.write(`status takes no "${[option, ...others].join(' ')}"; see --help.\n`);
  process.exitCode = 2;
} else {
  await show(option === '--json');
}
