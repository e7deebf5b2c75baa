import type { ActOutcome, Failure, Seen } from '../ipc/client';

/** What the owner says that they saw at the provider's own page, and what came of saying it. */
export class Stating {
  /** What is being said right now; reading goes along with it, which takes its time. */
  saying = $state<Seen | null>(null);
  outcome = $state<ActOutcome | null>(null);
  failure = $state<Failure | null>(null);
  readonly #state: (said: Seen) => Promise<ActOutcome>;

  constructor(state: (said: Seen) => Promise<ActOutcome>) {
    this.#state = state;
  }

  async say(said: Seen): Promise<void> {
    if (this.saying) return;
    this.saying = said;
    this.outcome = null;
    this.failure = null;
    try {
      this.outcome = await this.#state(said);
    } catch (reason) {
      this.failure = reason as Failure;
    } finally {
      this.saying = null;
    }
  }
}
