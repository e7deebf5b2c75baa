import type { Act, ActOutcome, Failure, RehearsalView } from '../ipc/types';
import type { Client } from '../ipc/client';
import { noteConfirmed, noteSettled } from './confirmations';
import type { Words } from './i18n.svelte';

export type ActStep = 'preparing' | 'review' | 'counting' | 'sending' | 'outcome' | 'failed';

/** What the window needs of a rehearsal to send exactly that. */
interface Rehearsal {
  ready: boolean;
  /** The undo span, in seconds; 0 sends at once. The engine decides it. */
  undo_seconds: number;
}

/** One irreversible act, from rehearsal over the undo span to its outcome. Nothing leaves before the span is over. */
export class IrreversibleAct<R extends Rehearsal> {
  step = $state<ActStep>('preparing');
  rehearsal = $state<R | null>(null);
  outcome = $state<ActOutcome | null>(null);
  failure = $state<Failure | null>(null);
  /** Seconds that are left of the undo span. */
  left = $state(0);
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly rehearse: () => Promise<R>,
    private readonly perform: (rehearsal: R) => Promise<ActOutcome>,
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
    noteConfirmed(this);
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
    noteSettled(this);
    this.step = 'review';
    return true;
  }

  async #send(): Promise<void> {
    clearInterval(this.#timer);
    if (!this.rehearsal || this.step === 'sending') return;
    this.step = 'sending';
    try {
      this.outcome = await this.perform(this.rehearsal);
      this.step = 'outcome';
    } catch (failure) {
      this.failure = failure as Failure;
      this.step = 'failed';
    }
    noteSettled(this);
    this.settled();
  }
}

/** The title of an act's sheet; `ask` is the question that it puts before anything is confirmed. */
export function actTitle(act: Pick<IrreversibleAct<Rehearsal>, 'step' | 'outcome' | 'left'>, ask: string, words: Words): string {
  if (act.step === 'outcome' && act.outcome) return words.t(`outcome-${act.outcome.state}`);
  if (act.step === 'failed') return words.t('outcome-failed');
  if (act.step === 'counting') return words.t('counting-title', { seconds: act.left });
  if (act.step === 'sending') return words.t('sending-title');
  return ask;
}

/** An act on a case: answering, accepting, refunding. */
export class CaseAct extends IrreversibleAct<RehearsalView> {
  constructor(
    client: Client,
    readonly dispute: string,
    readonly act: Act,
    settled: () => void,
  ) {
    super(
      () => client.rehearse(dispute, act),
      ({ seal }) => client.perform(dispute, act, seal),
      settled,
    );
  }
}
