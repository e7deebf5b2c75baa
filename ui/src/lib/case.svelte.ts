import type { Act, ActOutcome, Category, DisputeView, EarlierPaymentsView, ErasureView, Failure, ReceiptView, OutcomeReport } from '../ipc/types';
import type { Client } from '../ipc/client';
import { CaseAct } from './act.svelte';
import { CaseComments } from './comments.svelte';
import { CaseDocuments } from './documents.svelte';
import { Draft } from './draft.svelte';
import type { Words } from './i18n.svelte';
import type { News } from './news.svelte';
import type { Route } from './route.svelte';

/** The case that is open: what the engine shows of it, its draft, and what is done with it. */
export class OpenCase {
  /** As it was read last; it may be of the case before while another one is being read. */
  view = $state<DisputeView | null>(null);
  failure = $state<Failure | null>(null);
  /** The irreversible act whose sheet is open. */
  act = $state<CaseAct | null>(null);
  readonly draft: Draft;

  constructor(
    private readonly client: Client,
    private readonly route: Route,
    private readonly news: News,
    private readonly words: Words,
    /** What lists show of the case may be different. */
    private readonly changed: () => Promise<void>,
  ) {
    this.draft = new Draft(client, news, words, this);
  }

  /** What is read of the case that is open, none while it is being read. */
  get shown(): DisputeView | null {
    return this.view?.id === this.route.dispute ? this.view : null;
  }

  async open(id: string): Promise<void> {
    this.route.open(id);
    if (this.view?.id === id) return;
    this.draft.open(id);
    await this.read(id);
  }

  async read(id: string): Promise<void> {
    try {
      const view = await this.client.dispute(id);
      // Another case may have been opened while this one was read.
      if (this.route.dispute !== id) return;
      this.view = view;
      this.failure = null;
      void this.draft.measure(view);
    } catch (failure) {
      if (this.route.dispute === id) this.failure = failure as Failure;
    }
  }

  /** Reads it once more, as after a failure. */
  async readAgain(): Promise<void> {
    if (this.route.dispute) await this.read(this.route.dispute);
  }

  leave(): void {
    void this.draft.flush();
    this.route.close();
    this.forget();
  }

  /** What was known is of other data. */
  forget(): void {
    this.view = null;
    this.failure = null;
  }

  /** Reads it at its provider. */
  async refresh(): Promise<void> {
    await this.#at((id) => this.client.refresh(id));
  }

  /** Settles by reading what isn't known yet. */
  async reconcile(): Promise<void> {
    await this.news.attempt(this.client.reconcile());
    await this.refresh();
  }

  /** The owner's word on an outcome that reading can't tell; the case as it is then. */
  async report(seen: OutcomeReport): Promise<ActOutcome> {
    const id = this.#id();
    const outcome = await this.client.stateOutcome(id, seen);
    await this.read(id);
    return outcome;
  }

  /** What the owner tells it to be about, where its provider only has free text. */
  async stateReason(category: Category): Promise<void> {
    await this.draft.stateFact('reason', category);
    await this.changed();
  }

  /** Takes the answering away from the provider; the case says afterwards how it stands. */
  async answerManually(): Promise<void> {
    const switched = await this.#at((id) => this.client.answerManually(id).then(() => true));
    if (switched) this.news.say('good', this.words.t('own-answer-switched'));
  }

  /** Earlier payments of the same card; none when they can't be read. */
  async earlierPayments(): Promise<EarlierPaymentsView | null> {
    return this.view ? ((await this.news.attempt(this.client.earlierPayments(this.view.id))) ?? null) : null;
  }

  /** Asks the provider whether the special evidence qualifies. What is typed goes to disk first: it judges what is stated now. */
  async checkEligibility(): Promise<void> {
    await this.draft.flush();
    await this.#at((id) => this.client.checkEligibility(id));
  }

  /** Opens the case at the provider's own site. */
  openDashboard = () => this.news.attempt(this.client.openDashboard(this.#id()));

  /** Opens the place where a wallet's own cases are. */
  openWallet = () => this.news.attempt(this.client.openWallet(this.#id()));

  /** Opens the sheet of an irreversible act: what is typed goes to disk first, then the rehearsal is made. */
  async review(act: Extract<Act, 'submit' | 'accept' | 'refund'>): Promise<void> {
    const id = this.view?.id;
    if (!id) return;
    await this.draft.flush();
    this.act = new CaseAct(this.client, id, act, () => void this.wasChanged(id));
    this.route.sheet = act;
    await this.act.prepare();
  }

  /** What is confirmed and not yet sent is taken back. */
  closeAct(): void {
    this.act?.undo();
    this.act = null;
  }

  /** Opens the sheet of all that would leave. */
  async preview(): Promise<void> {
    await this.draft.flush();
    this.route.sheet = 'preview';
  }

  /** What was sent. */
  receipts(): Promise<ReceiptView[]> {
    return this.client.receipts(this.#id());
  }

  /** What erasing would take, and what stands in the way. */
  rehearseErasure(): Promise<ErasureView> {
    return this.client.rehearseErasure(this.#id());
  }

  /** Erases it from this computer for good. */
  erase(): Promise<void> {
    return this.client.erase(this.#id());
  }

  documents = (id: string) => new CaseDocuments(this.client, id);

  comments = (id: string) => new CaseComments(this.client, id);

  /** Something of it changed: lists and case are read again. */
  async wasChanged(id: string): Promise<void> {
    await Promise.all([this.changed(), this.read(id)]);
  }

  #id(): string {
    return this.view?.id ?? '';
  }

  /** Does something with the case and reads it again. */
  async #at<T>(call: (id: string) => Promise<T>): Promise<T | undefined> {
    const id = this.view?.id;
    if (!id) return undefined;
    const done = await this.news.attempt(call(id));
    await this.read(id);
    return done;
  }
}
