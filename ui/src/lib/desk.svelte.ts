import type { CaseView, DeadlinesView } from '../ipc/types';
import type { Client } from '../ipc/client';
import { DeskFilter, pageSize } from './filter.svelte';
import type { News } from './news.svelte';

/** The cases as lists show them: the desk, all of them narrowed, found ones, and their dates. */
export class Desk {
  /** None until they were read once. */
  rows = $state<CaseView[] | null>(null);
  total = $state(0);
  /** Cases that wait for their owner to answer or to look; the tray shows the same count. */
  waiting = $state(0);
  readonly filter: DeskFilter;

  constructor(
    private readonly client: Client,
    private readonly news: News,
  ) {
    this.filter = new DeskFilter(client);
  }

  async read(): Promise<void> {
    await this.#readPage(Math.max(pageSize, this.rows?.length ?? 0), 0);
    await this.filter.read();
  }

  readMore = () => this.#readPage(pageSize, this.rows?.length ?? 0);

  async search(text: string): Promise<CaseView[]> {
    return (await this.news.attempt(this.client.disputes({ search: text, filters: null, limit: 30, offset: 0 })))?.disputes ?? [];
  }

  /** Every case that waits for its owner, by its last date. */
  deadlines(): Promise<DeadlinesView> {
    return this.client.deadlines();
  }

  /** Reads all accounts at their providers now. */
  sync = () => this.news.attempt(this.client.sync());

  /** What was known is of other data. */
  forget(): void {
    this.rows = null;
  }

  async #readPage(limit: number, offset: number): Promise<void> {
    const desk = await this.news.attempt(this.client.disputes({ search: null, filters: null, limit, offset }));
    if (!desk) return;
    this.rows = offset === 0 ? desk.disputes : [...(this.rows ?? []), ...desk.disputes];
    this.total = desk.total;
    this.waiting = desk.waiting;
  }
}
