import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';

const never = ['**/node_modules/**', '**/dist/**'];

/**
 * `npm test`: first the specs beside the code, then the scenarios on the
 * product as it is started (built standalone, headless browser).
 */
export default defineConfig({
  plugins: [vue()],
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['**/*.spec.ts'],
          exclude: [...never, 'apps/web/**'],
          testTimeout: 15_000,
          // Loading the framework anew for each file took a third of the time.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'web',
          include: ['apps/web/**/*.spec.ts'],
          exclude: never,
          testTimeout: 15_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          // Vite gives the name to a path of its own: a running product that one names is passed on.
          env: process.env['BASE_URL'] ? { BASE_URL: process.env['BASE_URL'] } : {},
          include: ['apps/e2e/**/*.e2e.ts'],
          exclude: never,
          sequence: { groupOrder: 1 },
          testTimeout: 180_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
