import type { ActOutcome, Failure, OutcomeReport } from '../ipc/types';

/** What the owner reports to have seen at the provider's own page, and what came of reporting it. */
export class OwnerReport {
  /** What is being reported right now; reading goes along with it, which takes its time. */
  saying = $state<OutcomeReport | null>(null);
  outcome = $state<ActOutcome | null>(null);
  failure = $state<Failure | null>(null);
  readonly #report: (seen: OutcomeReport) => Promise<ActOutcome>;

  constructor(report: (seen: OutcomeReport) => Promise<ActOutcome>) {
    this.#report = report;
  }

  async say(seen: OutcomeReport): Promise<void> {
    if (this.saying) return;
    this.saying = seen;
    this.outcome = null;
    this.failure = null;
    try {
      this.outcome = await this.#report(seen);
    } catch (reason) {
      this.failure = reason as Failure;
    } finally {
      this.saying = null;
    }
  }
}
