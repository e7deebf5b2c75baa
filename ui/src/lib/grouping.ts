import type { CaseView, Group, Money } from '../ipc/client';
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

const day = 86_400_000;

/** Open cases by their deadline: overdue, this week, next week, later. Those without one come last, in view. */
export function byDeadline(rows: readonly CaseView[], now: number): Section[] {
  const open = rows.filter((row) => row.group !== 'closed' && (row.group !== 'waiting' || row.deadline));
  const key = (row: CaseView) => {
    if (!row.deadline) return 'undated';
    const left = Date.parse(row.deadline.at) - now;
    return left <= 0 ? 'past' : left < 7 * day ? 'week' : left < 14 * day ? 'fortnight' : 'later';
  };
  const sorted = open.toSorted((a, b) => (a.deadline ? Date.parse(a.deadline.at) : Infinity) - (b.deadline ? Date.parse(b.deadline.at) : Infinity));
  return ['past', 'week', 'fortnight', 'later', 'undated']
    .map((name) => ({ key: name, rows: sorted.filter((row) => key(row) === name) }))
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
