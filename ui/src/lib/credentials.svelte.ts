import type { ChosenView, Credential } from '../ipc/types';
import type { Credentials } from './accounts.svelte';
import type { Words } from './i18n.svelte';

/** What is typed and chosen for an account's credentials, until it is handed over. */
export class CredentialEntry {
  #values = $state<Record<string, string>>({});
  #files = $state<Record<string, ChosenView | null>>({});

  constructor(private readonly words: Words) {}

  value(name: string): string {
    return this.#values[name] ?? '';
  }

  file(name: string): ChosenView | null {
    return this.#files[name] ?? null;
  }

  type(name: string, value: string): void {
    this.#values[name] = value;
  }

  choose(name: string, file: ChosenView | null): void {
    this.#files[name] = file;
  }

  clear(): void {
    this.#values = {};
    this.#files = {};
  }

  /** What is wrong with a value, in words; empty where nothing is. */
  wrong({ name, begins, foreign }: Credential): string {
    const value = this.#given(name);
    if (value === '' || begins.length === 0 || begins.some((start) => value.startsWith(start))) return '';
    return this.words.t(foreign.some((start) => value.startsWith(start)) ? `credential-${name}-foreign` : `credential-${name}-wrong`);
  }

  /** All that must be given is given, and nothing of it is wrong. */
  isReady(asked: readonly Credential[]): boolean {
    return asked.every((one) => this.wrong(one) === '' && (!one.required || this.#given(one.name) !== '' || this.file(one.name) !== null));
  }

  /** What is handed over: a chosen file goes before what was typed. */
  of(asked: readonly Credential[]): Credentials {
    const typed = asked.flatMap(({ name }) => (this.#given(name) !== '' && !this.file(name) ? [[name, this.#given(name)] as const] : []));
    const chosen = asked.flatMap(({ name }) => {
      const file = this.file(name);
      return file ? [[name, file.token] as const] : [];
    });
    return { values: Object.fromEntries(typed), files: Object.fromEntries(chosen) };
  }

  #given(name: string): string {
    return this.value(name).trim();
  }
}
