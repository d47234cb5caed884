// @ts-check
// npm run bench:load: many clients in one stream on real servers, and what each process took.
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const file = fileURLToPath(new URL('../infra/bench/load.ts', import.meta.url));
/** @type {{ module: typeof import('../infra/bench/load.ts') }} */
const { module } = await runnerImport(file, { configFile: false, logLevel: 'error' });
process.exitCode = await module.load(process.argv.slice(2));
