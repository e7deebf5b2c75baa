import type { AccountForm, ActOutcome, AnalysisForm, AnalysisRehearsalView, AnalysisView, CalendarProblem, ChosenView, CommentView, Credential, DisputeView, DocumentView, DocumentsView, ErasureView, Failure, HealthView, PageEvent, ReceiverView, WarningRehearsalView, WarningView, WebhookKnownView, WebhookView } from '../types';
import { ladderWith, usualLadder } from './ladder';
import { nowhere } from './found';

const plain: Credential = { name: '', form: 'line', secret: false, required: true, live_only: false, begins: [], foreign: [] };
const hidden = (name: string): Credential => ({ ...plain, name, form: 'hidden', secret: true });
const file = (name: string, required: boolean, live_only: boolean): Credential => ({ ...plain, name, form: 'file', secret: true, required, live_only, begins: name === 'client_certificate' ? [] : ['-----BEGIN '] });

const forms: AccountForm[] = [
  { provider: 'stripe', credentials: [{ ...hidden('secret_key'), begins: ['rk_live_', 'rk_test_', 'sk_live_', 'sk_test_'], foreign: ['pk_'] }, { ...plain, name: 'connected_account', required: false }], tells_environment: true, steps: 3, rights: ['dispute', 'file', 'charge', 'payment', 'event', 'balance', 'warning', 'customer'] },
  { provider: 'clearhaus', credentials: [{ ...plain, name: 'client_id', secret: true }, hidden('client_secret')], tells_environment: false, steps: 2, rights: [] },
  { provider: 'celcoin', credentials: [{ ...plain, name: 'client_id', secret: true }, hidden('client_secret'), file('client_certificate', false, true), { ...hidden('client_certificate_passphrase'), required: false, live_only: true }, file('client_private_key', false, true), { ...plain, name: 'account', required: false }], tells_environment: false, steps: 3, rights: [] },
  { provider: 'unico', credentials: [{ ...plain, name: 'service_account' }, { ...plain, name: 'tenant_id' }, file('private_key', true, false)], tells_environment: false, steps: 3, rights: [] },
];

/** What lies beside the cases: account forms, documents, comments, analyses, calls, the ladder, and what erasing a case takes. */
export abstract class FakeServices {
  #comments: CommentView[] = [{ at: '2026-11-19T17:12:44Z', author: 'Dispute team', body: 'The documentation does not show the delivery. Please add it and answer again.' }];
  #analyses: AnalysisView[] = [];
  #webhook: WebhookKnownView = { url: null, at: null, confirmed: false, others: ['transaction.updateStatus', 'company.cashOut'].map((name) => ({ name, kept: false })) };
  #receiver: ReceiverView = { at: null, usual: '127.0.0.1:8787', exposed: false };
  /** How the next request for an analysis ends. */
  nextAnalysis: ActOutcome['state'] = 'accepted';
  #chosen = 0;

  /** What the system lets the program forbid itself. */
  held = true;
  /** How often a part of the watch broke. */
  broke = 0;
  /** Why the calendar's file isn't current. */
  dated: CalendarProblem | null = null;

  async health(): Promise<HealthView> {
    await this.turn('health');
    const { held } = this;
    return {
      database: 'open',
      keychain: 'open',
      worker: { files: held, network: held, syscalls: held },
      core_dumps: held ? 'off' : 'unknown',
      clock: { skew_seconds: 1, wrong: false },
      freshness: [{ account: 'acc_1', label: 'Nordlys Shop', state: 'fresh', synced_at: '2026-11-21T09:58:00Z' }],
      calendar: this.dated,
      breakdowns: this.broke > 0 ? [{ task: 'visit', times: this.broke, last_at: '2026-11-21T09:58:00Z' }] : [],
    };
  }

  /** Payments that a bank has warned of. */
  warned: WarningView[] = [];

  async warnings(): Promise<WarningView[]> {
    await this.turn('warnings');
    return structuredClone(this.warned);
  }

