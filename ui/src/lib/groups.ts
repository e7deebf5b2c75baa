import type { CaseView, Group, Money } from '../ipc/types';
import { totals } from './money';

export interface Section {
  key: string;
  rows: CaseView[];
  totals: Money[];
}

const order: Group[] = ['answer_now', 'talk', 'waiting', 'closed'];

/** The desk: what the owner does next, in that order; each group keeps the engine's order (most urgent first). */
export function byStep(rows: readonly CaseView[]): Section[] {
  return order
    .map((key) => ({ key, rows: rows.filter((row) => row.group === key) }))
    .filter((section) => section.rows.length > 0)
    .map((section) => ({ ...section, totals: totals(section.rows.map((row) => row.amount)) }));
}

/** Everything, newest first, by month of opening. */
export function byMonth(rows: readonly CaseView[]): Section[] {
  const sorted = rows.toSorted((a, b) => b.opened_at.localeCompare(a.opened_at));
  const sections: Section[] = [];
  for (const row of sorted) {
    const key = row.opened_at.slice(0, 7);
    const last = sections.at(-1);
    if (last?.key === key) last.rows.push(row);
    else sections.push({ key, rows: [row], totals: [] });
  }
  return sections;
}
