// @ts-check
import globals from 'globals';
import vue from 'eslint-plugin-vue';
import tseslint from 'typescript-eslint';
import vueParser from 'vue-eslint-parser';

const scripts = ['**/*.mjs', '**/*.cjs', '**/*.js'];
const specs = [
  '**/*.spec.ts',
  '**/*.contract.ts',
  '**/*.e2e.ts',
  '**/*.cluster.ts',
  '**/*.bench.ts',
  '**/*.fixture.ts',
  'apps/e2e/**/*.ts',
];
/** Whose output is their purpose: what a person started on a command line. */
const commandLines = [
  'scripts/**',
  'apps/standalone/src/**',
  'chat-generator/src/**',
  'infra/**',
  'apps/web/build/**',
];

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '.nx/**', 'coverage/**', 'data/**', '.work/**'] },

  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  ...vue.configs['flat/recommended'],

  {
    files: ['**/*.ts', '**/*.vue'],
    languageOptions: {
      globals: globals.node,
      parserOptions: {
        project: ['tsconfig.json', 'apps/web/tsconfig.json'],
        extraFileExtensions: ['.vue'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      // One type of import per purpose. What a Nest constructor injects must stay a value import:
      // the rule knows that from emitDecoratorMetadata, which it reads off the tsconfig.
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // Modules, pipes and fixtures of Nest are classes without members.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      // `return next();` is the shortest early return there is.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // Code points are what we mean where a text is spread.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      // Rows are objects of an entity's shape; TypeORM makes no use of their class.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // noUncheckedIndexedAccess makes each index of a loop possibly undefined: `!` says that its
      // bound was checked.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
      '@typescript-eslint/no-empty-object-type': [
        'error',
        { allowInterfaces: 'with-single-extends' },
      ],
      // Both spellings read well; the choice carries no meaning here.
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/consistent-indexed-object-style': 'off',
      '@typescript-eslint/dot-notation': 'off',
      // Methods that await nothing today are asynchronous because their port is.
      '@typescript-eslint/require-await': 'off',

      'no-console': 'error',
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Settings are read once, in settings.ts.' },
      ],
      'no-restricted-imports': [
        'error',
        { paths: [{ name: 'node:process', importNames: ['env'], message: 'See settings.ts.' }] },
      ],
      eqeqeq: 'error',
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'hack'] }],

      // "Stop and think" of the house style.
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      // Nest injects by constructor, and what joins the parts of a stage has many; functions stay small.
      'max-params': ['error', 9],
      'no-restricted-syntax': [
        'error',
        {
          selector:
            ':matches(FunctionDeclaration, ArrowFunctionExpression, MethodDefinition[kind!="constructor"] > FunctionExpression)[params.length>5]',
          message: 'More than five parameters: they want to be one object with a name.',
        },
        {
          selector:
            'CallExpression[callee.property.name="run"][callee.object.property.name="database"] CallExpression[callee.property.name="run"][callee.object.property.name="database"]',
          message: 'Units of work do not nest: pass the manager on.',
        },
      ],
      'max-depth': ['error', 3],
      // Counts every `??`, `?.` and default value too, which the style's 8 does not.
      complexity: ['error', { max: 14, variant: 'modified' }],
    },
  },

  {
    files: ['**/*.vue'],
    languageOptions: {
      globals: globals.browser,
      parser: vueParser,
      parserOptions: { parser: tseslint.parser },
    },
    rules: {
      'vue/no-v-html': 'error',
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/define-macros-order': 'error',
      'vue/no-undef-components': ['error', { ignorePatterns: ['RouterLink', 'RouterView'] }],
      'vue/no-unused-refs': 'error',
      'max-lines': ['error', { max: 200, skipBlankLines: true, skipComments: true }],
      // Prettier's own business.
      'vue/html-indent': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      // Style.md names components <Domain><Thing> and pages *Page; `App` is Vue's own.
      'vue/multi-word-component-names': ['error', { ignores: ['App'] }],
      // `undefined` is the default that exactOptionalPropertyTypes wants.
      'vue/require-default-prop': 'off',
    },
  },

  {
    files: ['apps/web/**/*.ts', 'apps/web/**/*.vue'],
    languageOptions: { globals: globals.browser },
    rules: {
      // Only vue-tsc knows the types of components; `npm run check` asks it.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    // A composable or store is one function around its small ones.
    files: [
      'apps/web/src/**/composables/**',
      'apps/web/src/composables/**',
      'apps/web/src/stores/**',
    ],
    rules: {
      'max-lines-per-function': ['error', { max: 90, skipBlankLines: true, skipComments: true }],
    },
  },

  {
    files: specs,
    rules: {
      // A suite is one long function of short tests.
      'max-lines-per-function': 'off',
      'max-lines': ['error', { max: 450, skipBlankLines: true, skipComments: true }],
      // Bodies of answers are of any type until the assertion has seen them.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-empty-function': 'off',
    },
  },

  { files: ['libs/runtime/src/settings.ts'], rules: { 'no-restricted-properties': 'off' } },
  {
    files: [...commandLines, ...specs, '**/vite.config.ts', 'vitest*.config.ts'],
    rules: { 'no-restricted-properties': 'off' },
  },
  { files: commandLines, rules: { 'no-console': 'off' } },

  {
    files: scripts,
    languageOptions: {
      globals: { ...globals.node, ...globals.browser },
      ...tseslint.configs.disableTypeChecked.languageOptions,
    },
    rules: {
      ...tseslint.configs.disableTypeChecked.rules,
      'no-console': 'off',
      '@typescript-eslint/no-require-imports': 'off',
      'no-undef': 'error',
    },
  },
);