  async rehearseWarned(id: string): Promise<WarningRehearsalView> {
    await this.turn(`rehearseWarned ${id}`);
    const one = this.warned.find((warning) => warning.id === id);
    if (!one) throw { code: 'not_found', args: {} } satisfies Failure;
    const problem = (code: string, blocks: boolean) => ({ code, slot: null, message: code, blocks, ...nowhere });
    const before = one.transaction.refunded;
    const refunded = before && before.minor > 0 ? before : null;
    const problems = [...(one.refundable ? [] : [problem('payment_disputed', true)]), problem('refund_may_come_late', false), ...(refunded ? [problem('refunded_in_part', false)] : [])];
    return { rehearsal: true, act: 'refund', warning: id, ready: one.refundable, problems, fields: {}, amount: one.left, refunded_before: refunded, saves: { amount: { minor: 2000, currency: 'EUR' }, source: 'provider', as_of: '2026-11-02T08:00:00Z' }, seal: `warned-${id}`, undo_seconds: 10 };
  }

  async refundWarned(id: string, seal: string): Promise<ActOutcome> {
    await this.turn(`refundWarned ${id} ${seal}`);
    const state = this.nextWarned;
    this.warned = this.warned.map((warning) => (warning.id === id ? { ...warning, actionable: state !== 'accepted', refundable: false, submissions: [...warning.submissions, { id: 's1', kind: 'refund' as const, state: state === 'blocked' ? ('not_arrived' as const) : state, at: '2026-11-22T10:00:00Z', request_id: 'req_1', on_a_word: false }] } : warning));
    return { state, problems: [], provider_error: null };
  }

  /** How the next refund of such a payment ends. */
  nextWarned: ActOutcome['state'] = 'accepted';

  /** What stands in the way of erasing a case. */
  inTheWay: string[] = [];

  protected abstract turn(call: string): Promise<void>;
  protected abstract find(id: string): DisputeView;
  protected abstract forget(id: string): void;
  abstract emit(event: PageEvent): void;

  async rehearseErasure(id: string): Promise<ErasureView> {
    await this.turn('rehearseErasure');
    const { provider_id, evidence, submissions } = this.find(id);
    const problem = (code: string, blocks: boolean) => ({ code, slot: null, message: code, blocks, ...nowhere });
    const problems = [...this.inTheWay.map((code) => problem(code, true)), ...['erase_elsewhere', 'erase_numbers', 'erase_returns'].map((code) => problem(code, false))];
    return { rehearsal: true, dispute: id, provider_id, ready: this.inTheWay.length === 0, problems, files: evidence.items.length, submissions: submissions.length, analyses: [] };
  }

  async erase(id: string): Promise<void> {
    await this.turn(`erase ${id}`);
    this.forget(id);
    this.emit({ kind: 'disputes_changed', ids: [id] });
  }

  async accountForms(): Promise<AccountForm[]> {
    await this.turn('accountForms');
    return structuredClone(forms);
  }

  async chooseCredential(): Promise<ChosenView | null> {
    await this.turn('chooseCredential');
    return { token: 'c1', name: 'idpay-key.pem' };
  }

  async documents(): Promise<DocumentsView> {
    await this.turn('documents');
    const documents: DocumentView[] = [
      { id: 'd1', name: 'issuer-1.pdf', origin: 'issuer', bytes: 48_200 },
      { id: 'd2', name: 'defence-1.pdf', origin: 'merchant', bytes: 212_400 },
      { id: 'd3', name: 'answer.pdf', origin: 'app', bytes: 640_000 },
      { id: 'd4', name: 'unnamed', origin: 'unknown', bytes: null },
    ];
    return { documents, unasked: null };
  }

  async saveDocument(_dispute: string, document: string): Promise<boolean> {
    await this.turn(`saveDocument ${document}`);
    return true;
  }

