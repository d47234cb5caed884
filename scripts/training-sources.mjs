// @ts-check
// How commands run the trainer, which is sources only: no product needs it, so nothing is built of it.
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

/**
 * A module of the trainer, by its name.
 * @param {string} name
 * @returns {Promise<any>}
 */
export async function training(name) {
  const folder = new URL('../libs/insight/src/model/training/', import.meta.url);
  const { module } = await runnerImport(fileURLToPath(new URL(`${name}.ts`, folder)), {
    configFile: false,
    logLevel: 'error',
    ssr: { resolve: { conditions: ['source'] } },
  });
  return module;
}
