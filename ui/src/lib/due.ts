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
