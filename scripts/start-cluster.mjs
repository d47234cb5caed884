// @ts-check
// npm run start:cluster: real servers and all services as processes of this machine, behind one origin.
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const file = fileURLToPath(new URL('../infra/native/start-cluster.ts', import.meta.url));
/** @type {{ module: typeof import('../infra/native/start-cluster.ts') }} */
const { module } = await runnerImport(file, { configFile: false, logLevel: 'error' });
await module.startCluster(process.argv.slice(2));
