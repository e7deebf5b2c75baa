import type { AccountView, Act, ActOutcome, AddedView, CalendarView, CaseView, CheckedView, CheckView, DeadlinesView, DisputeQuery, DisputeView, EarlierPaymentsView, EntryView, Environment, Failure, ItemView, Kind, Location, NewAccountView, PageEvent, PracticeStep, Provider, ReceiptView, RehearsalView, OutcomeReport, Settings, StartView, SyncState } from '../types';
import type { Client } from '../client';
import { FakeDraft } from './draft';
import { invented } from './cases';
import { crowded, noCalendar, placed } from './dates';
import { usualLadder } from './ladder';
import { found, nowhere, problem, searched } from './found';

export interface Scene {
  scene?: string;
  language?: string | null;
  theme?: string | null;
  now?: number;
  /** Milliseconds that each call takes. */
  delay?: number;
}

const fail = (code: string, args: Record<string, string> = {}): Failure => ({ code, args });

/** An engine without an engine: cases in memory, for developing and testing the window alone. */
export class FakeClient extends FakeDraft implements Client {
  readonly #scene: string;
  readonly #delay: number;
  readonly #now: number;
  #listeners = new Set<(event: PageEvent) => void>();
  #disputes: DisputeView[];
  #accounts: AccountView[];
  #settings: Settings;
  #practice = false;
  #calendar: CalendarView = noCalendar;
  #ahead = 0;
  #sync: SyncState;
  #nextItem = 100;
  /** What was asked, for tests. */
  readonly calls: string[] = [];
  /** How the next irreversible call ends. */
  nextOutcome: ActOutcome['state'] = 'accepted';

