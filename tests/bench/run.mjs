#!/usr/bin/env node
// Measures Tvist against a program that does the same, side by side, and prints ratios with the peer's version.
// Run it through `make bench`: it wants the private desktop's keyring.
// usage: run.mjs [--rounds N] [--debug]     --debug tries the bench itself on an unoptimised build: no measurement
//
// The two run in turn, round after round, so that both meet the same weather; the figure is the median of the rounds'
// ratios. Each has a gate: a run that did not do the whole work counts as lost, however fast it was.

import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(dirname(here));
const { values: options } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, debug: { type: 'boolean', default: false } },
});
const rounds = Number(options.rounds);
const profile = options.debug ? 'debug' : 'release';
const program = (name) => join(root, 'target', profile, name);
const LIMIT_MS = 300_000;

/** Peak resident memory of a process in MB, as far as it can still be read. */
function peak(pid) {
  try {
    const [, kilobytes] = readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmHWM:\s+(\d+)/) ?? [];
    return Number(kilobytes ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** Runs a command to its end: seconds from start to exit, its output, its peak memory. */
function timed(command, args, input) {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    let stdout = '';
    let memory = 0;
    const watch = setInterval(() => (memory = Math.max(memory, peak(child.pid))), 10);
    const limit = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS);
    child.stdout.setEncoding('utf8').on('data', (piece) => (stdout += piece));
    child.on('error', reject);
    child.on('close', (code) => {
      clearInterval(watch);
      clearTimeout(limit);
      resolve({ seconds: (performance.now() - began) / 1000, code, stdout, memory });
    });
    child.stdin.on('error', () => {}); // one that reads nothing may be gone already
    child.stdin.end(input ?? '');
  });
}

/** The sandbox with so many disputes and such a delay of each answer, ready to be asked. */
function sandbox(disputes, latency) {
  const args = ['--disputes', disputes, '--latency', latency, '--listen', '127.0.0.1:0', '--seed', '7'];
  const server = spawn(program('tvist-sandbox'), args.map(String), { stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`the sandbox ended with ${code}`)));
    let text = '';
    server.stdout.setEncoding('utf8').on('data', (piece) => {
      text += piece;
      if (!text.includes('\n')) return;
      const { stripe } = JSON.parse(text);
      resolve({ ...stripe, end: () => server.removeAllListeners('exit').kill('SIGINT') });
    });
  });
}

/** A first import by `tvist sync` into an empty data folder. */
async function ours({ api_base, secrets }, disputes) {
  const folder = mkdtempSync(join(tmpdir(), 'tvist-bench-'));
  const tvist = (args, input) => timed(program('tvist'), ['--data-dir', folder, '--json', ...args], input);
  try {
    const added = await tvist(['account', 'add', 'stripe', '--label', 'bench', '--environment', 'test', '--api-base', api_base], JSON.stringify(secrets));
    if (added.code !== 0) throw new Error(`account add: ${added.code}: ${added.stdout}`);
    const run = await tvist(['sync']);
    const stored = JSON.parse((await tvist(['disputes', '--limit', '1'])).stdout || '{}').total;
    const [account] = JSON.parse(run.stdout || '{"accounts":[]}').accounts;
    const gate = run.code === 0 && account?.new === disputes && stored === disputes;
    return { ...run, gate, requests: account?.requests };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The same disputes listed, and only counted, by Stripe's own Node client. */
async function stripeNode({ api_base, secrets }, disputes) {
  const input = JSON.stringify({ api_base, secret_key: secrets.secret_key });
  const run = await timed('node', [join(here, '../stripe-client/count.mjs')], input);
  return { ...run, gate: run.code === 0 && Number(run.stdout) === disputes };
}

const median = (numbers) => {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

const benches = [
  { name: 'first import, 10,000 disputes, 50 ms an answer', disputes: 10_000, latency: 50, wall: 0.3 },
  { name: 'first import, 10,000 disputes, no delay', disputes: 10_000, latency: 0, wall: 1.0, memory: 0.6 },
];

function report(name, figure, own, peer, unit, goal) {
  const ratio = median(own.map((value, round) => value / peer[round]));
  const verdict = ratio <= goal ? 'reached' : 'missed';
  const two = (value) => value.toFixed(2);
  console.log(`${name}: ${figure}: tvist ${two(median(own))} ${unit}, stripe-node ${two(median(peer))} ${unit}, ratio ${two(ratio)} (goal ${goal}: ${verdict})`);
}

function build() {
  const args = ['build', '--locked', '-p', 'tvist-cli', '-p', 'tvist-sandbox', ...(options.debug ? [] : ['--release'])];
  const { status } = spawnSync('cargo', args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) throw new Error('the build failed');
}

async function main() {
  build();
  const { version } = JSON.parse(readFileSync(join(here, '../stripe-client/node_modules/stripe/package.json'), 'utf8'));
  console.log(`peer: npm stripe ${version} on Node ${process.version}, listing and counting; tvist also stores and indexes`);
  console.log(`${rounds} rounds, in turn, medians; whole processes from start to exit${options.debug ? '; UNOPTIMISED BUILD, NO MEASUREMENT' : ''}`);
  let lost = 0;
  for (const bench of benches) {
    const runs = { own: [], peer: [] };
    for (let round = 0; round < rounds; round += 1) {
      const server = await sandbox(bench.disputes, bench.latency);
      try {
        runs.own.push(await ours(server, bench.disputes));
        runs.peer.push(await stripeNode(server, bench.disputes));
      } finally {
        server.end();
      }
    }
    if (![...runs.own, ...runs.peer].every((run) => run.gate)) {
      lost += 1;
      const gates = (list) => list.map((run) => (run.gate ? 'ok' : `exit ${run.code}`)).join(' ');
      console.log(`${bench.name}: LOST, the work was not done: tvist ${gates(runs.own)}; stripe-node ${gates(runs.peer)}`);
      continue;
    }
    const of = (list, figure) => list.map((run) => run[figure]);
    report(bench.name, 'time', of(runs.own, 'seconds'), of(runs.peer, 'seconds'), 's', bench.wall);
    if (bench.memory) report(bench.name, 'peak memory', of(runs.own, 'memory'), of(runs.peer, 'memory'), 'MB', bench.memory);
  }
  return lost === 0 ? 0 : 1;
}

process.exitCode = await main();
