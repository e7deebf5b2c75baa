import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Words } from './i18n.svelte';

/** The codes that the Rust side can say, read out of its sources: each must have words. */
const crates = '../src-tauri/crates';

function rust(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return rust(path);
    return name.endsWith('.rs') && name !== 'tests.rs' ? [readFileSync(path, 'utf8').split('#[cfg(test)]')[0] ?? ''] : [];
  });
}

function codesOf(file: string): string[] {
  const source = readFileSync(`${crates}/${file}`, 'utf8');
  const from = source.indexOf('fn code(');
  expect(from, file).toBeGreaterThan(0);
  const body = source.slice(from, source.indexOf('\n    }\n', from));
  return [...body.matchAll(/=> "(\w+)"/g)].map((m) => m[1] ?? '');
}

function kinds(): string[] {
  const source = readFileSync(`${crates}/engine/src/error.rs`, 'utf8');
  const from = source.indexOf('fn kind(');
  const body = source.slice(from, source.indexOf('\n    }\n', from));
  return [...body.matchAll(/=> "(\w+)"\.into\(\)/g)].map((m) => m[1] ?? '');
}

const words = new Words(['en']);
const without = (prefix: string, codes: string[]) => [...new Set(codes)].filter((code) => !words.has(`${prefix}-${code}`));

describe('every code has words', () => {
  it('of errors', () => {
    const own = kinds();
    expect(own.length).toBeGreaterThan(8);
    const all = [...own, ...codesOf('store/src/error.rs').map((c) => `store_${c}`), ...codesOf('provider/src/error.rs').map((c) => `provider_${c}`), ...codesOf('domain/src/ladder.rs').map((c) => `ladder_${c}`)];
    expect(without('error', all)).toEqual([]);
  });

  it('of files that can’t be used', () => expect(without('file', codesOf('document/src/error.rs'))).toEqual([]));

  it('of files that aren’t taken in', () => {
    const codes = codesOf('engine/src/host/intake.rs');
    expect(codes.length).toBeGreaterThan(4);
    expect(without('file', codes.map((code) => code.replace(/^file_/, '')))).toEqual([]);
  });

  it('of how evidence travels', () => {
    const source = rust(`${crates}/domain/src/rules`).join('\n');
    const body = /pub enum Carrier \{(.*?)\n\}/s.exec(source)?.[1] ?? '';
    const carriers = [...body.matchAll(/^ {4}(\w+),/gm)].map((m) => (m[1] ?? '').replace(/(?!^)[A-Z]/g, (c) => `-${c}`).toLowerCase());
    expect(carriers.length).toBe(3);
    expect(without('carried', carriers)).toEqual([]);
  });

  it('of what stands in the way', () => {
    const sources = [...rust(`${crates}/domain/src`), ...rust(`${crates}/engine/src`)];
    const codes = sources.flatMap((text) => [...text.matchAll(/Problem::(?:blocking|warning)\(\s*"(\w+)"/g), ...text.matchAll(/\brefused\(\s*"(\w+)"/g)].map((m) => m[1] ?? ''));
    expect(codes.length).toBeGreaterThan(15);
    expect(without('problem', codes)).toEqual([]);
  });
});
