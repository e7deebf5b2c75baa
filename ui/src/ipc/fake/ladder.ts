import type { Failure } from '../types';

/** What the engine makes of a ladder, said again for the window alone. */
export const usualLadder = ['7d', '3d', '1d', '4h', 'safe'];

const most = 8;
const hours = (rung: string) => (rung === 'safe' ? 0 : Number.parseInt(rung, 10) * (rung.endsWith('d') ? 24 : 1));
const refuse = (code: string): Failure => ({ code: `ladder_${code}`, args: {} });

/** With one more rung, the furthest first; each distance has one word. Throws why not. */
export function ladderWith(ladder: string[], distance: string): string[] {
  if (!/^\d+ *[dh]$/.test(distance.trim())) throw refuse('distance');
  const away = hours(distance.trim());
  if (away < 1 || away > 720) throw refuse('range');
  const rung = away % 24 === 0 ? `${away / 24}d` : `${away}h`;
  if (ladder.includes(rung)) throw refuse('twice');
  if (ladder.length >= most) throw refuse('full');
  return [...ladder, rung].sort((a, b) => hours(b) - hours(a));
}
