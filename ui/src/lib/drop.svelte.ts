import type { CaseView } from '../ipc/types';
import type { OpenCase } from './case.svelte';
import type { Desk } from './desk.svelte';
import type { Words } from './i18n.svelte';
import type { News } from './news.svelte';
import type { Route } from './route.svelte';

/** Files over the window: what they hover over, and where they go when they are let go. */
export class FileDrop {
  /** Files hover over the open case, and it takes some. */
  over = $state(false);
  /** The place of the open case that they hover over. */
  slot = $state<string | null>(null);
  /** The row that they hover over. */
  row = $state<string | null>(null);
  /** Files that were let go on a row, while the owner is asked whether they belong to that case. */
  asked = $state<{ token: string; files: number; row: CaseView } | null>(null);

  constructor(
    private readonly route: Route,
    private readonly desk: Desk,
    private readonly openCase: OpenCase,
    private readonly news: News,
    private readonly words: Words,
  ) {}

  hover(over: boolean, x: number, y: number): void {
    if (!over || this.route.sheet !== null) return this.#leave();
    const at = under(x, y);
    this.over = at.onCase && (this.openCase.view?.evidence.may_gather ?? false);
    this.slot = this.over ? at.slot : null;
    this.row = at.row;
  }

  /** Files go to the case that they were let go on; on another row than the open case's the owner is asked first. */
  async letGo(token: string, files: number, x: number, y: number): Promise<void> {
    const id = this.route.dispute;
    const free = this.route.sheet === null;
    const at = under(x, y);
    this.#leave();
    const row = this.desk.rows?.find((one) => one.id === at.row);
    if (free && row && row.id !== id) {
      this.asked = { token, files, row };
      this.route.sheet = 'drop';
    } else if (free && id && (at.onCase || row)) {
      await this.openCase.draft.takeDrop(token, id, at.slot);
    } else {
      this.news.say('calm', this.words.t('drop-nowhere'));
    }
  }

  /** The owner said that the files belong to the case on whose row they were let go. */
  async accept(): Promise<void> {
    const { asked } = this;
    if (!asked) return;
    await this.openCase.open(asked.row.id);
    await this.openCase.draft.takeDrop(asked.token, asked.row.id, null);
  }

  #leave(): void {
    this.over = false;
    this.slot = null;
    this.row = null;
  }
}

/** The place, the row and the open case at a point of the window. */
function under(x: number, y: number): { slot: string | null; row: string | null; onCase: boolean } {
  const element = document.elementFromPoint(x, y);
  const named = (name: string) => element?.closest<HTMLElement>(`[data-${name}]`)?.dataset[name] ?? null;
  const onCase = element?.closest('[data-testid="case"]') != null;
  return { slot: onCase ? named('slot') : null, row: named('row'), onCase };
}