  constructor(scene: Scene = {}) {
    super();
    this.#scene = scene.scene ?? '';
    this.#delay = scene.delay ?? 0;
    this.#now = scene.now ?? Date.now();
    this.#settings = { margin: { hours: 24, short_hours: 6 }, quiet_hours: null, ladder: usualLadder, names_in_notices: false, close_to_tray: null, language: scene.language ?? null, theme: scene.theme ?? null };
    const bare = this.#scene === 'first' || this.#scene === 'empty';
    this.#disputes = bare ? [] : invented(this.#now);
    const trouble = { stale: 'provider_transport', expired: 'provider_unauthorized', partial: 'partial', offline: 'provider_transport' }[this.#scene] ?? null;
    this.#accounts = this.#scene === 'first' ? [] : [this.#account('a1', 'Nordlys Shop', trouble), this.#account('a2', 'Loja Aurora', this.#scene === 'offline' ? trouble : null)];
    this.#sync = { running: this.#scene === 'syncing', last: new Date(this.#now - 120_000).toISOString(), next: new Date(this.#now + 780_000).toISOString(), paused_until: null, skew_seconds: { 'clock-off': 10_800, 'clock-wrong': -172_800 }[this.#scene] ?? 0, clock: ({ 'clock-off': 'wrong', 'clock-wrong': 'stops' } as const)[this.#scene] ?? 'right' };
    if (this.#scene === 'unknown' || this.#scene === 'refused' || this.#scene === 'blocked') this.nextOutcome = this.#scene;
  }

  /** `?scene=offline&language=sv&theme=dark` */
  static fromAddress(search: string): FakeClient {
    const query = new URLSearchParams(search);
    const client = new FakeClient({ scene: query.get('scene') ?? '', language: query.get('language'), theme: query.get('theme'), delay: 30 });
    (window as unknown as { fake: FakeClient }).fake = client;
    return client;
  }

  emit(event: PageEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  async subscribe(listener: (event: PageEvent) => void): Promise<() => void> {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async start(): Promise<StartView> {
    await this.#turn('start');
    const failure = { 'keychain-missing': fail('no_keychain'), 'keychain-locked': fail('keychain_locked'), corrupt: fail('store_corrupt'), 'key-missing': fail('key_missing') }[this.#scene] ?? null;
    return { version: '0.1.0', practised: this.#practice ? { ahead_seconds: this.#ahead, examples: [] } : null, failure, settings: this.#settings, sync: this.#sync, location: null, login: false };
  }

  async syncState(): Promise<SyncState> {
    await this.#turn('syncState');
    return this.#sync;
  }

  async reopen(): Promise<void> {
    await this.#turn('reopen');
  }

  async accounts(): Promise<AccountView[]> {
    await this.#turn('accounts');
    return structuredClone(this.#accounts);
  }

  async addAccount(provider: Provider, label: string, _environment: Environment | null, values: Record<string, string>): Promise<NewAccountView> {
    await this.#turn('addAccount');
    if (values.secret_key?.includes('expired')) throw fail('provider_unauthorized');
    const account = this.#account(`a${this.#accounts.length + 1}`, label, null);
    this.#accounts.push({ ...account, provider });
    if (this.#disputes.length === 0) this.#disputes = invented(this.#now);
    return { account, check: await this.checkAccount(account.id) };
  }

  async checkAccount(id: string): Promise<CheckView> {
    await this.#turn('checkAccount');
    const lacking = (right: string, needed_for: string, required: boolean) => ({ right, needed_for, required });
    const missing = id === 'a2' ? [lacking('rak_file_write', 'files', true), lacking('rak_customer_read', 'customers', false)] : [];
    return { account: id, live: true, ok: missing.length === 0, missing, too_powerful: id === 'a1', skew_seconds: id === 'a2' ? 300 : 1, clock: id === 'a2' ? 'wrong' : 'right', account_name: null, country: null, hosts: ['api.stripe.com', 'files.stripe.com'] };
  }

  async renewAccount(id: string): Promise<CheckView> {
    await this.#turn(`renewAccount ${id}`);
    this.#accounts = this.#accounts.map((account) => (account.id === id ? { ...account, last_error: null } : account));
    this.emit({ kind: 'accounts_changed' });
    return this.checkAccount(id);
  }

  async removeAccount(id: string): Promise<void> {
    await this.#turn('removeAccount');
    this.#accounts = this.#accounts.filter((a) => a.id !== id);
    if (this.#accounts.length === 0) this.#disputes = [];
  }

  async startPractice(): Promise<void> {
    await this.#turn('startPractice');
    this.#practice = true;
    this.#disputes = invented(this.#now);
    this.emit({ kind: 'mode', at: null });
  }

  async movePractice(step: PracticeStep): Promise<void> {
    await this.#turn(`movePractice ${step}`);
    this.#ahead += step === 'week' ? 604_800 : 86_400;
    this.emit({ kind: 'clock', ahead_seconds: this.#ahead });
    this.emit({ kind: 'disputes_changed', ids: [] });
  }

  async leavePractice(): Promise<void> {
    await this.#turn('leavePractice');
    this.#practice = false;
    if (this.#accounts.length === 0) this.#disputes = [];
    this.emit({ kind: 'mode', at: null });
  }

  async sync(): Promise<void> {
    await this.#turn('sync');
    this.#sync = { ...this.#sync, running: false, last: new Date().toISOString() };
    this.emit({ kind: 'sync_ended', account: 'a1', ok: true });
  }

  async disputes(query: DisputeQuery): Promise<{ total: number; waiting: number; disputes: CaseView[] }> {
    await this.#turn('disputes');
    const text = (query.search ?? '').toLowerCase();
    const matching = this.#disputes.filter((d) => [d.customer.name, d.order.reference, d.provider_id, String(d.amount.minor / 100)].some((field) => field?.toLowerCase().includes(text)));
    const { provider, status, method } = query.filters ?? { provider: null, status: null, method: null };
    const fits = (d: DisputeView) => (!provider || d.provider === provider) && (!status || d.status === status) && (!method || d.method === method);
    const order = ['answer_now', 'talk', 'waiting', 'closed'];
    const sorted = matching.filter(fits).toSorted((a, b) => order.indexOf(a.group) - order.indexOf(b.group) || (a.deadline?.at ?? '9').localeCompare(b.deadline?.at ?? '9'));
    const offset = query.offset ?? 0;
    const waiting = this.#disputes.filter((d) => d.group === 'answer_now').length;
    return { total: sorted.length, waiting, disputes: structuredClone(sorted.slice(offset, offset + (query.limit ?? 100))) };
  }

  async deadlines(): Promise<DeadlinesView> {
    await this.#turn('deadlines');
    return structuredClone(placed(this.#scene === 'crowded' ? crowded(this.#disputes, this.#now) : this.#disputes, this.#now));
  }

  async calendar(): Promise<CalendarView> {
    await this.#turn('calendar');
    return this.#calendar;
  }

  async chooseCalendar(): Promise<CalendarView> {
    await this.#turn('chooseCalendar');
    return (this.#calendar = { ...this.#calendar, folder: '/home/mira/Calendars', problem: this.#scene === 'calendar-taken' ? 'not_ours' : null });
  }

  async nameInCalendar(names: boolean): Promise<CalendarView> {
    await this.#turn(`nameInCalendar ${names}`);
    return (this.#calendar = { ...this.#calendar, names });
  }

  async endCalendar(): Promise<CalendarView> {
    await this.#turn('endCalendar');
    return (this.#calendar = { ...this.#calendar, folder: null, problem: null });
  }

  async dispute(id: string): Promise<DisputeView> {
    await this.#turn('dispute');
    return structuredClone(this.find(id));
  }

  async refresh(id: string): Promise<void> {
    await this.#turn('refresh');
    if (this.#scene === 'offline') throw fail('provider_transport');
    this.find(id).read_at = new Date().toISOString();
  }

  async answerManually(id: string): Promise<void> {
    await this.#turn('answerManually');
    const { standing } = this.find(id);
    if (standing.own_answer) standing.own_answer = { ...standing.own_answer, setting: 'manual', may_answer: false };
    if (standing.compelling) standing.compelling.in_the_way = [];
  }

  async earlierPayments(): Promise<EarlierPaymentsView> {
    await this.#turn('earlierPayments');
    const before = (id: string, days: number, minor: number, description: string) => ({ id, at: new Date(this.#now - days * 86_400_000).toISOString(), amount: { minor, currency: 'SEK' }, description, email: 'hanna.vik@example.com', meets: ['before_payment', 'before_dispute'] as EarlierPaymentsView['payments'][number]['meets'] });
    return { payments: [before('ch_3RwA7QB7mXk2NdLe0sKd41Jb', 152, 11900, 'Lamp shade, linen'), before('ch_3QmZ2RB7mXk2NdLe1kVvT9sD', 231, 18900, 'Brass switch, two pieces'), before('ch_3PdX9TB7mXk2NdLe4uQw77Lm', 301, 7900, 'Bulb, warm white')], complete: true };
  }

  async checkEligibility(id: string): Promise<void> {
    await this.#turn('checkEligibility');
    const { compelling } = this.find(id).standing;
    if (compelling) Object.assign(compelling, { status: compelling.problems.length > 0 ? 'requires_action' : 'qualified', is_current: true, required_actions: compelling.problems.length > 0 ? ['missing_prior_undisputed_transaction_description'] : [] });
  }

  async openDashboard(): Promise<void> {
    await this.#turn('openDashboard');
  }

  async openWallet(): Promise<void> {
    await this.#turn('openWallet');
  }

  async takeDrop(token: string, dispute: string, slot: string | null): Promise<AddedView> {
    await this.#turn('takeDrop');
    if (token === 'bad') return { added: 0, refused: [{ name: 'locked.pdf', code: 'encrypted_pdf' }, { name: 'notes.xyz', code: 'unknown_kind' }] };
    return this.#add(dispute, slot, [
      { name: 'dispatch-photo.jpg', bytes: 640_000, pages: 1 },
      { name: 'mail-thread.pdf', bytes: 210_000, pages: 4 },
    ]);
  }

  async chooseFiles(dispute: string, slot: string | null): Promise<AddedView> {
    await this.#turn('chooseFiles');
    return this.#add(dispute, slot, [{ name: 'inspection-report.pdf', bytes: 320_000, pages: 3 }]);
  }

  async check(dispute: string): Promise<CheckedView> {
    await this.#turn('check');
    const { items } = this.find(dispute).evidence;
    return {
      ready: items.length > 0,
      problems: [],
      scan: searched([]),
      meters: { bytes: items.reduce((sum, i) => sum + i.bytes, 0), bytes_limit: 4_500_000, bytes_limit_source: 'provider', pages: items.reduce((sum, i) => sum + i.pages, 0), pages_limit: 49, pages_limit_source: 'provider', files: new Set(items.map((i) => i.slot)).size, files_limit: 11 },
    };
  }

  async rehearse(dispute: string, act: Act): Promise<RehearsalView> {
    await this.#turn('rehearse');
    const rehearsed = this.find(dispute);
    const { items, texts, revision } = rehearsed.evidence;
    const { meters } = await this.check(dispute);
    const nothing = act === 'submit' && items.length === 0 && Object.keys(texts).length === 0;
    const problems = [...(nothing ? [problem('nothing_to_send', null, true)] : []), ...(this.#scene === 'problems' ? found(items, this.settled) : [])];
    return {
      rehearsal: true,
      act,
      dispute,
      ready: !problems.some((p) => p.blocks),
      problems,
      files: [...new Set(items.map((i) => i.slot))].map((slot) => {
        const inside = items.filter((i) => i.slot === slot);
        return { path: `${slot}.pdf`, slot, bytes: inside.reduce((sum, i) => sum + i.bytes, 0), pages: inside.reduce((sum, i) => sum + i.pages, 0), sha256: '9f2c'.repeat(16) };
      }),
      fields: texts,
      meters: act === 'submit' ? meters : null,
      scan: act === 'submit' ? searched(problems) : null,
      amount: act === 'submit' ? null : rehearsed.amount,
      costs: rehearsed.costs[act === 'submit' || act === 'accept' || act === 'refund' ? act : 'submit'],
      ...{ costs_said_by: rehearsed.costs.said_by[act] ?? null, leaves_open: false },
      seal: `${act}-${revision}`,
      undo_seconds: this.#scene === 'urgent' ? 0 : 10,
    };
  }

  async perform(dispute: string, act: Act, seal: string): Promise<ActOutcome> {
    await this.#turn(`perform ${dispute} ${act} ${seal}`);
    const found = this.find(dispute);
    const state = this.nextOutcome;
    const at = new Date().toISOString();
    if (state === 'accepted') {
      Object.assign(found, { group: act === 'submit' ? 'waiting' : 'closed', status: act === 'submit' ? 'under_review' : act === 'accept' ? 'lost' : 'closed', next_step: 'wait', allowed: [], deadline: null });
      const sent: EntryView = { at, kind: act === 'submit' ? 'sent' : act === 'accept' ? 'accepted' : 'refunded', title: 'sent', detail: null, money: null, source: 'app', expected: false };
      found.timeline = [...found.timeline.filter((e) => !e.expected), sent];
    }
    if (state === 'unknown') Object.assign(found, { allowed: [], next_step: 'look' });
    if (state !== 'blocked') found.submissions.push({ id: `s${found.submissions.length}`, kind: act, state, at, request_id: 'req_8Kd02hTnLw', on_a_word: false });
    return {
      state,
      problems: state === 'blocked' ? [{ code: 'already_answered', slot: null, message: 'answered', blocks: true, ...nowhere }] : [],
      provider_error: state === 'refused' ? { status: 400, code: 'invalid', message: 'The evidence exceeds 50 pages.', request_id: 'req_4Jd8s' } : null,
    };
  }

  async reconcile(): Promise<void> {
    await this.#turn('reconcile');
  }

  async stateOutcome(dispute: string, said: OutcomeReport): Promise<ActOutcome> {
    await this.#turn(`stateOutcome ${dispute} ${said}`);
    const found = this.find(dispute);
    const state = said === 'arrived' ? 'accepted' : 'not_arrived';
    for (const submission of found.submissions) if (submission.state === 'unknown' || submission.on_a_word) Object.assign(submission, { state, on_a_word: true });
    Object.assign(found, said === 'arrived' ? { next_step: 'look', allowed: [] } : { next_step: 'answer', allowed: ['submit'] });
    return { state, problems: [], provider_error: null };
  }

  async receipts(dispute: string): Promise<ReceiptView[]> {
    await this.#turn('receipts');
    const { submissions, evidence } = this.find(dispute);
    return submissions.map(({ id, kind, state, at, request_id }) => ({
      submission: id,
      kind,
      state,
      at,
      settled_at: at,
      request_id,
      files: evidence.items.map((i) => ({ name: `${i.slot}.pdf`, slot: i.slot, bytes: i.bytes, pages: i.pages, sha256: '9f2c41ab'.repeat(8), remote_id: 'file_1Q' })),
      fields: evidence.texts,
      amount: null,
      answer: { id: 'du_1Q8c', status: 'under_review' },
      refusal: state === 'refused' ? { status: 400, code: 'invalid', message: 'The evidence exceeds 50 pages.', request_id } : null,
      note: null,
      statement: null,
    }));
  }

  async saveSettings(settings: Settings): Promise<void> {
    await this.#turn('saveSettings');
    this.#settings = settings;
  }

  async setLocation({ place, dispute }: Location): Promise<void> {
    await this.#turn(`setLocation ${place} ${dispute ?? ''}`.trim());
  }

  async left(): Promise<void> {
    await this.#turn('left');
  }

  async answerClosing(keep: boolean | null): Promise<void> {
    await this.#turn(`answerClosing ${keep}`);
    if (keep !== null) this.#settings = { ...this.#settings, close_to_tray: keep };
  }

  async switchLogin(on: boolean): Promise<boolean> {
    await this.#turn(`switchLogin ${on}`);
    return on;
  }

  async pauseReminders(pause: boolean): Promise<void> {
    await this.#turn('pauseReminders');
    this.#sync = { ...this.#sync, paused_until: pause ? new Date(this.#now + 57_600_000).toISOString() : null };
    this.emit({ kind: 'watch_changed' });
  }

  #account(id: string, label: string, last_error: string | null): AccountView {
    return {
      id,
      provider: 'stripe',
      label,
      environment: id === 'a2' ? 'test' : 'live',
      api_base: null,
      options: {},
      practice: false,
      added_at: new Date(this.#now).toISOString(),
      synced_at: new Date(this.#now - (this.#scene === 'stale' ? 3 * 86_400_000 : 120_000)).toISOString(),
      last_error,
      hosts: ['api.stripe.com', 'files.stripe.com'],
      capabilities: { lists_documents: true, comments: false, carried_as: 'fields' as const, webhook: id === 'a2', comes_back: false, analyses: id === 'a2', requirements_elsewhere: false },
      freshness: last_error === 'provider_unauthorized' ? 'refused' : this.#scene === 'stale' ? 'stale' : 'fresh',
      skew_seconds: null,
    };
  }

  protected forget(id: string): void {
    this.#disputes = this.#disputes.filter((d) => d.id !== id);
  }

  protected turn(call: string): Promise<void> {
    return this.#turn(call);
  }

  async #turn(call: string): Promise<void> {
    this.calls.push(call);
    if (this.#delay > 0) await new Promise((done) => setTimeout(done, this.#delay));
  }

  protected find(id: string): DisputeView {
    const found = this.#disputes.find((d) => d.id === id);
    if (!found) throw fail('not_found');
    return found;
  }

  #add(dispute: string, slot: string | null, files: { name: string; bytes: number; pages: number }[]): AddedView {
    const places = this.find(dispute).evidence.slots.filter((s) => s.form === 'files');
    const items: ItemView[] = files.map((file, at) => ({ id: `i${this.#nextItem++}`, ...file, slot: (slot as Kind | null) ?? (at === 0 ? places[0]?.slot : undefined) ?? 'uncategorized_file', placing: slot ? 'stated' : at === 0 ? 'guessed' : 'open', media: file.name.endsWith('.jpg') ? 'jpeg' : 'pdf', state: 'ready' }));
    this.change(dispute, (d) => ({ ...d, items: [...d.items, ...items] }));
    return { added: items.length, refused: [] };
  }
}
