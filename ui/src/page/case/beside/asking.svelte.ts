import type { ActOutcome, AnalysisForm, AnalysisRehearsalView, Client, Failure } from '../../../ipc/client';
import { isConfirmed, isOver } from '../../../lib/confirmed';

export type AskingStep = 'form' | 'preparing' | 'review' | 'counting' | 'sending' | 'outcome' | 'failed';

/** Seconds in which the confirmation can be taken back before the first byte leaves. */
const undoSeconds = 10;

/** One request for an analysis, from its form over the rehearsal and the undo span to its outcome. */
export class Asking {
  step = $state<AskingStep>('form');
  rehearsal = $state<AnalysisRehearsalView | null>(null);
  outcome = $state<ActOutcome | null>(null);
  failure = $state<Failure | null>(null);
  left = $state(0);
  #form: AnalysisForm | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly client: Client,
    private readonly settled: () => void,
  ) {}

  /** While the request is on its way the sheet can't be closed. */
  get held(): boolean {
    return this.step === 'sending';
  }

  async review(form: AnalysisForm): Promise<void> {
    this.step = 'preparing';
    this.failure = null;
    this.#form = form;
    try {
      this.rehearsal = await this.client.rehearseAnalysis(form);
      this.step = 'review';
    } catch (reason) {
      this.failure = reason as Failure;
      this.step = 'form';
    }
  }

  back(): void {
    clearInterval(this.#timer);
    if (this.step === 'sending') return;
    isOver(this);
    this.step = 'form';
  }

  confirm(): void {
    if (this.step !== 'review' || !this.rehearsal?.ready) return;
    isConfirmed(this);
    this.step = 'counting';
    this.left = undoSeconds;
    this.#timer = setInterval(() => {
      this.left -= 1;
      if (this.left <= 0) void this.#send();
    }, 1000);
  }

  undo(): void {
    clearInterval(this.#timer);
    if (this.step !== 'counting') return;
    isOver(this);
    this.step = 'review';
  }

  async #send(): Promise<void> {
    clearInterval(this.#timer);
    if (!this.#form || this.step !== 'counting') return;
    this.step = 'sending';
    try {
      this.outcome = await this.client.requestAnalysis(this.#form);
      this.step = 'outcome';
    } catch (reason) {
      this.failure = reason as Failure;
      this.step = 'failed';
    }
    isOver(this);
    this.settled();
  }
}
