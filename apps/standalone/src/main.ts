import { runStandalone } from './standalone.ts';

await runStandalone(process.argv.slice(2));
