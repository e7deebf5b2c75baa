const makers = new Map<string, Intl.DateTimeFormat>();

function maker(region: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = region + JSON.stringify(options);
  let found = makers.get(key);
  if (!found) makers.set(key, (found = new Intl.DateTimeFormat(region, options)));
  return found;
}

const clock = { hour: 'numeric', minute: '2-digit' } as const;

/** `Fri 28 Nov 2026, 23:59`, in `zone` or the owner's. */
export function formatMoment(at: string, region: string, zone?: string): string {
  const options = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', ...clock } as const;
  const there = zone ? { ...options, timeZone: zone } : options;
  return maker(region, { ...there, ...(comesTwice(at, there) ? { timeZoneName: 'short' } : {}) }).format(new Date(at));
}

/** In autumn an hour comes twice: its two passes need the zone's name to be told apart. */
function comesTwice(at: string, options: Intl.DateTimeFormatOptions): boolean {
  const wall = (shift: number) => maker('en-GB', options).format(new Date(Date.parse(at) + shift));
  return [-3_600_000, 3_600_000].some((shift) => wall(shift) === wall(0));
}

/** `28 Nov`, with the year when it is not this one. */
export function formatDay(at: string, now: number, region: string): string {
  const date = new Date(at);
  const other = date.getFullYear() !== new Date(now).getFullYear();
  return maker(region, { day: 'numeric', month: 'short', ...(other ? { year: 'numeric' } : {}) }).format(date);
}

/** A calendar date, `2026-11-26`, as a date and no moment: `Thu 26 Nov 2026` everywhere. */
export function formatDate(day: string, region: string): string {
  return maker(region, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));
}

export function formatTime(at: string, region: string, zone?: string): string {
  const there = zone ? { ...clock, timeZone: zone } : clock;
  const twice = zone !== undefined && comesTwice(at, { ...there, day: 'numeric' });
  return maker(region, { ...there, ...(twice ? { timeZoneName: 'short' } : {}) }).format(new Date(at));
}

const plain = {
  /** `Friday, 28 November 2026` */
  full: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  /** `Fri 28 Nov` */
  day: { weekday: 'short', day: 'numeric', month: 'short' },
  /** `November 2026` */
  month: { month: 'long', year: 'numeric' },
  weekday: { weekday: 'short' },
  'weekday-long': { weekday: 'long' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

/** A day without a zone, `2026-11-28`. */
export function formatPlain(date: string, region: string, form: keyof typeof plain): string {
  return maker(region, { ...plain[form], timeZone: 'UTC' }).format(new Date(`${date}T12:00:00Z`));
}

export function formatMonth(at: string, region: string): string {
  return maker(region, { month: 'short', year: 'numeric' }).format(new Date(at));
}

/** Is the wall clock of `zone` at this instant another than the owner's? */
export function otherClock(at: string, zone: string): boolean {
  try {
    const own = maker('en-GB', { dateStyle: 'short', timeStyle: 'short' }).format(new Date(at));
    return own !== maker('en-GB', { dateStyle: 'short', timeStyle: 'short', timeZone: zone }).format(new Date(at));
  } catch {
    return false;
  }
}

/** `São Paulo` out of `America/Sao_Paulo`, as the locale calls it when it has a name. */
export function zoneName(at: string, zone: string, region: string): string {
  try {
    const parts = maker(region, { timeZone: zone, timeZoneName: 'longGeneric' }).formatToParts(new Date(at));
    return parts.find((p) => p.type === 'timeZoneName')?.value ?? zone;
  } catch {
    return zone;
  }
}
