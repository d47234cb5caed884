import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';
import { bundleLimit } from './build/bundle-limit.ts';
import { compressedCopies } from './build/compressed-copies.ts';

// The development server stands before a server that runs by itself, e.g. `npm start`.
const backend = process.env['LIVECHAT_SERVER'] ?? 'http://localhost:3000';
const proxied = { target: backend, changeOrigin: true, headers: { origin: backend } };

export default defineConfig({
  plugins: [
    vue(),
    bundleLimit({ bytes: 170_000, pages: ['pages/LobbyPage.vue', 'pages/StreamPage.vue'] }),
    compressedCopies(),
  ],
  resolve: { conditions: ['source', 'module', 'browser', 'development|production'] },
  define: {
    __VUE_OPTIONS_API__: 'true',
    __VUE_PROD_DEVTOOLS__: 'false',
    __VUE_I18N_LEGACY_API__: 'false',
    __VUE_I18N_FULL_INSTALL__: 'false',
    __INTLIFY_PROD_DEVTOOLS__: 'false',
  },
  server: {
    proxy: {
      '/api': proxied,
      '/chat': { ...proxied, ws: true },
    },
  },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    reportCompressedSize: false,
  },
});
