import type { Deadline } from '../ipc/client';

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

/** How far this computer's clock is off, in the unit people count in; null where nobody would notice. */
export function clockOff(skewSeconds: number): { ahead: boolean; unit: 'minutes' | 'hours' | 'days'; count: number; stops: boolean } | null {
  const off = Math.abs(skewSeconds) * 1000;
  if (off <= 120_000) return null;
  // The providers are ahead where this computer is behind.
  const ahead = skewSeconds < 0;
  const stops = off > day;
  if (off < 2 * hour) return { ahead, unit: 'minutes', count: Math.round(off / 60_000), stops };
  if (off < 2 * day) return { ahead, unit: 'hours', count: Math.round(off / hour), stops };
  return { ahead, unit: 'days', count: Math.round(off / day), stops };
}

/** How much is left, in the unit people count in: hours below two days, minutes below two hours. */
export function timeLeft(deadline: Deadline, openedAt: string, now: number): TimeLeft {
  const at = Date.parse(deadline.at);
  const left = at - now;
  const opened = Date.parse(openedAt);
  const share = Math.min(1, Math.max(0, left / Math.max(hour, at - opened)));
  const tone: Tone = left < 4 * day || now >= Date.parse(deadline.safe_at) ? 'urgent' : left < 10 * day ? 'soon' : 'calm';
  if (left <= 0) return { unit: 'past', count: 0, tone: 'urgent', share: 0 };
  if (left < 2 * hour) return { unit: 'minutes', count: Math.max(1, Math.floor(left / 60_000)), tone, share };
  if (left < 2 * day) return { unit: 'hours', count: Math.floor(left / hour), tone, share };
  return { unit: 'days', count: Math.floor(left / day), tone, share };
}
