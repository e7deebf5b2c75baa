import { getContext, setContext } from 'svelte';
import type { Clock } from './clock.svelte';
import type { Words } from './i18n.svelte';

export interface Surroundings {
  words: Words;
  clock: Clock;
}

const key = Symbol('surroundings');

/** The words and the clock, which nearly every component reads; everything else comes as a property. */
export function provide(surroundings: Surroundings): void {
  setContext(key, surroundings);
}

export function surroundings(): Surroundings {
  return getContext<Surroundings>(key);
}
