import type { CaseView, Failure, Filters } from '../ipc/types';
import type { Client } from '../ipc/client';

/** So many cases are read at once. */
export const pageSize = 500;
const noDays = () => ({ first: '', last: '' });

/** Nothing is left out. */
export const noFilters = (): Filters => ({
  provider: null,
  account: null,
  stage: null,
  status: null,
  reason: null,
  method: null,
  provider_statuses: '',
  references: '',
  orders: '',
  transactions: '',
  charges: '',
  created: noDays(),
  deadline: noDays(),
  sent: noDays(),
});

const isSet = (value: Filters[keyof Filters]) => (value !== null && typeof value === 'object' ? value.first !== '' || value.last !== '' : Boolean(value));

/** What all disputes are narrowed to, kept while the window is open, and the cases that fit. */
export class DeskFilter {
  filters = $state<Filters>(noFilters());
  /** The cases that fit and how many there are in all; none while nothing is set or nothing was read for it yet. */
  found = $state<{ rows: CaseView[]; total: number } | null>(null);
  failure = $state<Failure | null>(null);
  readonly count = $derived(Object.values(this.filters).filter(isSet).length);
  #asked = 0;

  constructor(private readonly client: Client) {}

  /** Reads the cases that fit; nothing is asked while nothing is set. What fitted before is shown until they are there. */
  async read(offset = 0): Promise<void> {
    const asked = ++this.#asked;
    if (this.count === 0) {
      this.found = null;
      this.failure = null;
      return;
    }
    try {
      const page = await this.client.disputes({ search: null, filters: $state.snapshot(this.filters), limit: pageSize, offset });
      // What was asked for last is what is shown.
      if (asked !== this.#asked) return;
      this.found = { rows: offset === 0 ? page.disputes : [...(this.found?.rows ?? []), ...page.disputes], total: page.total };
      this.failure = null;
    } catch (failure) {
      if (asked === this.#asked) this.failure = failure as Failure;
    }
  }

  clear(): void {
    this.filters = noFilters();
    void this.read();
  }
}
