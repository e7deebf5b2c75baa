// What each suite's own runner says at its end, as numbers: how many passed, how many failed, and which couldn't be tried.

const none = { passed: 0, failed: 0, untried: [] };

/** Tests that said of themselves that this machine can't try them: the runner takes them for passed. */
const untriedIn = (text) => {
  const said = [...text.matchAll(/^NOT RUN (\S+): (.*)$/gm)];
  return [...new Map(said.map(([, name, why]) => [name, `${name}: ${why}`])).values()];
};

/** Sums up what each test program says at its end; one that says nothing there is counted line by line. */
export const cargoTests = (text) => {
  const sum = { passed: 0, failed: 0 };
  for (const program of text.split(/^\s+(?=Running |Doc-tests )/m)) {
    const result = program.match(/^test result: \w+\. (\d+) passed; (\d+) failed;/m);
    const lines = (end) => program.match(new RegExp(`^test .* \\.\\.\\. ${end}\\b`, 'gm'))?.length ?? 0;
    sum.passed += result ? Number(result[1]) : lines('ok');
    sum.failed += result ? Number(result[2]) : lines('FAILED');
  }
  const untried = untriedIn(text);
  return { ...sum, passed: Math.max(0, sum.passed - untried.length), untried };
};

export const vitest = (text) => {
  const line = text.match(/^\s*Tests\s+(.*)$/m)?.[1] ?? '';
  const number = (word) => Number(line.match(new RegExp(`(\\d+) ${word}`))?.[1] ?? 0);
  return { ...none, passed: number('passed'), failed: number('failed') };
};

export const lastCount = (text) => {
  const all = [...text.matchAll(/^(\d+) passed, (\d+) failed$/gm)];
  const [, passed, failed] = all.at(-1) ?? [null, 0, 0];
  return { ...none, passed: Number(passed), failed: Number(failed) };
};
