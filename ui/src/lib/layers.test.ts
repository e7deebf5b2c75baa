// @vitest-environment node
import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';

/** Which layer of the page may know which: shown to be refused where it may not, and to pass where it may. */
const lint = new ESLint();

async function refused(filePath: string, from: string): Promise<boolean> {
  const [result] = await lint.lintText(filePath.endsWith('.svelte') ? `<script lang="ts">\n  import * as it from '${from}';\n  void it;\n</script>\n` : `import * as it from '${from}';\nvoid it;\n`, { filePath });
  return result?.messages.some((message) => message.ruleId === 'no-restricted-imports') ?? false;
}

describe('what a layer may know', () => {
  it.each([
    ['src/page/case/Some.svelte', '../../ipc/client'],
    ['src/page/case/Some.svelte', '../../ipc/tauri'],
    ['src/page/case/Some.svelte', '../../ipc/connect'],
    ['src/page/case/Some.svelte', '../../ipc/bindings'],
    ['src/page/case/some.ts', '../../ipc/client'],
    ['src/page/case/Some.svelte', '../../lib/session.svelte'],
    ['src/page/case/Some.svelte', '@tauri-apps/api'],
    ['src/kit/Some.svelte', '../ipc/client'],
    ['src/kit/Some.svelte', '../lib/wording'],
    ['src/App.svelte', './ipc/client'],
    ['src/lib/some.ts', '../page/case/Case.svelte'],
    ['src/lib/some.ts', '@tauri-apps/api'],
    ['src/ipc/some.ts', '../lib/wording'],
  ])('%s doesn’t know %s', async (file, from) => expect(await refused(file, from)).toBe(true), 30_000);

  it.each([
    ['src/page/case/Some.svelte', '../../ipc/types'],
    ['src/page/case/Some.svelte', '../../lib/case.svelte'],
    ['src/kit/Some.svelte', './Button.svelte'],
    ['src/App.svelte', './lib/session.svelte'],
    ['src/lib/some.ts', '../ipc/client'],
    ['src/ipc/some.ts', '@tauri-apps/api'],
  ])('%s may know %s', async (file, from) => expect(await refused(file, from)).toBe(false), 30_000);
});
