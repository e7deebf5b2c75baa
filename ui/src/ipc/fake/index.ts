import type {
  Account,
  AccountCheck,
  Act,
  Added,
  Change,
  Client,
  Dispute,
  DisputeQuery,
  Draft,
  Failure,
  Item,
  Outcome,
  Page,
  Receipt,
  Rehearsal,
  Row,
  Settings,
  Start,
  SyncState,
} from '../client';
import { invented, refill } from './cases';

export interface Scene {
  scene?: string;
  language?: string | null;
  theme?: Settings['theme'];
  now?: number;
  /** Milliseconds that each call takes. */
  delay?: number;
}

const fail = (code: string, args: Record<string, string> = {}): Failure => ({ code, args });

/** An engine without an engine: cases in memory, for developing and testing the window alone. */
export class FakeClient implements Client {
  readonly #scene: string;
  readonly #delay: number;
  readonly #now: number;
  #listeners = new Set<(change: Change) => void>();
  #disputes: Dispute[];
  #accounts: Account[];
  #settings: Settings;
  #practice = false;
  #undo = new Map<string, Draft[]>();
  #sync: SyncState;
  #nextItem = 100;
  /** What was asked, for tests. */
  readonly calls: string[] = [];
  /** How the next irreversible call ends. */
  nextOutcome: Outcome['state'] = 'accepted';

