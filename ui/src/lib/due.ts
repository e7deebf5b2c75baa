import type { CaseView, SyncState } from '../ipc/types';

const hour = 3_600_000;
const day = 24 * hour;

export type Tone = 'urgent' | 'soon' | 'calm' | 'good';
export type Unit = 'days' | 'hours' | 'minutes' | 'past';

export interface TimeLeft {
  unit: Unit;
  count: number;
  tone: Tone;
  /** Share of the window that is still ahead, 0 to 1. */
  share: number;
}

/** How far this computer's clock is off, in the unit people count in; null where the engine calls it right. */
export function clockOff({ skew_seconds: skew, clock }: Pick<SyncState, 'skew_seconds' | 'clock'>): { ahead: boolean; unit: 'minutes' | 'hours' | 'days'; count: number; stops: boolean } | null {
  if (clock === 'right') return null;
  const off = Math.abs(skew) * 1000;
  // The providers are ahead where this computer is behind.
  const ahead = skew < 0;
  const stops = clock === 'stops';
  if (off < 2 * hour) return { ahead, unit: 'minutes', count: Math.round(off / 60_000), stops };
  if (off < 2 * day) return { ahead, unit: 'hours', count: Math.round(off / hour), stops };
  return { ahead, unit: 'days', count: Math.round(off / day), stops };
}

/** How near the last date is: the engine says from when on. */
function toneOf({ urgency }: Pick<CaseView, 'urgency'>, now: number): Tone {
  if (!urgency) return 'calm';
  if (now >= Date.parse(urgency.urgent_from)) return 'urgent';
  return now > Date.parse(urgency.soon_from) ? 'soon' : 'calm';
}

/** How much is left, in the unit people count in: hours below two days, minutes below two hours; null without a last date. */
export function timeLeft(row: Pick<CaseView, 'deadline' | 'opened_at' | 'urgency'>, now: number): TimeLeft | null {
  if (!row.deadline) return null;
  const at = Date.parse(row.deadline.at);
  const left = at - now;
  const share = Math.min(1, Math.max(0, left / Math.max(hour, at - Date.parse(row.opened_at))));
  const tone = toneOf(row, now);
  if (left <= 0) return { unit: 'past', count: 0, tone: 'urgent', share: 0 };
  if (left < 2 * hour) return { unit: 'minutes', count: Math.max(1, Math.floor(left / 60_000)), tone, share };
  if (left < 2 * day) return { unit: 'hours', count: Math.floor(left / hour), tone, share };
  return { unit: 'days', count: Math.floor(left / day), tone, share };
}
