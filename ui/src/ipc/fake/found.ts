import type { ItemView, Problem, RehearsalView } from '../types';

/** What a problem says of no file. */
export const nowhere = { item: null, file: null, page: null, finding: null };

export const problem = (code: string, slot: string | null, blocks: boolean, about: Partial<Problem> = {}): Problem => ({ code, slot, message: code, blocks, ...nowhere, ...about });

/** What a look finds in the first file of a draft: two numbers on a page, a page that can't be read, pictures. `settled` has what was blacked out and vouched for. */
export function found([file]: readonly ItemView[], settled: ReadonlySet<string>): Problem[] {
  const at = (page: number, finding: string | null = null) => ({ item: file?.id ?? 'i0', file: file?.name ?? 'invoice.pdf', page, finding });
  const numbers = settled.has('2.1-0a1b2c3d') ? [] : ['2.1-0a1b2c3d', '2.2-0a1b2c3d'].map((finding) => problem('card_number', 'receipt', true, at(2, finding)));
  const vouched = settled.has(`${file?.id ?? 'i0'} 3`);
  const pictures = [1, 4].map((page) => problem('page_pictures', 'receipt', false, at(page)));
  return [...numbers, problem(vouched ? 'page_vouched' : 'page_unread', 'receipt', !vouched, at(3)), ...pictures, problem('provider_may_answer', null, false)];
}

export function searched(problems: readonly Problem[]): RehearsalView['scan'] {
  const count = (...codes: string[]) => problems.filter((one) => codes.includes(one.code)).length;
  return { found: count('card_number'), unread_pages: count('page_unread', 'page_vouched'), vouched_pages: count('page_vouched'), pictures: count('page_pictures') };
}
