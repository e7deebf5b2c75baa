import type { AccountView, ActOutcome, AddedView, CaseView, Category, Change, CheckedView, CheckView, Client, DisputeView, EarlierPaymentsView, Failure, NewAccountView, PracticeStep, Seen, Settings, StartView } from '../ipc/client';
import type { Clock } from './clock.svelte';
import { anythingConfirmed } from './confirmed';
import { DraftTyping } from './draft.svelte';
import { Dropping, under } from './dropping.svelte';
import type { Words } from './i18n.svelte';
import { Filtering } from './filtering.svelte';
import { News, type Line } from './news.svelte';
import { Route } from './route.svelte';
import { Sending } from './sending.svelte';
import type { Theme } from './theme.svelte';
import { Warned } from './warned.svelte';

const pageSize = 500;

/** Everything the window knows, and the only one that talks to the engine. What is known stays visible while it reads again. */
export class Session {
  readonly route = new Route();
  readonly warned = new Warned();
  start = $state<StartView | null>(null);
  failure = $state<Failure | null>(null);
  accounts = $state<AccountView[] | null>(null);
  /** What the last looks at accounts found, by account. */
  checks = $state<Record<string, CheckView>>({});
  rows = $state<CaseView[] | null>(null);
  total = $state(0);
  /** Cases that wait for their owner to answer or to look; the tray shows the same count. */
  waiting = $state(0);
  current = $state<DisputeView | null>(null);
  checked = $state<CheckedView | null>(null);
  currentFailure = $state<Failure | null>(null);
  typing = $state<DraftTyping | null>(null);
  sending = $state<Sending | null>(null);
  adding = $state(false);
  refused = $state<AddedView['refused']>([]);
  readonly dropping = new Dropping();
  readonly news = new News();
  /** The desktop shows a tray icon. */
  tray = $state(true);
  #begun = false;

  constructor(
    readonly client: Client,
    readonly words: Words,
    readonly clock: Clock,
    readonly theme: Theme,
    readonly filtering = new Filtering(client),
  ) {}

  /** Subscribes first, then reads once, so that nothing said in between is lost. */
  async begin(): Promise<() => void> {
    this.warned.begin(this.client, this.route, () => void this.readDesk());
    const stop = await this.client.subscribe((change) => void Promise.all([this.hear(change), this.warned.hear(change)]));
    await this.reload();
    const stood = this.start?.stood;
    if (stood) await this.#goTo(stood);
    this.#begun = true;
    return stop;
  }

