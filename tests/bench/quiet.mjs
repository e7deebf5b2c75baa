#!/usr/bin/env node
// Measures what watching from the tray costs, against a bare Tauri window: memory of the whole process tree (PSS, each
// alone on the screen), and for ten minutes processor time, wake-ups and bytes written by the program's own processes.
// Run it through `make bench`: it wants the private desktop.
// usage: quiet.mjs [--minutes N] [--debug]     --debug measures an unoptimised build
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
// `--rounds` is for the other bench, which gets the same arguments.
const { values: options } = parseArgs({
  options: { minutes: { type: 'string', default: '10' }, debug: { type: 'boolean', default: false }, rounds: { type: 'string' } },
});
const minutes = Number(options.minutes);
const profile = options.debug ? 'debug' : 'release';
const program = (name) => join(root, 'target', profile, name);
const SETTLE_MS = 60_000;
const MEMORY_GOAL = 0.35;
const PROCESSOR_GOAL = 0.1; // per cent of one core
const WAKES_GOAL = 3; // a minute
const TICKS = Number(execFileSync('getconf', ['CLK_TCK']));

const read = (path) => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // it has just ended
  }
};

/** A process and all that it started. */
function tree(pid) {
  const parents = new Map();
  for (const id of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const stat = read(`/proc/${id}/stat`);
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    parents.set(Number(id), parent);
  }
  const found = [pid];
  for (let grew = true; grew; ) {
    grew = false;
    for (const [id, parent] of parents) {
      if (found.includes(parent) && !found.includes(id)) {
        found.push(id);
        grew = true;
      }
    }
  }
  return found;
}

const field = (text, name) => Number(text.match(new RegExp(`^${name}:\\s+(\\d+)`, 'm'))?.[1] ?? 0);

/** Proportional memory of a tree in MB, with what each process takes. */
function memory(pid) {
  const parts = tree(pid).map((id) => ({ name: read(`/proc/${id}/comm`).trim(), mb: field(read(`/proc/${id}/smaps_rollup`), 'Pss') / 1024 }));
  return { mb: parts.reduce((sum, part) => sum + part.mb, 0), parts };
}

/** How often the threads of a process have gone to sleep by themselves: so often they had been woken. */
function wakes(pid) {
  let threads = [];
  try {
    threads = readdirSync(`/proc/${pid}/task`);
  } catch {
    // it has just ended
  }
  return threads.reduce((sum, thread) => sum + field(read(`/proc/${pid}/task/${thread}/status`), 'voluntary_ctxt_switches'), 0);
}

/** Processor seconds, bytes sent to a disk and wake-ups so far. */
function spent(pid) {
  let seconds = 0;
  let written = 0;
  let woken = 0;
  for (const id of tree(pid)) {
    const stat = read(`/proc/${id}/stat`);
    const [user, system] = stat.slice(stat.lastIndexOf(')') + 2).split(' ').slice(11, 13).map(Number);
    seconds += ((user ?? 0) + (system ?? 0)) / TICKS;
    written += field(read(`/proc/${id}/io`), 'write_bytes');
    woken += wakes(id);
  }
  return { seconds, written, woken };
}

const hand = (...args) => spawnSync('xdotool', args, { encoding: 'utf8' });
const windowOf = (title) => hand('search', '--onlyvisible', '--name', `^${title}$`).stdout.trim().split('\n').filter(Boolean).at(-1) ?? null;

async function until(what, ask, limit = 60_000) {
  const end = performance.now() + limit;
  for (;;) {
    const answer = ask();
    if (answer) return answer;
    if (performance.now() > end) throw new Error(`waited in vain for ${what}`);
    await pause(100);
  }
}

const start = (path, env = {}) => spawn(path, [], { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, ...env } });
const ended = (child) => new Promise((resolve) => (child.exitCode === null && child.signalCode === null ? child.once('exit', resolve) : resolve()));

