import type { ActOutcome, OutcomeReport, WarningRehearsalView, WarningView } from '../ipc/types';
import type { Client } from '../ipc/client';
import { IrreversibleAct } from './act.svelte';
import type { News } from './news.svelte';
import type { Route } from './route.svelte';
import { unsettled } from './wording';

/** Payments that a bank has warned of, and the one whose refund is being looked at. */
export class FraudWarnings {
  all = $state<WarningView[]>([]);
  id = $state<string | null>(null);
  refund = $state<IrreversibleAct<WarningRehearsalView> | null>(null);

  constructor(
    private readonly client: Client,
    private readonly route: Route,
    private readonly news: News,
    /** A payment may have been given back. */
    private readonly settled: () => void,
  ) {}

  /** Those that wait for their owner: a refund can still prevent the dispute, or it isn't known whether it arrived. */
  get waiting(): WarningView[] {
    return this.all.filter((warning) => !warning.dispute && (warning.actionable || unsettled(warning)));
  }

  get current(): WarningView | null {
    return this.all.find((warning) => warning.id === this.id) ?? null;
  }

  async read(): Promise<void> {
    this.all = await this.client.warnings();
  }

  /** What can't be read now is read with the next change; what was known stays in view. */
  async readAgain(): Promise<void> {
    await this.read().catch(() => undefined);
  }

  /** Opens the sheet of one of them: nothing leaves before its undo span is over. */
  async review(id: string): Promise<void> {
    this.id = id;
    this.route.sheet = 'warning';
    this.refund = new IrreversibleAct(
      () => this.client.rehearseWarned(id),
      ({ seal }) => this.client.refundWarned(id, seal),
      () => {
        this.settled();
        void this.readAgain();
      },
    );
    await this.refund.prepare();
  }

  /** Settles by reading what isn't known yet. */
  async reconcile(): Promise<void> {
    await this.news.attempt(this.client.reconcile());
    await this.readAgain();
  }

  /** The owner's word on the refund of one that reading can't tell. */
  report(id: string, seen: OutcomeReport): Promise<ActOutcome> {
    return this.client.stateOutcome(id, seen);
  }

  /** What is confirmed and not yet sent is taken back. */
  close(): void {
    this.refund?.undo();
    this.refund = null;
    this.id = null;
  }

  /** What was known is of other data. */
  forget(): void {
    this.close();
    this.all = [];
  }
}
