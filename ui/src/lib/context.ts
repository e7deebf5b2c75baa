import { getContext, setContext } from 'svelte';
import type { Clock } from './clock.svelte';
import type { Words } from './i18n.svelte';

export interface AppContext {
  words: Words;
  clock: Clock;
}

const key = Symbol('app context');

/** Gives every component the words and the clock, which nearly each one reads; everything else comes as a property. */
export function provideContext(context: AppContext): void {
  setContext(key, context);
}

/** The words and the clock. */
export function appContext(): AppContext {
  return getContext<AppContext>(key);
}
