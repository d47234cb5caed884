// @ts-check
// What may import what. Default-deny: an import that no entry below allows is a violation, so a new
// dependency is a decision written down here. `scripts/architecture.spec.ts` plants a violation of
// every rule and sees it reported.

const spec = '\\.(spec|contract|fixture|cluster|bench|e2e)\\.ts$';
/** Files of a lib by folder, and the one door through which others come in. */
const lib = (/** @type {string} */ name) => `^libs/${name}/src/`;
const door = (/** @type {string[]} */ ...names) =>
  names.map((name) => `^libs/${name}/src/index\\.ts$`);
/** A package from npm, wherever it was installed. */
const npm = (/** @type {string[]} */ ...names) => names.map((name) => `(^|/)node_modules/${name}/`);

const node = { dependencyTypes: ['core'] };
const testTools = npm(
  'vitest',
  '@vitest/[^/]+',
  'fast-check',
  'supertest',
  'socket\\.io-client',
  'typescript',
  '@vue/test-utils',
  'happy-dom',
  'playwright-core',
  '@types/[^/]+',
);

/**
 * One line of the order of dependencies.
 * @param {string} name @param {string} why @param {string} from @param {string[]} to
 */
const may = (name, why, from, to) => ({
  comment: `${name}: ${why}`,
  from: { path: from },
  to: { path: to },
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one thing cut in the wrong place.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-reaching-in',
      comment:
        'A lib is entered by its name, through its index.ts; no relative path leads out of it.',
      severity: 'error',
      from: { path: '^(libs/[^/]+|apps/[^/]+|chat-generator)/' },
      to: {
        path: '^(libs/[^/]+|apps/[^/]+|chat-generator)/',
        pathNot: '^$1/',
        dependencyTypesNot: ['aliased-workspace'],
      },
    },
    {
      name: 'no-barrels',
      comment:
        'Only index.ts of a lib gathers names; a barrel inside hides who needs what and makes cycles.',
      severity: 'error',
      from: {},
      to: {
        path: '/index\\.ts$',
        pathNot: [
          '^(libs/[^/]+|chat-generator)/src/index\\.ts$',
          '^apps/web/src/i18n/index\\.ts$',
          '^apps/web/src/i18n/[a-z]+/index\\.ts$',
        ],
        dependencyTypesNot: ['aliased-workspace'],
      },
    },
    {
      name: 'everything-is-found',
      comment: 'An import that leads nowhere breaks at run time.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'packages-are-named',
      comment: 'A package that package.json does not name is here by chance and gone by chance.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'specs-are-leaves',
      comment: 'Nothing that runs depends on a test.',
      severity: 'error',
      from: { pathNot: [spec, '^infra/'] },
      to: { path: spec },
    },
    {
      name: 'kafka-behind-its-port',
      comment:
        'kafkajs is dormant: one adapter knows it, so that another client is one adapter more.',
      severity: 'error',
      from: {
        pathNot: [spec, '^libs/backends/src/([a-z-]+\\.kafka|kafka-[a-z-]+)\\.ts$', '^infra/'],
      },
      to: { path: npm('kafkajs') },
    },
    ...[
      ['redis', 'ioredis'],
      ['cassandra', 'cassandra-driver'],
      ['mysql', 'mysql2'],
    ].map(([technology, client]) => ({
      name: `${technology}-behind-its-ports`,
      comment: `${client} is known to its adapters only: the rest speaks in words of the ports.`,
      severity: /** @type {const} */ ('error'),
      from: {
        pathNot: [
          spec,
          `^libs/backends/src/([a-z-]+\\.${technology}|${technology}-[a-z-]+)\\.ts$`,
          '^infra/',
        ],
      },
      to: { path: npm(client ?? '') },
    })),
    {
      name: 'sqlite-behind-the-ports',
      comment: 'Native code is loaded by embedded adapters only: a cluster process never needs it.',
      severity: 'error',
      from: { pathNot: [spec, '^libs/backends/src/([a-z-]+\\.embedded|embedded-[a-z-]+)\\.ts$'] },
      to: { path: npm('better-sqlite3', '@types/better-sqlite3') },
    },
    {
      name: 'openai-in-one-file',
      comment: 'What leaves for a model and what comes back is checked in one place.',
      severity: 'error',
      from: { pathNot: '^libs/insight/src/llm(\\.spec)?\\.ts$' },
      to: { path: npm('openai') },
    },
    {
      name: 'contracts-run-in-the-browser',
      comment: 'Contracts are shared by servers and pages: zod and nothing else, no Node, no Nest.',
      severity: 'error',
      from: { path: lib('contracts'), pathNot: spec },
      to: { pathNot: [lib('contracts'), ...npm('zod')] },
    },
    {
      name: 'text-engine-is-pure',
      comment: 'The text engine is functions of a text: no framework, no store, no clock.',
      severity: 'error',
      from: { path: '^libs/insight/src/text/', pathNot: spec },
      to: {
        pathNot: [
          '^libs/insight/src/(text|model)/',
          ...door('contracts'),
          ...npm('sentiment', '@types/sentiment'),
          '^(node:)?(module|fs|url|path)$',
        ],
      },
    },
  ],

  allowed: [
    may('contracts', 'zod is its only package', lib('contracts'), [
      lib('contracts'),
      ...npm('zod'),
    ]),
    may('runtime', 'what every process has: framework, log, metrics, tokens', lib('runtime'), [
      lib('runtime'),
      ...door('contracts'),
      ...npm(
        '@nestjs/(common|core|platform-express|swagger)',
        'express',
        'helmet',
        'jose',
        'pino',
        'pino-pretty',
        'prom-client',
        'reflect-metadata',
        'rxjs',
        'zod',
      ),
    ]),
    may('backends', 'ports, and the clients of servers behind them', lib('backends'), [
      lib('backends'),
      ...door('contracts', 'runtime'),
      ...npm(
        '@nestjs/(common|core|testing)',
        'typeorm',
        'kafkajs',
        'better-sqlite3',
        'ioredis',
        'cassandra-driver',
        'mysql2',
        'rate-limiter-flexible',
        'reflect-metadata',
        'rxjs',
        'zod',
      ),
    ]),
    may('users', 'accounts, sessions, streams, lobby', lib('users'), [
      lib('users'),
      ...door('contracts', 'runtime', 'backends'),
      ...npm(
        '@nestjs/(common|core|testing)',
        '@node-rs/argon2',
        'express',
        'jose',
        'typeorm',
        'reflect-metadata',
        'rxjs',
        'zod',
      ),
    ]),
    may('chat', 'sending, broadcasting, moderation, history reads, relay, archiver', lib('chat'), [
      lib('chat'),
      ...door('contracts', 'runtime', 'backends'),
      ...npm(
        '@nestjs/(common|core|websockets|platform-socket\\.io|testing)',
        'express',
        'jose',
        'socket\\.io',
        'engine\\.io',
        'typeorm',
        'reflect-metadata',
        'rxjs',
        'zod',
      ),
    ]),
    may('insight', 'analyzer, summarizer, text', lib('insight'), [
      lib('insight'),
      ...door('contracts', 'runtime', 'backends'),
      ...npm(
        '@nestjs/(common|core|testing)',
        'openai',
        'sentiment',
        'reflect-metadata',
        'rxjs',
        'zod',
      ),
    ]),
    may(
      'standalone',
      'a composition root: all feature libs, the generator, the built page',
      '^apps/standalone/src/',
      [
        '^apps/standalone/src/',
        ...door('contracts', 'runtime', 'backends', 'users', 'chat', 'insight'),
        '^chat-generator/src/index\\.ts$',
        '^apps/web/(dist/|package\\.json$)',
        ...npm('@nestjs/(common|core|platform-express)', 'express', 'reflect-metadata', 'rxjs'),
      ],
    ),
    may(
      'service',
      'composition roots: each names the one module it runs',
      '^apps/(user-service|chat-service|chat-relay|chat-archiver|stream-analyzer|summarizer)/src/',
      door('runtime', 'users', 'chat', 'insight'),
    ),
    may('web', 'a client of the contracts', '^apps/web/', [
      '^apps/web/',
      ...door('contracts'),
      ...npm(
        'vue',
        '@vue/[^/]+',
        'vue-router',
        'vue-i18n',
        '@intlify/[^/]+',
        'pinia',
        'naive-ui',
        'echarts',
        'vue-echarts',
        '@tanstack/vue-virtual',
        'emoji-picker-element',
        'emoji-picker-element-data',
        'socket\\.io-client',
        'vite',
        '@vitejs/plugin-vue',
        'rolldown',
        'rollup',
        'zod',
      ),
    ]),
    may('chat-generator', 'a client of the contracts', '^chat-generator/src/', [
      '^chat-generator/src/',
      ...door('contracts'),
      ...npm('socket\\.io-client', 'zod'),
    ]),
    may('e2e', 'a client of the contracts that drives the product from outside', '^apps/e2e/', [
      '^apps/e2e/',
      ...door('contracts'),
      ...npm('zod'),
    ]),
    may('scripts', 'commands: built libs, and tools of the workspace', '^scripts/', [
      '^scripts/',
      '^libs/[^/]+/dist/',
      '^chat-generator/(dist/|src/index\\.ts$)',
      ...door('contracts', 'runtime', 'backends', 'insight'),
      '^\\.dependency-cruiser\\.cjs$',
      ...npm('dependency-cruiser', 'nx', 'typescript'),
    ]),
    may('infra', 'servers, drills and benchmarks drive the product and its adapters', '^infra/', [
      '^infra/',
      '^libs/[^/]+/(src|dist)/',
      '^chat-generator/(src|dist)/',
      '^apps/e2e/src/',
      ...npm(
        'kafkajs',
        'socket\\.io',
        'ws',
        'mysql2',
        'ioredis',
        'cassandra-driver',
        'vite',
        'sentiment',
      ),
    ]),
    {
      comment: 'node: Node itself, on the server; rules above keep it out of contracts and text',
      from: { path: '^(libs|apps|chat-generator|scripts|infra)/' },
      to: node,
    },
    {
      comment: 'tests: tools of tests, in tests only',
      from: { path: [spec, '^infra/', '^apps/e2e/'] },
      to: { path: testTools },
    },
    {
      comment: 'types: types of packages that bring none',
      from: {},
      to: { path: npm('@types/[^/]+') },
    },
  ],
  allowedSeverity: 'error',

  options: {
    combinedDependencies: true,
    doNotFollow: { path: '(^|/)(node_modules|dist)/' },
    exclude: { path: '(^|/)(dist|data|\\.nx|\\.work)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.mts', '.vue', '.js', '.mjs', '.cjs', '.json'],
    },
    builtInModules: { add: ['node:test'] },
  },
};