  /** Tells where the window stands, so that the next one begins there. */
  stands(): void {
    const { place } = this.route;
    // A case that was left for the accounts isn't what is being looked at.
    const dispute = place === 'accounts' || place === 'settings' ? null : this.route.dispute;
    if (this.#begun) void this.client.stand(place, dispute).catch(() => undefined);
  }

  /** What the owner answered when closing the window. */
  async answerClosing(keep: boolean, login: boolean): Promise<void> {
    this.route.sheet = null;
    if (login !== this.start?.login) await this.switchLogin(login);
    if (this.start && !this.start.failure) this.start.settings.close_to_tray = keep;
    await this.#tell(this.client.answerClosing(keep));
  }

  /** The window stays open after all. */
  stay(): void {
    this.route.sheet = null;
    void this.client.answerClosing(null).catch(() => undefined);
  }

  async switchLogin(on: boolean): Promise<void> {
    const now = await this.#tell(this.client.switchLogin(on));
    if (this.start) this.start.login = now ?? !on;
  }

  pauseReminders = (pause: boolean) => this.#tell(this.client.pauseReminders(pause));

  async reopen(): Promise<void> {
    await this.#tell(this.client.reopen());
    await this.reload();
  }

  async reload(): Promise<void> {
    try {
      const start = await this.client.start();
      this.applySettings(start.settings);
      this.start = start;
      this.clock.moveAhead(start.practised?.ahead_seconds ?? 0);
      this.clock.correct(start.sync.skew_seconds);
      this.failure = start.failure;
      if (!start.failure) await Promise.all([this.readAccounts(), this.readDesk(), this.warned.read()]);
    } catch (failure) {
      this.failure = failure as Failure;
    }
  }

  async hear(change: Change): Promise<void> {
    switch (change.kind) {
      case 'disputes':
        await this.readDesk();
        if (this.current && (change.ids.length === 0 || change.ids.includes(this.current.id))) await this.readCase(this.current.id);
        break;
      case 'draft':
        if (this.current?.id === change.id) await this.readCase(change.id);
        break;
      case 'accounts':
        await this.readAccounts();
        break;
      case 'sync':
        if (this.start) this.start.sync = change.state;
        this.clock.correct(change.state.skew_seconds);
        break;
      case 'mode':
        this.route.close();
        this.current = null;
        this.rows = null;
        this.accounts = null;
        // What was said of the other data means nothing here.
        this.news.lines = [];
        await this.reload();
        if (change.at) await this.#goTo(change.at);
        else this.route.go('desk');
        break;
      case 'closing':
        if (await this.#staysToSend()) break;
        this.tray = change.tray;
        this.route.sheet = 'closing';
        break;
      case 'leaving':
        await this.typing?.flush();
        await this.#staysToSend();
        await this.client.left();
        break;
      case 'open':
        // Going elsewhere would take back what is confirmed, unseen.
        if (anythingConfirmed()) this.say('calm', this.words.t('opening-sending'));
        else await this.#goTo(change.at);
        break;
      case 'notice':
        this.say('urgent', this.words.t('notice-said', { title: change.title, body: change.body }));
        break;
      case 'clock':
        this.clock.moveAhead(change.ahead_seconds);
        break;
      case 'drag':
        this.#hover(change.over, change.x, change.y);
        break;
      case 'drop':
        await this.#drop(change.token, change.files, change.x ?? 0, change.y ?? 0);
        break;
    }
  }

  applySettings(settings: Settings): void {
    this.words.choose(settings.language ?? null);
    this.theme.choose(settings.theme === 'light' || settings.theme === 'dark' ? settings.theme : 'system');
  }

  /** False when they weren't stored; then what held before is on screen again. */
  async saveSettings(settings: Settings): Promise<boolean> {
    const before = this.start?.settings;
    this.applySettings(settings);
    if (this.start) this.start.settings = settings;
    try {
      await this.client.saveSettings(settings);
      return true;
    } catch (failure) {
      // What the engine refuses doesn't stay on screen either.
      if (before) this.applySettings(before);
      if (before && this.start) this.start.settings = before;
      this.say('urgent', this.words.failure(failure as Failure));
      return false;
    }
  }

  async readAccounts(): Promise<void> {
    const accounts = await this.#tell(this.client.accounts());
    if (accounts) this.accounts = accounts;
  }

  async readDesk(): Promise<void> {
    await this.#readPage(Math.max(pageSize, this.rows?.length ?? 0), 0);
    await this.filtering.read();
  }

  readMore = () => this.#readPage(pageSize, this.rows?.length ?? 0);

  async #readPage(limit: number, offset: number): Promise<void> {
    const desk = await this.#tell(this.client.disputes({ search: null, filters: null, limit, offset }));
    if (!desk) return;
    this.rows = offset === 0 ? desk.disputes : [...(this.rows ?? []), ...desk.disputes];
    this.total = desk.total;
    this.waiting = desk.waiting;
  }

  async search(text: string): Promise<CaseView[]> {
    return (await this.#tell(this.client.disputes({ search: text, filters: null, limit: 30, offset: 0 })))?.disputes ?? [];
  }

  async open(id: string): Promise<void> {
    this.route.open(id);
    if (this.current?.id === id) return;
    void this.typing?.flush();
    this.typing = new DraftTyping(this.client, id, () => this.readCase(id));
    this.refused = [];
    this.checked = null;
    await this.readCase(id);
  }

  async readCase(id: string): Promise<void> {
    try {
      const dispute = await this.client.dispute(id);
      // Another case may have been opened while this one was read.
      if (this.route.dispute !== id) return;
      this.current = dispute;
      this.currentFailure = null;
      void this.#measure(dispute);
    } catch (failure) {
      if (this.route.dispute === id) this.currentFailure = failure as Failure;
    }
  }

  leaveCase(): void {
    void this.typing?.flush();
    this.route.close();
    this.current = null;
    this.currentFailure = null;
  }

  /** Where a right is missing the account says so at once; else the desk fills. */
  async accountAdded({ account, check }: NewAccountView): Promise<void> {
    this.closeSheet();
    this.checks = { ...this.checks, [account.id]: check };
    this.route.go(check.missing.length > 0 ? 'accounts' : 'desk');
    await Promise.all([this.readAccounts(), this.readDesk()]);
    this.say('good', this.words.t('account-added'));
  }

  async checkAccount(id: string): Promise<CheckView> {
    const check = await this.client.checkAccount(id);
    this.checks = { ...this.checks, [id]: check };
    return check;
  }

  async removeAccount(id: string): Promise<void> {
    await this.#tell(this.client.removeAccount(id));
    await Promise.all([this.readAccounts(), this.readDesk()]);
  }

  /** Practice runs on data of its own; the engine says when the change is done. */
  async practise(): Promise<void> {
    await this.#tell(this.client.startPractice());
  }

  /** Time moves on in practice; what happened meanwhile is told by events. */
  async movePractice(step: PracticeStep): Promise<void> {
    await this.#tell(this.client.movePractice(step));
  }

  async leavePractice(): Promise<void> {
    await this.#tell(this.client.leavePractice());
  }

  /** What the owner tells a case to be about, where its provider only has free text. */
  async stateReason(category: Category): Promise<void> {
    await this.#edit((id) => this.client.setFact(id, 'reason', category));
    await this.readDesk();
  }

  /** The case that was open is gone for good. */
  async erased(): Promise<void> {
    this.closeSheet();
    this.leaveCase();
    await this.readDesk();
    this.say('good', this.words.t('erase-done'));
  }

  /** Something beside a case changed: the case and the desk are read again. */
  async refreshed(id: string): Promise<void> {
    await Promise.all([this.readDesk(), this.readCase(id)]);
  }

  sync = () => this.#tell(this.client.sync());

  async refresh(): Promise<void> {
    const id = this.current?.id;
    if (!id) return;
    await this.#tell(this.client.refresh(id));
    await this.readCase(id);
  }

  async chooseFiles(slot: string | null): Promise<void> {
    const id = this.current?.id;
    if (id) await this.#take(() => this.client.chooseFiles(id, slot));
  }

  async moveItem(item: string, slot: string): Promise<void> {
    await this.#edit((id) => this.client.moveItem(id, item, slot));
  }

  async removeItem(item: string): Promise<void> {
    await this.#edit((id) => this.client.removeItem(id, item));
  }

  async undo(): Promise<void> {
    await this.typing?.flush();
    await this.#edit((id) => this.client.undo(id));
  }

  async redo(): Promise<void> {
    await this.typing?.flush();
    await this.#edit((id) => this.client.redo(id));
  }

  /** Opens the sheet of an irreversible act: what is typed goes to disk first, then the rehearsal is made. */
  async review(act: 'submit' | 'accept' | 'refund'): Promise<void> {
    const id = this.current?.id;
    if (!id) return;
    await this.typing?.flush();
    const sending = new Sending(this.client, id, act, () => void this.#afterSending(id));
    this.sending = sending;
    this.route.sheet = act;
    await sending.prepare();
  }

  /** Takes the answering away from the provider; the case says afterwards how it stands. */
  async answerManually(): Promise<void> {
    const id = this.current?.id;
    if (!id) return;
    const switched = await this.#tell(this.client.answerManually(id).then(() => true));
    await this.readCase(id);
    if (switched) this.say('good', this.words.t('own-answer-switched'));
  }

  /** Earlier payments of the same card; none when they can't be read. */
  async earlierPayments(): Promise<EarlierPaymentsView | null> {
    const id = this.current?.id;
    return id ? ((await this.#tell(this.client.earlierPayments(id))) ?? null) : null;
  }

  /** What is typed goes to disk first: the provider judges what is stated now. */
  async checkEligibility(): Promise<void> {
    const id = this.current?.id;
    if (!id) return;
    await this.typing?.flush();
    await this.#tell(this.client.checkEligibility(id));
    await this.readCase(id);
  }

  closeSheet(): void {
    this.sending?.undo();
    this.sending = null;
    this.warned.close();
    this.route.sheet = null;
  }

  async preview(): Promise<void> {
    await this.typing?.flush();
    this.route.sheet = 'preview';
  }

  async reconcile(): Promise<void> {
    await this.#tell(this.client.reconcile());
    await this.refresh();
  }

  /** The owner's word on an outcome that reading can't tell; the case as it is then. */
  async stateOutcome(said: Seen): Promise<ActOutcome> {
    const id = this.current?.id ?? '';
    const outcome = await this.client.stateOutcome(id, said);
    await this.readCase(id);
    return outcome;
  }

  say(tone: Line['tone'], text: string): void {
    this.news.say(tone, text);
  }

  /** What is confirmed would be lost with the window: it stays until that is sent or taken back. Whether it does. */
  async #staysToSend(): Promise<boolean> {
    if (!anythingConfirmed()) return false;
    this.say('calm', this.words.t('closing-sending'));
    await this.client.answerClosing(null);
    return true;
  }

  async #goTo(at: { place: string; dispute: string | null }): Promise<void> {
    this.closeSheet();
    this.route.goTo(at.place);
    if (at.dispute) await this.open(at.dispute);
    else this.leaveCase();
  }

  /** How full the pack is; measured beside the reading, since packing takes longer. */
  async #measure(dispute: DisputeView): Promise<void> {
    if (!dispute.evidence.takes_evidence || dispute.evidence.items.length === 0) {
      this.checked = null;
      return;
    }
    const checked = await this.client.check(dispute.id).catch(() => null);
    if (this.current?.id === dispute.id) this.checked = checked;
  }

  async #afterSending(id: string): Promise<void> {
    await this.readDesk();
    await this.readCase(id);
  }

  async #edit(edit: (id: string) => Promise<void>): Promise<void> {
    const id = this.current?.id;
    if (!id) return;
    await this.#tell(edit(id));
    await this.readCase(id);
  }

