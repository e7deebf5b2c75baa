import { FluentBundle, FluentResource, type FluentVariable } from '@fluent/bundle';
import type { Failure } from '../ipc/types';

const sources = import.meta.glob('../../locales/*/*.ftl', { query: '?raw', import: 'default', eager: true }) as Record<string, string>;

export const languages = ['en', 'sv', 'de', 'pt-BR'] as const;
export type Language = (typeof languages)[number];

/** The four languages by their own names. */
export const languageNames: Record<Language, string> = { en: 'English', sv: 'Svenska', de: 'Deutsch', 'pt-BR': 'Português (Brasil)' };

/** The first of the wanted languages that there is a catalogue for; English otherwise. */
export function pickLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const low = tag.toLowerCase();
    const found = languages.find((l) => l.toLowerCase() === low) ?? languages.find((l) => l.split('-')[0] === low.split('-')[0]);
    if (found) return found;
  }
  return 'en';
}

/** The owner's own variety of the language (en-AU, de-AT), so that dates and money follow it; else the usual one. */
export function pickRegion(language: Language, wanted: readonly string[]): string {
  const usual: Record<Language, string> = { en: 'en-GB', sv: 'sv-SE', de: 'de-DE', 'pt-BR': 'pt-BR' };
  if (language === 'pt-BR') return usual[language];
  return wanted.find((tag) => tag.includes('-') && tag.split('-')[0]?.toLowerCase() === language) ?? usual[language];
}

function bundleOf(language: Language): FluentBundle {
  const bundle = new FluentBundle(language, { useIsolating: false });
  for (const [path, text] of Object.entries(sources)) {
    if (path.includes(`/locales/${language}/`)) bundle.addResource(new FluentResource(text));
  }
  return bundle;
}

export type Args = Record<string, FluentVariable>;

/** The catalogue in the chosen language. Reading it in markup follows a change of language by itself. */
export class Words {
  language = $state<Language>('en');
  region = $state('en-GB');
  readonly #bundle = $derived(bundleOf(this.language));

  constructor(wanted: readonly string[] = navigator.languages) {
    this.choose(null, wanted);
  }

  /** `chosen` is the owner's setting; without one the system's languages decide. */
  choose(chosen: string | null, wanted: readonly string[] = navigator.languages): void {
    const language = pickLanguage(chosen ? [chosen] : wanted);
    this.region = pickRegion(language, wanted);
    this.language = language;
    document.documentElement.lang = language;
  }

  has(id: string): boolean {
    return this.#find(id) !== null;
  }

  /** The words of `id`, or of `id.attribute`. An unknown id shows itself: better than nothing at all. */
  t(id: string, args?: Args): string {
    const pattern = this.#find(id);
    if (pattern === null) return id;
    const text = this.#bundle.formatPattern(pattern, args ?? null, []);
    // A sentence that begins with a name out of the catalogue ("the buyer's bank …") still begins with a capital.
    return typeof args?.who === 'string' && text.startsWith(args.who) ? text.charAt(0).toLocaleUpperCase(this.language) + text.slice(1) : text;
  }

  /** The words for a provider's or engine's code; a code nobody knows is shown as it came. */
  code(prefix: string, code: string, args?: Args): string {
    const id = `${prefix}-${code}`;
    return this.has(id) ? this.t(id, args) : code.replaceAll('_', ' ');
  }

  /** The words of a finding; where the catalogue has none, the engine's own. */
  problem(problem: { code: string; message: string }): string {
    const id = `problem-${problem.code}`;
    return this.has(id) ? this.t(id) : problem.message;
  }

  failure(failure: Failure): string {
    const { problem, file } = failure.args;
    if (problem && this.has(`problem-${problem}`)) return this.t(`problem-${problem}`);
    if (file && this.has(`file-${file}`)) return this.t(`file-${file}`);
    const id = `error-${failure.code}`;
    return this.has(id) ? this.t(id, failure.args as Args) : this.t('error-unexpected', { code: failure.code });
  }

  /** Engine and providers write codes with underscores, the catalogue its ids with dashes. */
  #find(code: string) {
    const id = code.replaceAll('_', '-');
    const dot = id.indexOf('.');
    const message = this.#bundle.getMessage(dot < 0 ? id : id.slice(0, dot));
    return (dot < 0 ? message?.value : message?.attributes[id.slice(dot + 1)]) ?? null;
  }
}
