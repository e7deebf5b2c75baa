/** A month as a wall calendar has it. Days are `2026-11-28`, without a zone: the engine has placed everything already. */

const day = 86_400_000;
const iso = (time: number) => new Date(time).toISOString().slice(0, 10);
const time = (date: string) => Date.parse(`${date}T00:00:00Z`);

/** Regions whose week doesn't begin on Monday; 0 is Sunday. Out of CLDR, for engines that don't tell. */
const sundays = ['AG', 'AS', 'AU', 'BD', 'BR', 'BS', 'BT', 'BW', 'BZ', 'CA', 'CO', 'DM', 'DO', 'ET', 'GT', 'GU', 'HK', 'HN', 'ID', 'IL', 'IN', 'JM', 'JP', 'KE', 'KH', 'KR', 'LA', 'MH', 'MM', 'MO', 'MT', 'MX', 'MZ', 'NI', 'NP', 'PA', 'PE', 'PH', 'PK', 'PR', 'PT', 'PY', 'SA', 'SG', 'SV', 'TH', 'TT', 'TW', 'UM', 'US', 'VE', 'VI', 'WS', 'YE', 'ZA', 'ZW'];
const saturdays = ['AE', 'AF', 'BH', 'DJ', 'DZ', 'EG', 'IQ', 'IR', 'JO', 'KW', 'LY', 'OM', 'QA', 'SD', 'SY'];

/** The first day of the week in a region, 0 is Sunday. */
export function firstDayOfWeek(region: string): number {
  const country = region.split('-').find((part) => /^[A-Z]{2}$/.test(part)) ?? '';
  if (sundays.includes(country)) return 0;
  return saturdays.includes(country) ? 6 : 1;
}

export function shift(date: string, days: number): string {
  return iso(time(date) + days * day);
}

/** The same day of another month, or that month's last. */
export function shiftMonth(date: string, months: number): string {
  const [year = 1970, month = 1, of = 1] = date.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return iso(Date.UTC(year, month - 1 + months, Math.min(of, last)));
}

/** The weeks that the month of `date` touches, whole. */
export function weeks(date: string, first: number): string[][] {
  const begin = `${date.slice(0, 7)}-01`;
  const lead = (new Date(time(begin)).getUTCDay() - first + 7) % 7;
  const end = shift(shiftMonth(begin, 1), -1);
  const rows: string[][] = [];
  for (let from = shift(begin, -lead); from <= end; from = shift(from, 7)) rows.push([0, 1, 2, 3, 4, 5, 6].map((n) => shift(from, n)));
  return rows;
}

/** Where a key leads from a day; null for keys that lead nowhere. */
export function moved(key: string, date: string, first: number): string | null {
  const inWeek = (new Date(time(date)).getUTCDay() - first + 7) % 7;
  switch (key) {
    case 'ArrowLeft':
      return shift(date, -1);
    case 'ArrowRight':
      return shift(date, 1);
    case 'ArrowUp':
      return shift(date, -7);
    case 'ArrowDown':
      return shift(date, 7);
    case 'Home':
      return shift(date, -inWeek);
    case 'End':
      return shift(date, 6 - inWeek);
    case 'PageUp':
      return shiftMonth(date, -1);
    case 'PageDown':
      return shiftMonth(date, 1);
    default:
      return null;
  }
}
