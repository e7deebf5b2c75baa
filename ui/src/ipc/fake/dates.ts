import type { CalendarView, CaseView, DatedView, DeadlinesView } from '../types';

/** Days of the owner's calendar, as the engine would place them. */

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const dayOf = (at: string | number) => new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(new Date(at));

export function placed(cases: readonly CaseView[], now: number): DeadlinesView {
  const open = cases.filter((one) => one.group === 'answer_now' || one.group === 'talk');
  const dated = open
    .flatMap((one): DatedView[] => {
      const { deadline } = one;
      return deadline ? [{ day: dayOf(deadline.at), safe_day: dayOf(deadline.safe_at), overdue: Date.parse(deadline.at) <= now, case: one }] : [];
    })
    .toSorted((a, b) => (a.case.deadline?.at ?? '').localeCompare(b.case.deadline?.at ?? ''));
  return { zone, today: dayOf(now), dated, undated: open.filter((one) => one.deadline === null) };
}

/** A desk after a bad month: four cases a day or so, some of them too late. */
export function crowded(cases: readonly CaseView[], now: number): CaseView[] {
  const open = cases.flatMap((one) => (one.group === 'answer_now' && one.deadline ? [{ base: one, deadline: one.deadline }] : []));
  return Array.from({ length: 130 }, (_, n) => {
    const at = now + (n - 6) * 6 * 3_600_000;
    const moment = (shift: number) => new Date(at - shift).toISOString();
    return open.slice(n % open.length, (n % open.length) + 1).map(({ base, deadline }) => ({
      ...base,
      id: `crowd-${n}`,
      deadline: { ...deadline, at: moment(0), safe_at: moment(86_400_000), source: n % 9 === 0 ? ('rule' as const) : deadline.source },
    }));
  }).flat();
}

export const noCalendar: CalendarView = { folder: null, file: 'Tvist.ics', names: false, problem: null };
