import type { Act, Client, Failure, ActOutcome, RehearsalView } from '../ipc/client';
import { isConfirmed, isOver } from './confirmed';

export type SendingStep = 'preparing' | 'review' | 'counting' | 'sending' | 'outcome' | 'failed';

/** What the window needs of a rehearsal to send exactly that. */
interface Rehearsal {
  ready: boolean;
  seal: string;
  undo_seconds: number;
}

/** One irreversible act, from rehearsal over the undo span to its outcome. Nothing leaves before the span is over. */
export class Deed<R extends Rehearsal> {
  step = $state<SendingStep>('preparing');
  rehearsal = $state<R | null>(null);
  outcome = $state<ActOutcome | null>(null);
  failure = $state<Failure | null>(null);
  left = $state(0);
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly rehearse: () => Promise<R>,
    private readonly perform: (seal: string) => Promise<ActOutcome>,
    private readonly settled: () => void,
  ) {}

  /** While the request is on its way the sheet can't be closed. */
  get held(): boolean {
    return this.step === 'sending';
  }

  async prepare(): Promise<void> {
    this.step = 'preparing';
    try {
      this.rehearsal = await this.rehearse();
      this.step = 'review';
    } catch (failure) {
      this.failure = failure as Failure;
      this.step = 'failed';
    }
  }

  /** Confirmed: the undo span begins; at its end the request goes. */
  confirm(): void {
    if (this.step !== 'review' || !this.rehearsal?.ready) return;
    isConfirmed(this);
    this.left = this.rehearsal.undo_seconds;
    if (this.left <= 0) {
      void this.#send();
      return;
    }
    this.step = 'counting';
    this.#timer = setInterval(() => {
      this.left -= 1;
      if (this.left <= 0) void this.#send();
    }, 1000);
  }

  /** Takes the confirmation back; true when nothing was sent and nothing will be. */
  undo(): boolean {
    if (this.step !== 'counting') return this.step !== 'sending';
    clearInterval(this.#timer);
    isOver(this);
    this.step = 'review';
    return true;
  }

  async #send(): Promise<void> {
    clearInterval(this.#timer);
    if (!this.rehearsal || this.step === 'sending') return;
    this.step = 'sending';
    try {
      this.outcome = await this.perform(this.rehearsal.seal);
      this.step = 'outcome';
    } catch (failure) {
      this.failure = failure as Failure;
      this.step = 'failed';
    }
    isOver(this);
    this.settled();
  }
}

/** An act on a case. */
export class Sending extends Deed<RehearsalView> {
  constructor(
    client: Client,
    readonly dispute: string,
    readonly act: Act,
    settled: () => void,
  ) {
    super(
      () => client.rehearse(dispute, act),
      (seal) => client.perform(dispute, act, seal),
      settled,
    );
  }
}
