import type { CaseView } from '../ipc/client';

/** What lies under the mouse while files hover, and what was let go on a row of the list. */
export class Dropping {
  /** Files hover over the open case, and it takes some. */
  over = $state(false);
  /** The place of the open case that they hover over. */
  slot = $state<string | null>(null);
  /** The row that they hover over. */
  row = $state<string | null>(null);
  /** Files that were let go on a row, while the owner is asked whether they belong to that case. */
  asked = $state<{ token: string; files: number; row: CaseView } | null>(null);

  hover(x: number, y: number, takes: boolean): void {
    const at = under(x, y);
    this.over = at.onCase && takes;
    this.slot = this.over ? at.slot : null;
    this.row = at.row;
  }

  leave(): void {
    this.over = false;
    this.slot = null;
    this.row = null;
  }
}

/** The place, the row and the open case at a point of the window. */
export function under(x: number, y: number): { slot: string | null; row: string | null; onCase: boolean } {
  const element = document.elementFromPoint(x, y);
  const named = (name: string) => element?.closest<HTMLElement>(`[data-${name}]`)?.dataset[name] ?? null;
  const onCase = element?.closest('[data-testid="case"]') != null;
  return { slot: onCase ? named('slot') : null, row: named('row'), onCase };
}