/** A folder with an account and its cases, and the server that they came from. */
async function desk() {
  const server = spawn(program('tvist-sandbox'), ['--listen', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const printed = await new Promise((resolve, reject) => {
    let text = '';
    server.once('exit', (code) => reject(new Error(`the sandbox ended with ${code}`)));
    server.stdout.setEncoding('utf8').on('data', (piece) => (text += piece).includes('\n') && resolve(text));
  });
  const { stripe } = JSON.parse(printed);
  const folder = mkdtempSync(join(tmpdir(), 'tvist-quiet-'));
  const tvist = (args, input) => execFileSync(program('tvist'), ['--data-dir', folder, '--json', ...args], { input });
  tvist(['account', 'add', 'stripe', '--label', 'bench', '--environment', 'test', '--api-base', stripe.api_base], JSON.stringify(stripe.secrets));
  tvist(['sync']);
  return { folder, end: () => server.removeAllListeners('exit').kill('SIGINT') };
}

/** The bare window, alone. */
async function bare() {
  const child = start(join(root, 'target', profile, 'examples', 'bare'));
  try {
    await until('the bare window', () => windowOf('Bare'));
    await pause(SETTLE_MS);
    return memory(child.pid);
  } finally {
    child.kill('SIGKILL');
    await ended(child);
  }
}

/** Closes the window as its owner does, and says that the watch goes on. */
async function close(window) {
  hand('windowactivate', '--sync', window);
  hand('key', 'alt+F4');
  await pause(3_000);
  // Past the words and the two other answers.
  hand('key', '--delay', '200', 'Tab', 'Tab', 'Tab', 'Tab', 'Return');
  await until('the end of the window', () => windowOf('Tvist') === null);
}

async function ours(folder) {
  const child = start(program('tvist-desktop'), { TVIST_DATA_DIR: folder });
  try {
    const window = await until('the window', () => windowOf('Tvist'));
    await pause(SETTLE_MS);
    const open = memory(child.pid);
    await close(window);
    await pause(SETTLE_MS);
    const before = spent(child.pid);
    await pause(minutes * 60_000);
    const after = spent(child.pid);
    if (child.exitCode !== null) throw new Error('the program has ended');
    return { open, tray: memory(child.pid), seconds: after.seconds - before.seconds, written: after.written - before.written, woken: after.woken - before.woken };
  } finally {
    child.kill('SIGKILL');
    await ended(child);
  }
}

function build() {
  const release = options.debug ? [] : ['--release'];
  const cargo = (...args) => {
    const { status } = spawnSync('cargo', ['build', '--locked', ...args, ...release], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
    if (status !== 0) throw new Error('the build failed');
  };
  cargo('-p', 'tvist-desktop', '--features', 'bare-window', '--example', 'bare');
  if (!options.debug) cargo('-p', 'tvist-cli', '-p', 'tvist-desktop', '-p', 'tvist-watcher', '-p', 'tvist-sandbox');
}

const two = (value) => value.toFixed(2);
const told = ({ mb, parts }) => `${two(mb)} MB (${parts.map((part) => `${part.name} ${two(part.mb)}`).join(', ')})`;
const verdict = (reached) => (reached ? 'reached' : 'missed');

async function main() {
  build();
  const { folder, end } = await desk();
  try {
    const stick = await bare();
    const own = await ours(folder);
    const again = await bare();
    const peer = (stick.mb + again.mb) / 2;
    const ratio = own.tray.mb / peer;
    const percent = (own.seconds / (minutes * 60)) * 100;
    const woken = own.woken / minutes;
    console.log(`peer: a bare Tauri window of the same build${options.debug ? '; UNOPTIMISED BUILD' : ''}, measured before and after`);
    console.log(`bare window: ${told(stick)}; again ${two(again.mb)} MB`);
    console.log(`window open: ${told(own.open)}, ratio ${two(own.open.mb / peer)}`);
    console.log(`in the tray: ${told(own.tray)}, ratio ${two(ratio)} (goal ${MEMORY_GOAL}: ${verdict(ratio <= MEMORY_GOAL)})`);
    console.log(`idle for ${minutes} min: processor ${percent.toFixed(3)} % of a core (goal ${PROCESSOR_GOAL}: ${verdict(percent < PROCESSOR_GOAL)}), ${woken.toFixed(1)} wake-ups a minute (goal ${WAKES_GOAL}: ${verdict(woken <= WAKES_GOAL)}), ${own.written} bytes written (goal 0: ${verdict(own.written === 0)})`);
  } finally {
    end();
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