  constructor(scene: Scene = {}) {
    this.#scene = scene.scene ?? '';
    this.#delay = scene.delay ?? 0;
    this.#now = scene.now ?? Date.now();
    this.#settings = { language: scene.language ?? null, theme: scene.theme ?? 'system' };
    const bare = this.#scene === 'first' || this.#scene === 'empty';
    this.#disputes = bare ? [] : invented(this.#now);
    const account = (id: string, label: string, state: Account['state'], environment = 'live'): Account => ({ id, provider: 'stripe', label, environment, state, last_sync: new Date(this.#now - 120_000).toISOString(), error: null });
    this.#accounts = this.#scene === 'first' ? [] : [account('a1', 'Nordlys Shop', this.#scene === 'expired' ? 'key_rejected' : this.#scene === 'partial' ? 'partial' : 'ok'), account('a2', 'Loja Aurora', 'ok', 'test')];
    this.#sync = { running: this.#scene === 'syncing', last: new Date(this.#now - 120_000).toISOString(), next: new Date(this.#now + 780_000).toISOString(), offline: this.#scene === 'offline' };
    if (this.#scene === 'unknown' || this.#scene === 'refused' || this.#scene === 'blocked') this.nextOutcome = this.#scene;
  }

  /** `?scene=offline&language=sv&theme=dark` */
  static fromAddress(search: string): FakeClient {
    const query = new URLSearchParams(search);
    const client = new FakeClient({ scene: query.get('scene') ?? '', language: query.get('language'), theme: (query.get('theme') as Settings['theme'] | null) ?? 'system', delay: 30 });
    (window as unknown as { fake: FakeClient }).fake = client;
    return client;
  }

  emit(change: Change): void {
    for (const listener of this.#listeners) listener(change);
  }

  async subscribe(listener: (change: Change) => void): Promise<() => void> {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async start(): Promise<Start> {
    await this.#turn('start');
    const keychain = this.#scene === 'keychain-missing' ? 'missing' : this.#scene === 'keychain-locked' ? 'locked' : 'ready';
    return { version: '0.1.0', mode: this.#practice ? 'practice' : 'real', keychain, failure: this.#scene === 'corrupt' ? fail('store_corrupt') : null, settings: this.#settings, sync: this.#sync };
  }

  async accounts(): Promise<Account[]> {
    await this.#turn('accounts');
    return structuredClone(this.#accounts);
  }

  async addAccount(provider: string, label: string, environment: string, secretKey: string): Promise<Account> {
    await this.#turn('addAccount');
    if (secretKey.includes('expired')) throw fail('unauthorized');
    const account: Account = { id: `a${this.#accounts.length + 1}`, provider, label, environment, state: 'ok', last_sync: null, error: null };
    this.#accounts.push(account);
    if (this.#disputes.length === 0) this.#disputes = invented(this.#now);
    return account;
  }

  async checkAccount(id: string): Promise<AccountCheck> {
    await this.#turn('checkAccount');
    const account = this.#accounts.find((a) => a.id === id);
    if (account?.state === 'key_rejected') return { ok: false, rights: [], clock_skew_seconds: 0, error: fail('unauthorized') };
    const right = (name: string, granted: boolean, needed: boolean) => ({ right: name, granted, needed });
    return { ok: true, rights: [right('rak_dispute_write', true, true), right('rak_file_write', id !== 'a2', true), right('rak_customer_read', id !== 'a2', false)], clock_skew_seconds: id === 'a2' ? 300 : 1, error: null };
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
    this.emit({ kind: 'mode' });
  }

  async leavePractice(): Promise<void> {
    await this.#turn('leavePractice');
    this.#practice = false;
    if (this.#accounts.length === 0) this.#disputes = [];
    this.emit({ kind: 'mode' });
  }

  async sync(): Promise<void> {
    await this.#turn('sync');
    this.#sync = { ...this.#sync, running: false, last: new Date().toISOString() };
    this.emit({ kind: 'sync', state: this.#sync });
  }

  async disputes(query: DisputeQuery): Promise<{ total: number; disputes: Row[] }> {
    await this.#turn('disputes');
    const text = (query.search ?? '').toLowerCase();
    const matching = this.#disputes.filter((d) => [d.customer, d.order, d.provider_id, String(d.amount.minor / 100)].some((field) => field?.toLowerCase().includes(text)));
    const order = ['answer_now', 'talk', 'waiting', 'closed'];
    const sorted = matching.toSorted((a, b) => order.indexOf(a.group) - order.indexOf(b.group) || (a.deadline?.at ?? '9').localeCompare(b.deadline?.at ?? '9'));
    const offset = query.offset ?? 0;
    return { total: sorted.length, disputes: structuredClone(sorted.slice(offset, offset + (query.limit ?? 100))) };
  }

  async dispute(id: string): Promise<Dispute> {
    await this.#turn('dispute');
    return structuredClone(this.#find(id));
  }

  async refresh(id: string): Promise<Dispute> {
    await this.#turn('refresh');
    if (this.#scene === 'offline') throw fail('offline');
    return structuredClone(this.#find(id));
  }

  async openDashboard(): Promise<void> {
    await this.#turn('openDashboard');
  }

  async takeDrop(token: string, dispute: string, slot: string | null): Promise<Added> {
    await this.#turn('takeDrop');
    if (token === 'bad') return { added: [], refused: [{ name: 'locked.pdf', code: 'encrypted_pdf' }, { name: 'notes.xyz', code: 'unknown_kind' }] };
    return this.#add(dispute, slot, [
      { name: 'dispatch-photo.jpg', bytes: 640_000, pages: 1 },
      { name: 'mail-thread.pdf', bytes: 210_000, pages: 4 },
    ]);
  }

  async chooseFiles(dispute: string, slot: string | null): Promise<Added> {
    await this.#turn('chooseFiles');
    return this.#add(dispute, slot, [{ name: 'inspection-report.pdf', bytes: 320_000, pages: 3 }]);
  }

  async moveItem(dispute: string, item: string, slot: string): Promise<Draft> {
    await this.#turn('moveItem');
    return this.#change(dispute, (d) => ({ ...d, items: d.items.map((i) => (i.id === item ? { ...i, slot } : i)) }));
  }

  async removeItem(dispute: string, item: string): Promise<Draft> {
    await this.#turn('removeItem');
    return this.#change(dispute, (d) => ({ ...d, items: d.items.filter((i) => i.id !== item) }));
  }

  async setText(dispute: string, slot: string, text: string): Promise<Draft> {
    await this.#turn('setText');
    return this.#change(dispute, (d) => ({ ...d, texts: { ...d.texts, [slot]: text } }));
  }

  async setFact(dispute: string, name: string, value: string): Promise<Draft> {
    await this.#turn('setFact');
    return this.#change(dispute, (d) => ({ ...d, facts: { ...d.facts, [name]: value } }));
  }

  async undo(dispute: string): Promise<Draft> {
    await this.#turn('undo');
    const found = this.#find(dispute);
    const before = this.#undo.get(dispute)?.pop();
    if (before) found.evidence = before;
    found.evidence.can_undo = (this.#undo.get(dispute)?.length ?? 0) > 0;
    return structuredClone(found.evidence);
  }

  async preview(dispute: string): Promise<Page[]> {
    await this.#turn('preview');
    const { items } = this.#find(dispute).evidence;
    return items.flatMap((item) => Array.from({ length: item.pages ?? 1 }, (_, at) => ({ item: item.id, name: item.name, page: at + 1, url: sheetOfPaper(item.name, at + 1) })));
  }

  async rehearse(dispute: string, act: Act): Promise<Rehearsal> {
    await this.#turn('rehearse');
    const found = this.#find(dispute);
    const { items, texts, meters, revision } = found.evidence;
    const slots = [...new Set(items.map((i) => i.slot ?? 'uncategorized_file'))];
    const nothing = act === 'submit' && items.length === 0 && Object.keys(texts).length === 0;
    const problem = (code: string, slot: string | null, blocks: boolean) => ({ code, slot, message: code, blocks });
    return {
      act,
      revision,
      ready: !nothing,
      problems: [...(nothing ? [problem('nothing_to_send', null, true)] : []), ...(this.#scene === 'problems' ? [problem('card_number', 'receipt', true), problem('provider_may_answer', null, false)] : [])],
      meters,
      files: slots.map((slot) => {
        const inside = items.filter((i) => (i.slot ?? 'uncategorized_file') === slot);
        return { name: `${slot}.pdf`, slot, bytes: inside.reduce((sum, i) => sum + i.bytes, 0), pages: inside.reduce((sum, i) => sum + (i.pages ?? 0), 0), sha256: '9f2c'.repeat(16) };
      }),
      fields: Object.entries(texts).map(([name, value]) => ({ name, value })),
      card_numbers: this.#scene === 'problems' ? 1 : 0,
      cost: act === 'submit' ? null : found.at_risk,
      fee: found.fee,
      undo_seconds: 10,
    };
  }

  async send(dispute: string, act: Act, revision: number): Promise<Outcome> {
    await this.#turn(`send ${dispute} ${act} ${revision}`);
    const found = this.#find(dispute);
    const state = this.nextOutcome;
    const at = new Date().toISOString();
    if (state === 'accepted') {
      Object.assign(found, { group: act === 'submit' ? 'waiting' : 'closed', status: act === 'submit' ? 'under_review' : act === 'accept' ? 'lost' : 'closed', next_step: 'wait', allowed: [], sent_at: at, deadline: null });
      found.timeline = [...found.timeline.filter((e) => !e.expected), { at, kind: 'sent', title: null, detail: null, source: 'app', expected: false }];
    }
    if (state === 'unknown') Object.assign(found, { unsettled: true, allowed: [], next_step: 'look' });
    if (state !== 'blocked') found.submissions.push({ id: `s${found.submissions.length}`, kind: act, state, at, request_id: 'req_8Kd02hTnLw' });
    return {
      state,
      submission: 's1',
      problems: state === 'blocked' ? [{ code: 'already_answered', slot: null, message: 'answered', blocks: true }] : [],
      provider_error: state === 'refused' ? { status: 400, code: 'invalid', message: 'The evidence exceeds 50 pages.', request_id: 'req_4Jd8s' } : null,
    };
  }

  async reconcile(): Promise<void> {
    await this.#turn('reconcile');
  }

  async receipts(dispute: string): Promise<Receipt[]> {
    await this.#turn('receipts');
    const found = this.#find(dispute);
    return found.submissions.map((submission) => ({
      ...submission,
      files: found.evidence.items.map((i) => ({ name: `${i.slot}.pdf`, slot: i.slot ?? '', bytes: i.bytes, sha256: '9f2c41ab'.repeat(8) })),
      fields: Object.entries(found.evidence.texts).map(([name, value]) => ({ name, value })),
      answer: '{\n  "id": "du_1Q8c",\n  "status": "under_review"\n}',
    }));
  }

  async saveSettings(settings: Settings): Promise<void> {
    await this.#turn('saveSettings');
    this.#settings = settings;
  }

  async #turn(call: string): Promise<void> {
    this.calls.push(call);
    if (this.#delay > 0) await new Promise((done) => setTimeout(done, this.#delay));
  }

  #find(id: string): Dispute {
    const found = this.#disputes.find((d) => d.id === id);
    if (!found) throw fail('not_found');
    return found;
  }

  #change(id: string, change: (draft: Draft) => Draft): Draft {
    const found = this.#find(id);
    const before = structuredClone(found.evidence);
    this.#undo.set(id, [...(this.#undo.get(id) ?? []), before]);
    found.evidence = refill({ ...change(found.evidence), revision: before.revision + 1, can_undo: true, saved_at: new Date().toISOString() });
    found.missing = found.evidence.slots.filter((slot) => slot.weight !== 'extra' && !slot.filled).length;
    this.emit({ kind: 'disputes', ids: [] });
    return structuredClone(found.evidence);
  }

  #add(dispute: string, slot: string | null, files: { name: string; bytes: number; pages: number }[]): Added {
    const places = this.#find(dispute).evidence.slots.filter((s) => s.form === 'files');
    const items: Item[] = files.map((file, at) => ({ id: `i${this.#nextItem++}`, ...file, slot: slot ?? places[at % Math.max(1, places.length)]?.slot ?? null, state: 'ready' }));
    this.#change(dispute, (d) => ({ ...d, items: [...d.items, ...items] }));
    return { added: items.map(({ id, name, slot: place }) => ({ id, name, slot: place })), refused: [] };
  }
}

function sheetOfPaper(name: string, page: number): string {
  const lines = Array.from({ length: 14 }, (_, at) => `<rect x="30" y="${70 + at * 18}" width="${170 + ((at * 37 + page * 11) % 60)}" height="6" fill="#ddd"/>`).join('');
  return `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 297 420"><rect width="297" height="420" fill="#fff"/><text x="30" y="46" font-size="13" font-family="sans-serif">${name} ${page}</text>${lines}</svg>`)}`;
}
