#!/usr/bin/env node
// Runs every suite one after the other, counts what its own runner reports, and ends with "N passed, N failed".
// usage: node tests/all.mjs             everything
//        node tests/all.mjs check       only what needs no running program
//        node tests/all.mjs SUITE…      only these; what they stand on must have run before
//
// A suite whose runner counts nothing (a linter, a build) counts as one. A runner that reports success without having
// run a test counts as failed: a suite that silently stopped testing would otherwise look well. A test that this machine
// can't try (it says `NOT RUN` itself) counts as neither, and is listed before the last line.

import { spawn, spawnSync } from 'node:child_process';
import { createWriteStream, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { cargoTests, lastCount, vitest } from './counting.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const results = join(root, 'test-results');
const minutes = (n) => n * 60_000;

// The crash points of the submission protocol exist in this build only; they act on TVIST_FAULT alone.
const form = ['--locked', '--workspace', '--features', 'tvist-cli/faults'];

// Where tests/setup puts what is built for the tests alone.
process.env.PATH = `${join(root, '.tools/bin')}:${process.env.PATH}`;

const hasCargoDeny = () => spawnSync('cargo', ['deny', '--version'], { stdio: 'ignore' }).status === 0;

const suites = [
  { name: 'formatting', run: ['cargo', 'fmt', '--all', '--check', '--', '--color', 'never'], limit: minutes(2), check: true },
  { name: 'ui-build', run: ['npm', 'run', '--silent', 'build'], in: 'ui', limit: minutes(5), check: true },
  { name: 'ui-types', run: ['npm', 'run', '--silent', 'check'], in: 'ui', limit: minutes(5), check: true },
  { name: 'ui-lint', run: ['npm', 'run', '--silent', 'lint'], in: 'ui', limit: minutes(5), check: true },
  { name: 'ui-tests', run: ['npm', 'run', '--silent', 'test'], in: 'ui', limit: minutes(10), count: vitest },
  { name: 'build', run: ['cargo', 'build', ...form, '--all-targets'], after: ['ui-build'], limit: minutes(35) },
  {
    name: 'rust-tests',
    run: ['tests/desktop/run', 'cargo', 'test', ...form, '--no-fail-fast'],
    after: ['build'],
    limit: minutes(60),
    count: cargoTests,
  },
  {
    // The sandbox is ours; Stripe's own client says whether it behaves like Stripe.
    name: 'stripe-client',
    run: ['node', 'lifecycle.mjs', join(root, 'target/debug/tvist')],
    in: 'tests/stripe-client',
    after: ['build'],
    limit: minutes(5),
    count: lastCount,
  },
  {
    name: 'rust-lints',
    run: ['cargo', 'clippy', ...form, '--all-targets', '--', '-D', 'warnings'],
    after: ['ui-build'],
    limit: minutes(25),
    check: true,
  },
  {
    // Without advisories (`make advisories`): their database is fetched from the network, and an old copy says nothing.
    name: 'dependency-rules',
    run: ['cargo', 'deny', '--locked', 'check', 'bans', 'licenses', 'sources'],
    unless: () => !hasCargoDeny(),
    because: 'there is no cargo-deny; tests/structure holds deny.toml meanwhile',
    limit: minutes(5),
    check: true,
  },
];

let running = null;
const endGroup = () => {
  try {
    if (running) process.kill(-running.pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    endGroup();
    process.exit(130);
  });
}

/** Runs a suite's command; its output goes to the terminal, to a log, and back as text. */
function execute(suite) {
  return new Promise((resolve) => {
    const log = createWriteStream(join(results, `${suite.name}.log`));
    const [command, ...args] = suite.run;
    const cwd = join(root, suite.in ?? '.');
    const env = { ...process.env, NO_COLOR: '1', CARGO_TERM_COLOR: 'never' };
    delete env.FORCE_COLOR;
    running = spawn(command.includes('/') ? join(root, command) : command, args, {
      cwd,
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    const take = (stream) => (chunk) => {
      text += chunk;
      log.write(chunk);
      stream.write(chunk);
    };
    running.stdout.setEncoding('utf8').on('data', take(process.stdout));
    running.stderr.setEncoding('utf8').on('data', take(process.stderr));
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      endGroup();
    }, suite.limit);
    const done = (problem) => {
      clearTimeout(timer);
      running = null;
      log.end();
      resolve({ text, problem });
    };
    running.on('error', (error) => done(error.message));
    running.on('close', (code, signal) => {
      if (late) done(`took longer than ${suite.limit / minutes(1)} minutes`);
      else done(code === 0 ? null : signal ? `ended by ${signal}` : `exit code ${code}`);
    });
  });
}

function judge(suite, { text, problem }) {
  if (!suite.count) return { passed: problem ? 0 : 1, failed: problem ? 1 : 0, problem };
  const { passed, failed, untried } = suite.count(text);
  if (problem) return { passed, failed: Math.max(failed, 1), untried, problem };
  if (failed > 0) return { passed, failed, untried, problem: 'reports failures, yet ended well' };
  if (passed === 0) return { passed, failed: 1, untried, problem: 'reports no test at all' };
  return { passed, failed, untried, problem: null };
}

async function main() {
  const wanted = process.argv.slice(2);
  const unknown = wanted.filter((name) => name !== 'check' && !suites.some((suite) => suite.name === name));
  if (unknown.length > 0) {
    console.error(`no suite is called ${unknown.join(', ')}; there are: ${suites.map((suite) => suite.name).join(', ')}`);
    return 2;
  }
  const isWanted = (suite) => wanted.includes(suite.name) || (suite.check && wanted.includes('check'));
  const chosen = wanted.length > 0 ? suites.filter(isWanted) : suites;
  if (wanted.length === 0) rmSync(results, { recursive: true, force: true });
  mkdirSync(results, { recursive: true });

  const rows = [];
  const broken = new Set();
  for (const suite of chosen) {
    if (suite.unless?.()) {
      if (suite.because) rows.push({ suite, note: `not run: ${suite.because}`, passed: 0, failed: 0, seconds: 0 });
      continue;
    }
    const missing = suite.after?.find((name) => broken.has(name));
    const began = Date.now();
    console.log(`\n=== ${suite.name}: ${suite.run.join(' ').replaceAll(`${root}/`, '')}`);
    const verdict = missing
      ? { passed: 0, failed: 1, problem: `needs ${missing}, which failed` }
      : judge(suite, await execute(suite));
    if (verdict.failed > 0) broken.add(suite.name);
    rows.push({ suite, ...verdict, note: verdict.problem, seconds: (Date.now() - began) / 1000 });
  }

  console.log('');
  let passed = 0;
  let failed = 0;
  for (const row of rows) {
    passed += row.passed;
    failed += row.failed;
    const counts = `${String(row.passed).padStart(5)} passed ${String(row.failed).padStart(4)} failed`;
    const time = `${row.seconds.toFixed(1).padStart(7)} s`;
    console.log(`${row.suite.name.padEnd(22)}${counts} ${time}${row.note ? `  ${row.note}` : ''}`);
  }
  const untried = rows.flatMap((row) => row.untried ?? []);
  if (untried.length > 0) console.log(`${untried.length} not run here:`);
  for (const one of untried) console.log(`  ${one}`);
  if (failed > 0) console.log('Logs, pictures and pages of what failed are in test-results/.');
  console.log(`${passed} passed, ${failed} failed`);
  return failed > 0 ? 1 : 0;
}

process.exitCode = await main();
