import svelte from 'eslint-plugin-svelte';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const noBridge = {
  patterns: [{ group: ['@tauri-apps/*'], message: 'Only src/ipc may know the native bridge; use the Client interface.' }],
};

/** What stands in the way of a folder that wants to know more than it may. */
const arrows = (...walls) => ['error', { patterns: [...noBridge.patterns, ...walls] }];
const noClient = { group: ['**/ipc/*', '!**/ipc/types'], message: 'Only src/lib talks to the engine: give the component a store, and know no more of src/ipc than its types.' };
const noStores = { group: ['**/lib/session.svelte'], message: 'A component gets the store that it shows, not all of them.' };
const noPage = { group: ['**/page/**', '**/App.svelte', '**/Sheets.svelte'], message: 'Components know the stores; what lies below them knows no component.' };
const noLib = { group: ['**/lib/**'], message: 'The kit knows nothing of disputes: what it shows comes as properties.' };

export default ts.config(
  { ignores: ['dist/', 'node_modules/', 'src/ipc/bindings.ts'] },
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig } },
  },
  {
    rules: {
      'no-restricted-imports': ['error', noBridge],
      'no-restricted-syntax': [
        'error',
        { selector: "SvelteAttribute[key.name='style']", message: 'The content security policy forbids inline styles; use a class.' },
      ],
      'no-console': 'error',
      'svelte/no-at-html-tags': 'error',
      'svelte/no-inline-styles': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
    },
  },
  { files: ['src/page/**'], rules: { 'no-restricted-imports': arrows(noClient, noStores) } },
  { files: ['src/App.svelte', 'src/Sheets.svelte'], rules: { 'no-restricted-imports': arrows(noClient) } },
  { files: ['src/kit/**'], rules: { 'no-restricted-imports': arrows(noClient, noPage, noLib) } },
  { files: ['src/lib/**'], rules: { 'no-restricted-imports': arrows(noPage) } },
  { files: ['src/ipc/**'], rules: { 'no-restricted-imports': ['error', { patterns: [noPage, noLib] }] } },
  { files: ['**/*.test.ts'], rules: { 'no-restricted-imports': ['error', noBridge], 'max-lines': 'off', '@typescript-eslint/no-non-null-assertion': 'off' } },
  { files: ['look.mjs'], rules: { 'no-console': 'off' } },
);