  async comments(): Promise<CommentView[]> {
    await this.turn('comments');
    return structuredClone(this.#comments);
  }

  async addComment(_dispute: string, text: string): Promise<CommentView> {
    await this.turn('addComment');
    const comment = { at: new Date().toISOString(), author: null, body: text };
    this.#comments.push(comment);
    return comment;
  }

  async analyses(): Promise<AnalysisView[]> {
    await this.turn('analyses');
    return structuredClone(this.#analyses);
  }

  async chooseAnalysisFiles(): Promise<ChosenView[]> {
    await this.turn('chooseAnalysisFiles');
    this.#chosen += 1;
    return [{ token: `f${this.#chosen}`, name: `chargeback-${this.#chosen}.pdf` }];
  }

  async rehearseAnalysis(form: AnalysisForm): Promise<AnalysisRehearsalView> {
    await this.turn('rehearseAnalysis');
    const problem = (code: string, blocks: boolean) => ({ code, slot: null, message: code, blocks, ...nowhere });
    const problems = [
      ...(form.files.length === 0 ? [problem('analysis_no_document', true)] : []),
      ...(form.requestor_cpf.replace(/\D/g, '').length !== 11 ? [problem('analysis_cpf', true)] : []),
      ...(form.credit === true ? [] : [problem('analysis_credit_unconfirmed', false)]),
    ];
    return { rehearsal: true, transaction: form.transaction, ready: !problems.some((p) => p.blocks), problems, files: form.files.map((_, at) => ({ path: `document-${at + 1}.pdf`, slot: 'documents', sha256: '9f2c'.repeat(16), bytes: 180_000, pages: 1 })), undo_seconds: 10 };
  }

  async requestAnalysis(form: AnalysisForm): Promise<ActOutcome> {
    await this.turn('requestAnalysis');
    const unknown = this.nextAnalysis === 'unknown';
    this.#analyses.push({ id: 'an1', account: 'a1', transaction: form.transaction, analysis: unknown ? null : '6f3c2b1a', dispute: form.dispute, status: unknown ? 'unknown' : 'under_review', provider_status: unknown ? 'unknown' : 'waiting', created: form.created, at: new Date().toISOString() });
    return { state: this.nextAnalysis, problems: [], provider_error: null };
  }

  async identifyAnalysis(id: string, analysis: string): Promise<AnalysisView> {
    await this.turn('identifyAnalysis');
    const found = this.#analyses.find((a) => a.id === id);
    if (!found) throw { code: 'not_found', args: {} } satisfies Failure;
    Object.assign(found, { analysis, status: 'under_review', provider_status: 'analyzing' });
    return structuredClone(found);
  }

  async refreshAnalyses(): Promise<AnalysisView[]> {
    await this.turn('refreshAnalyses');
    return structuredClone(this.#analyses);
  }

  async addProbative(): Promise<void> {
    await this.turn('addProbative');
  }

  async knownWebhook(): Promise<WebhookKnownView> {
    await this.turn('knownWebhook');
    return { ...this.#webhook };
  }

  async rehearseWebhook(account: string, url: string, others: readonly string[]): Promise<WebhookView> {
    await this.turn('rehearseWebhook');
    return { account, url, registered: false, replaces: this.#webhook.url, events: ['chargeback.update', ...others], problems: [{ code: 'webhook_replaces', slot: null, message: '', blocks: false, ...nowhere }] };
  }

  async registerWebhook(account: string, url: string, others: readonly string[]): Promise<WebhookView> {
    await this.turn('registerWebhook');
    const replaces = this.#webhook.url;
    this.#webhook = { url, at: new Date().toISOString(), confirmed: true, others: this.#webhook.others.map(({ name }) => ({ name, kept: others.includes(name) })) };
    return { account, url, registered: true, replaces, events: ['chargeback.update', ...others], problems: [] };
  }

  async usualLadder(): Promise<string[]> {
    await this.turn('usualLadder');
    return [...usualLadder];
  }

  async ladderWith(ladder: string[], distance: string): Promise<string[]> {
    await this.turn(`ladderWith ${distance}`);
    return ladderWith(ladder, distance);
  }

  async receiver(): Promise<ReceiverView> {
    await this.turn('receiver');
    return { ...this.#receiver };
  }

  async switchReceiver(at: string | null): Promise<ReceiverView> {
    await this.turn('switchReceiver');
    this.#receiver = { ...this.#receiver, at, exposed: at !== null && !at.startsWith('127.') };
    return { ...this.#receiver };
  }
}
