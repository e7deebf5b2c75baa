import type { Problem } from '../ipc/types';
import { fieldName } from './fields';
import type { Words } from './i18n.svelte';

/** One line of what stands in the way: where, and the problem that speaks for all of its kind there. */
export interface Told {
  key: string;
  place: string;
  problem: Problem;
}

/** Problems as lines: what is found several times on a page is one line, and a warning about many pages of a file too. */
export function told(problems: readonly Problem[], words: Words): Told[] {
  const groups = new Map<string, Problem[]>();
  for (const problem of problems) {
    const key = [problem.code, problem.item ?? problem.slot ?? '', problem.blocks ? (problem.page ?? '') : ''].join('|');
    groups.set(key, [...(groups.get(key) ?? []), problem]);
  }
  return [...groups].flatMap(([key, [problem, ...others]]) => (problem ? [{ key, place: place(problem, others, words), problem: others.some((other) => other.page !== problem.page) ? { ...problem, page: null } : problem }] : []));
}

function place(problem: Problem, others: readonly Problem[], words: Words): string {
  const { file, slot } = problem;
  if (!file) return slot ? fieldName(slot, words) : '';
  const pages = [...new Set([problem, ...others].flatMap(({ page }) => (page ? [page] : [])))];
  if (pages.length === 0) return file;
  return pages.length === 1 ? words.t('place-page', { file, page: pages[0] ?? 0 }) : words.t('place-pages', { file, pages: pages.join(', ') });
}

/** What the owner can do at a page that a problem names: black it out, give their word, or look. */
export function wayOf(problem: Problem): 'black-out' | 'vouch' | 'look' | null {
  if (!problem.item || !problem.page) return null;
  if (problem.finding) return 'black-out';
  return problem.code === 'page_unread' ? 'vouch' : 'look';
}