  async #take(take: () => Promise<AddedView>): Promise<void> {
    this.adding = true;
    const id = this.route.dispute;
    const added = await this.#tell(take());
    this.adding = false;
    if (!added || !id) return;
    this.refused = added.refused;
    await this.readCase(id);
    if (added.added > 0) this.say('good', this.words.t('files-added', { count: added.added }));
  }

  #hover(over: boolean, x: number, y: number): void {
    if (over && this.route.sheet === null) this.dropping.hover(x, y, this.current?.evidence.may_gather ?? false);
    else this.dropping.leave();
  }

  /** Files go to the case that they were let go on; on another row than the open case's the owner is asked first. */
  async #drop(token: string, files: number, x: number, y: number): Promise<void> {
    const id = this.route.dispute;
    const free = this.route.sheet === null;
    const at = under(x, y);
    this.dropping.leave();
    const row = this.rows?.find((one) => one.id === at.row);
    if (free && row && row.id !== id) {
      this.dropping.asked = { token, files, row };
      this.route.sheet = 'drop';
    } else if (free && id && (at.onCase || row)) {
      await this.#takeDrop(token, id, at.slot);
    } else {
      this.say('calm', this.words.t('drop-nowhere'));
    }
  }

  /** The owner said that the files belong to the case on whose row they were let go. */
  async takeDropped(): Promise<void> {
    const { asked } = this.dropping;
    this.closeSheet();
    if (!asked) return;
    await this.open(asked.row.id);
    await this.#takeDrop(asked.token, asked.row.id, null);
  }

  async #takeDrop(token: string, id: string, slot: string | null): Promise<void> {
    if (this.current?.id === id && !this.current.evidence.may_gather) {
      this.say('calm', this.words.t('drop-not-taken'));
      return;
    }
    await this.#take(() => this.client.takeDrop(token, id, slot));
  }

  /** Runs a call; what goes wrong is said in words, and nothing that was on screen goes away. */
  async #tell<T>(call: Promise<T>): Promise<T | undefined> {
    try {
      return await call;
    } catch (failure) {
      this.say('urgent', this.words.failure(failure as Failure));
      return undefined;
    }
  }
}
