import { defineConfig } from 'vitest/config';

/** Suites that need real servers; `npm run test:cluster` runs them, `npm test` does not. */
export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    include: ['**/*.cluster.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    globalSetup: ['infra/native/cluster.setup.ts'],
    // The servers share the machine with the tests: one suite at a time.
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
