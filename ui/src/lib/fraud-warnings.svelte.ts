import type { Change, Client, WarningRehearsalView, WarningView } from '../ipc/client';
import type { Route } from './route.svelte';
import { Deed } from './sending.svelte';

const open = ['intended', 'sending', 'unknown'];

/** Has a refund been sent whose outcome still has to be found out? */
export function undecided(warning: WarningView): boolean {
  return warning.submissions.some((submission) => open.includes(submission.state));
}

/** Payments that a bank has warned of, and the one whose refund is being looked at. */
export class Warned {
  all = $state<WarningView[]>([]);
  id = $state<string | null>(null);
  paying = $state<Deed<WarningRehearsalView> | null>(null);

  #client: Client | null = null;
  #route: Route | null = null;
  #settled: () => void = () => undefined;

  begin(client: Client, route: Route, settled: () => void): void {
    this.#client = client;
    this.#route = route;
    this.#settled = settled;
  }

  /** What can't be read now is read with the next change; what was known stays in view. */
  async hear(change: Change): Promise<void> {
    if (change.kind === 'mode') this.forget();
    if (change.kind === 'warnings') await this.read().catch(() => undefined);
  }

  /** Those that wait for their owner: a refund can still prevent the dispute, or it isn't known whether it arrived. */
  get waiting(): WarningView[] {
    return this.all.filter((warning) => !warning.dispute && (warning.actionable || undecided(warning)));
  }

  get current(): WarningView | null {
    return this.all.find((warning) => warning.id === this.id) ?? null;
  }

  async read(): Promise<void> {
    this.all = (await this.#client?.warnings()) ?? [];
  }

  /** Opens the sheet of one of them: nothing leaves before its undo span is over. */
  async review(id: string): Promise<void> {
    const [client, route] = [this.#client, this.#route];
    if (!client || !route) return;
    this.id = id;
    route.sheet = 'warning';
    this.paying = new Deed(
      () => client.rehearseWarned(id),
      (seal) => client.refundWarned(id, seal),
      () => {
        this.#settled();
        void this.read().catch(() => undefined);
      },
    );
    await this.paying.prepare();
  }

  /** What is confirmed and not yet sent is taken back. */
  close(): void {
    this.paying?.undo();
    this.paying = null;
    this.id = null;
  }

  forget(): void {
    this.close();
    this.all = [];
  }
}
