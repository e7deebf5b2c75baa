import { parse, type Attribute, type Entry, type Message, type Pattern, type VariableReference, Visitor } from '@fluent/syntax';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { languages } from './i18n.svelte';

/** Texts by id (`id` or `id.attribute`) with what they take. */
type Catalogue = Map<string, { takes: string[]; text: string }>;

function takesOf(pattern: Pattern): string[] {
  const names = new Set<string>();
  class Names extends Visitor {
    override visitVariableReference(node: VariableReference) {
      names.add(node.id.name);
    }
  }
  new Names().visit(pattern);
  return [...names].sort();
}

function read(language: string): Catalogue {
  const found: Catalogue = new Map();
  for (const file of readdirSync(`locales/${language}`)) {
    const source = readFileSync(`locales/${language}/${file}`, 'utf8');
    for (const entry of parse(source, { withSpans: true }).body as (Entry & { type: string })[]) {
      if (entry.type === 'Junk') throw new Error(`${language}/${file}: ${source.slice(entry.span?.start, entry.span?.end)}`);
      if (entry.type !== 'Message') continue;
      const message = entry as Message;
      const add = (id: string, pattern: Pattern | null) => {
        if (!pattern) return;
        if (found.has(id)) throw new Error(`${language}: ${id} twice`);
        found.set(id, { takes: takesOf(pattern), text: source.slice(pattern.span?.start, pattern.span?.end) });
      };
      add(message.id.name, message.value);
      for (const attribute of message.attributes as Attribute[]) add(`${message.id.name}.${attribute.id.name}`, attribute.value);
    }
  }
  return found;
}

function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return sources(path);
    return /\.(svelte|ts)$/.test(name) && !name.endsWith('.test.ts') ? [path] : [];
  });
}

const english = read('en');

describe('the catalogue', () => {
  it.each(languages.filter((l) => l !== 'en'))('has every text in %s, taking the same values', (language) => {
    const other = read(language);
    expect([...other.keys()].sort()).toEqual([...english.keys()].sort());
    for (const [id, { takes }] of english) expect([id, other.get(id)?.takes]).toEqual([id, takes]);
  });

  it('has every text that the window asks for by name', () => {
    const asked = sources('src').flatMap((path) => [...readFileSync(path, 'utf8').matchAll(/(?:words\.|this\.)t\('([^']+)'/g)].map((m) => ({ path, id: m[1] ?? '' })));
    expect(asked.length).toBeGreaterThan(100);
    expect(asked.filter(({ id }) => !english.has(id))).toEqual([]);
  });

  it('has a family for every text that the window asks for by code', () => {
    const prefixes = sources('src').flatMap((path) => [...readFileSync(path, 'utf8').matchAll(/\.(?:code\('([\w-]+)'|t\(`([\w-]+)-\$\{)/g)].map((m) => m[1] ?? m[2] ?? ''));
    expect(prefixes.length).toBeGreaterThan(20);
    for (const prefix of prefixes) expect([prefix, [...english.keys()].some((id) => id.startsWith(`${prefix}-`))]).toEqual([prefix, true]);
  });

  it('never shouts and never blames', () => {
    for (const language of languages) for (const [id, { text }] of read(language)) expect([language, id, /!|\b(invalid|illegal|oops)\b/i.test(text)]).toEqual([language, id, false]);
  });
});
