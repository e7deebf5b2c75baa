import type { CalendarView, Failure } from '../ipc/types';
import type { Client } from '../ipc/client';

/** The folder that calendar programs watch. */
export class CalendarFolder {
  view = $state.raw<CalendarView | null>(null);
  failure = $state.raw<Failure | null>(null);
  busy = $state(false);

  constructor(private readonly client: Client) {}

  /** What can't be read is left out: the settings are about more than this. */
  async read(): Promise<void> {
    this.view = await this.client.calendar().catch(() => this.view);
  }

  /** Lets the owner choose the folder; the title is the dialog's. */
  choose = (title: string) => this.#change(this.client.chooseCalendar(title));

  /** Whether buyers may be named in it. */
  name = (names: boolean) => this.#change(this.client.nameInCalendar(names));

  /** Takes the file away and keeps none any more. */
  end = () => this.#change(this.client.endCalendar());

  async #change(work: Promise<CalendarView>): Promise<void> {
    this.busy = true;
    this.failure = null;
    try {
      this.view = await work;
    } catch (failure) {
      this.failure = failure as Failure;
    }
    this.busy = false;
  }
}
