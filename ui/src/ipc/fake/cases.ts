import type { Act, CaseView, DisputeView, EntryView, EvidenceView, Group, ItemView, Kind, Money, SlotView, CaseDetailsView } from '../types';
import { compelling, plain } from './standing';
import { nowhere } from './found';

/** Invented cases for developing and testing the window alone. No person, shop or number in here is real. */

const day = 86_400_000;
const shift = (now: number, days: number) => new Date(now + days * day).toISOString();

const slot = (name: Kind, form: SlotView['form'], weight: SlotView['weight'], stated: string | null = null): SlotView => ({
  slot: name,
  form,
  weight,
  state: stated ? 'stated' : 'empty',
  limit: form === 'files' ? null : form === 'long_text' ? 20_000 : 5_000,
  stated,
});

const item = (id: string, name: string, place: Kind, bytes: number, pages: number): ItemView => ({ id, name, slot: place, placing: 'stated', bytes, pages, media: name.endsWith('.jpg') ? 'jpeg' : 'pdf', state: 'ready' });

/** Sets each slot's state from what is in the draft. */
export function refill(draft: EvidenceView): EvidenceView {
  const placed = (s: SlotView, placing: ItemView['placing']) => draft.items.some((i) => i.slot === s.slot && i.placing === placing);
  const given = (s: SlotView) => (s.form === 'files' ? placed(s, 'stated') : (draft.texts[s.slot] ?? '').trim() !== '');
  return { ...draft, slots: draft.slots.map((s) => ({ ...s, state: given(s) ? 'given' : placed(s, 'guessed') ? 'guessed' : s.stated ? 'stated' : 'empty' })) };
}

function draft(slots: SlotView[], items: ItemView[] = [], texts: Record<string, string> = {}, takes = true): EvidenceView {
  return refill({ revision: items.length, slots, items, texts, facts: {}, goods: 'physical', takes_evidence: takes, may_gather: true, undo: false, redo: false, saved_at: items.length > 0 ? new Date().toISOString() : null });
}

const faulty = () => [
  slot('goods_condition', 'files', 'deciding'),
  slot('customer_communication', 'files', 'helpful'),
  slot('product_description', 'long_text', 'helpful'),
  slot('refund_policy', 'files', 'helpful'),
  slot('customer_name', 'short_text', 'extra', 'Mara Lindqvist'),
  slot('customer_email_address', 'short_text', 'extra'),
  slot('receipt', 'files', 'extra'),
  slot('uncategorized_file', 'files', 'extra'),
  slot('uncategorized_text', 'long_text', 'extra'),
];
const delivery = () => [
  slot('shipping_documentation', 'files', 'deciding'),
  slot('shipping_tracking_number', 'short_text', 'deciding'),
  slot('shipping_carrier', 'short_text', 'deciding'),
  slot('shipping_date', 'short_text', 'deciding'),
  slot('shipping_address', 'short_text', 'helpful'),
  slot('customer_communication', 'files', 'helpful'),
  slot('receipt', 'files', 'extra'),
  slot('uncategorized_text', 'long_text', 'extra'),
];

interface Seed {
  id: string;
  provider?: CaseView['provider'];
  guess?: CaseView['reason']['category'];
  words?: string;
  who: string | null;
  order: string | null;
  minor: number;
  currency: string;
  category: CaseView['reason']['category'];
  network: string | null;
  stage?: CaseView['stage'];
  status?: CaseView['status'];
  group: Group;
  next: CaseView['next_step'];
  opened: number;
  due?: number;
  allowed?: Act[];
  silence?: CaseView['if_nothing']['outcome'];
  evidence?: EvidenceView;
  missing?: Kind[];
  sent?: number;
  fee?: number;
  word?: string;
  loss?: NonNullable<CaseView['loss_reason']>['reason'];
  unsettled?: boolean;
  extra?: EntryView[];
  code?: string;
  standing?: (at: (days: number) => string) => Partial<CaseDetailsView>;
}

const entry = (at: string, kind: EntryView['kind'], expected = false, source: EntryView['source'] = 'provider', money: Money | null = null): EntryView => ({ at, kind, title: kind, detail: null, money, source, expected });

function make(seed: Seed, now: number): DisputeView {
  const klarna = seed.network === 'klarna';
  const deadline: CaseView['deadline'] =
    seed.due === undefined
      ? null
      : { at: shift(now, seed.due), kind: seed.stage === 'inquiry' && klarna ? 'escalation' : 'answer', source: 'provider', zone: 'UTC', safe_at: shift(now, seed.due - 1) };
  const opened = shift(now, seed.opened);
  const closed = seed.group === 'closed';
  const timeline = [entry(shift(now, seed.opened - 40), 'payment'), entry(opened, 'opened'), ...(seed.extra ?? [])];
  if (seed.sent !== undefined) timeline.push(entry(shift(now, seed.sent), 'sent', false, 'app'));
  if (closed) timeline.push(entry(shift(now, -3), seed.status === 'won' ? 'won' : seed.status === 'lost' ? 'lost' : 'closed'));
  if (deadline) timeline.push(entry(deadline.at, 'deadline', true));
  if (deadline?.kind === 'answer' || seed.group === 'waiting') timeline.push(entry(shift(now, 60), 'decision', true, 'rule'));
  const amount = { minor: seed.minor, currency: seed.currency };
  const email = seed.who ? `${seed.who.toLowerCase().replace(/[^a-z]+/g, '.')}@example.com` : null;
  return {
    id: seed.id,
    provider: seed.provider ?? 'stripe',
    account: 'a1',
    provider_id: `du_1Q8c${seed.id}9fK2`,
    reference: null,
    stage: seed.stage ?? 'chargeback',
    status: seed.status ?? 'needs_response',
    provider_status: seed.word ?? (seed.stage === 'inquiry' ? 'warning_needs_response' : 'needs_response'),
    next_step: seed.next,
    group: seed.group,
    allowed: seed.allowed ?? (seed.group === 'answer_now' ? ['submit', 'accept', 'upload', ...(seed.provider === 'clearhaus' ? (['comment'] as const) : [])] : []),
    if_nothing: { outcome: closed || seed.group === 'waiting' ? 'none' : (seed.silence ?? 'lost'), on: deadline?.at ?? null, source: 'rule' },
    amount,
    fee: seed.fee === undefined ? null : { minor: seed.fee, currency: seed.currency },
    at_risk: closed ? { minor: 0, currency: seed.currency } : amount,
    reason: { category: seed.category, provider_code: seed.words ?? seed.category, network_code: seed.code ?? null },
    method: klarna ? 'klarna' : 'card',
    network: klarna ? null : seed.network,
    deadline,
    urgency: deadline && { soon_from: new Date(Date.parse(deadline.at) - 10 * day).toISOString(), urgent_from: new Date(Date.parse(deadline.at) - 4 * day).toISOString() },
    documents_sent_at: null,
    opened_at: opened,
    customer: { name: seed.who, email, phone: null, billing_address: null, document: null },
    order: { reference: seed.order, description: null, shipping_name: null, shipping_address: null, carrier: null, tracking_number: null, receipt_url: null },
    transaction: {
      id: `ch_3Qx${seed.id}`,
      parent_id: null,
      at: shift(now, seed.opened - 40),
      amount,
      refunded: null,
      card_brand: klarna ? null : seed.network,
      card_last4: klarna ? null : '4242',
      statement_text: null,
      authentication: null,
      acquirer_reference: null,
      retrieval_reference: null,
      region: null,
      recurring: null,
      presented_by: null,
      fraud_type: null,
      fraud_date: null,
      card_bin: null,
      card_country: null,
    },
    loss_reason: seed.loss ? { code: seed.loss, reason: seed.loss, meaning: '' } : null,
    missing: seed.missing ?? [],
    submissions: seed.sent === undefined ? [] : [{ id: `s${seed.id}`, kind: 'submit', state: seed.unsettled ? 'unknown' : 'accepted', at: shift(now, seed.sent), request_id: 'req_8Kd02hTnLw', on_a_word: false }],
    read_at: shift(now, -0.01),
    vanished: false,
    timeline,
    capabilities: { lists_documents: seed.provider !== 'celcoin', comments: seed.provider === 'clearhaus', carried_as: seed.provider === undefined ? ('fields' as const) : ('one_document' as const), webhook: seed.provider === 'celcoin', comes_back: seed.provider !== undefined, analyses: false, requirements_elsewhere: seed.provider === 'clearhaus' },
    reason_guess: seed.guess ?? null,
    reason_stated: null,
    deadline_day: seed.provider && deadline ? deadline.at.slice(0, 10) : null,
    erasable: closed,
    examinable: !closed && seed.currency === 'BRL' && (seed.category === 'fraudulent' || seed.guess === 'fraudulent'),
    analyses: [],
    standing: { ...plain, ...seed.standing?.((days) => shift(now, days)) },
    costs: { submit: [], accept: [], refund: [], own_answer: [], said_by: { submit: 'https://support.stripe.com/questions/june-2025-pricing-updates-for-disputes' } },
    moved: [],
    refunds: [],
    raw: {},
    evidence: seed.evidence ?? draft([]),
    dashboard_url: `https://dashboard.stripe.com/disputes/du_${seed.id}`,
  };
}

export function invented(now: number): DisputeView[] {
  const seeds: Seed[] = [
    {
      id: 'K1',
      who: 'Mara Lindqvist',
      order: '10482',
      minor: 24900,
      currency: 'EUR',
      category: 'product_unacceptable',
      network: 'klarna',
      group: 'answer_now',
      next: 'answer',
      opened: -27,
      due: 3.4,
      missing: ['goods_condition', 'customer_communication'],
      fee: 1500,
      standing: (at) => ({ klarna_reason: 'faulty_goods', escalated: { at: at(-6), days: 9 }, fees: [{ kind: 'received_fee', taken: { minor: 1500, currency: 'EUR' }, fate: 'withheld' }] }),
      extra: [entry(shift(now, -6), 'escalated'), entry(shift(now, -6), 'money_taken', false, 'provider', { minor: -24900, currency: 'EUR' })],
      evidence: draft(
        faulty(),
        [item('i1', 'policy-2026.pdf', 'refund_policy', 182_000, 2)],
        { product_description: 'Floor lamp “Halo”, brass, 148 cm, dimmable, sold with two years of guarantee. The listing shows all sides and names the shade’s tolerance of colour.' },
      ),
    },
    { id: 'V2', who: 'Tomas Becker', order: '10391', minor: 86900, currency: 'EUR', category: 'product_not_received', network: 'visa', group: 'answer_now', next: 'answer', opened: -8, due: 6.2, missing: ['shipping_documentation', 'shipping_tracking_number', 'shipping_carrier', 'shipping_date'], code: '13.1', evidence: draft(delivery()) },
    { id: 'P3', who: 'João Prado', order: 'A-2207', minor: 124000, currency: 'BRL', category: 'fraudulent', network: 'mastercard', group: 'answer_now', next: 'answer', opened: -5, due: 9.1, missing: ['shipping_documentation', 'shipping_tracking_number', 'shipping_carrier'], code: '4837', evidence: draft(delivery()) },
    { id: 'H8', who: 'Ida Nyström', order: '10511', minor: 189500, currency: 'SEK', category: 'duplicate', network: 'visa', group: 'answer_now', next: 'answer', opened: -12, due: 1.3, code: '12.6.1', evidence: draft([slot('duplicate_charge_documentation', 'files', 'deciding'), slot('duplicate_charge_explanation', 'long_text', 'helpful')], [item('i9', 'two-orders.pdf', 'duplicate_charge_documentation', 96_000, 2)], { duplicate_charge_explanation: 'Two lamps in two orders on two days; both were delivered.' }) },
    { id: 'U9', who: 'Nils Ahrendt', order: '10166', minor: 15900, currency: 'EUR', category: 'unknown', network: 'visa', status: 'unknown', word: 'mediation_pending', group: 'answer_now', next: 'look', opened: -3, due: 12, allowed: [], silence: 'unknown' },
    { id: 'B4', provider: 'clearhaus', who: 'Sofia Berg', order: 'SE-1020', minor: 99_000, currency: 'SEK', category: 'product_not_received', network: 'visa', group: 'answer_now', next: 'answer', opened: -12, due: 15, code: '13.1', word: 'open', extra: [entry(shift(now, -4), 'sent', false, 'app'), entry(shift(now, -3), 'returned')], evidence: draft(delivery()) },
    { id: 'B5', provider: 'celcoin', who: 'Beatriz Moura', order: 'pedido-8841', minor: 25_990, currency: 'BRL', category: 'unknown', network: 'visa', group: 'answer_now', next: 'answer', opened: -1, due: 16, words: 'Titular nao reconhece a compra', guess: 'fraudulent', word: 'awaitingDocumentation', evidence: draft(delivery()) },
    { id: 'E4', who: 'Elin Sørensen', order: '10433', minor: 7400, currency: 'EUR', category: 'credit_not_processed', network: 'klarna', stage: 'inquiry', group: 'talk', next: 'talk_to_customer', opened: -7, due: 14.2, allowed: ['refund'], silence: 'escalates', standing: (at) => ({ klarna_reason: 'return', part_of: { minor: 19800, currency: 'EUR' }, inquiry: { refund: { minor: 7400, currency: 'EUR' }, return_under_way: true, escalates_at: at(14.2) } }), evidence: draft([slot('refund_refusal_explanation', 'long_text', 'deciding'), slot('uncategorized_file', 'files', 'helpful'), slot('customer_communication', 'files', 'helpful')], [], {}, false) },
    { id: 'W5', who: 'A. Whitfield', order: '10298', minor: 11800, currency: 'GBP', category: 'duplicate', network: 'mastercard', status: 'under_review', word: 'under_review', group: 'waiting', next: 'wait', opened: -30, sent: -10, fee: 2000, evidence: draft([slot('duplicate_charge_documentation', 'files', 'deciding')], [item('i4', 'orders.pdf', 'duplicate_charge_documentation', 88_000, 3)]) },
    { id: 'J6', who: 'Karla Jensen', order: '10250', minor: 495000, currency: 'DKK', category: 'fraudulent', network: 'visa', status: 'under_review', word: 'under_review', group: 'waiting', next: 'wait', opened: -35, sent: -13, fee: 20000 },
    { id: 'X7', who: 'Rui Campos', order: 'A-2188', minor: 89000, currency: 'BRL', category: 'fraudulent', network: 'visa', status: 'needs_response', group: 'answer_now', next: 'look', opened: -15, sent: -0.02, due: 4.6, unsettled: true, allowed: [] },
    {
      id: 'S1', who: 'Hanna Vik', order: '10533', minor: 64900, currency: 'SEK', category: 'fraudulent', network: 'visa', group: 'answer_now', next: 'answer', opened: -4, due: 10.3, code: '10.4', silence: 'provider_may_answer', fee: 20000, evidence: draft(delivery()),
      standing: (at) => ({
        test: true,
        fees: [{ kind: 'received_fee', taken: { minor: 20000, currency: 'SEK' }, fate: 'kept' }],
        own_answer: { setting: 'prefer_manual', may_answer: true, unavailable: false, on: at(10.3), share_percent: 30 },
        compelling: compelling(
          { problems: [{ code: 'ce3_prior_description_missing', slot: null, message: '', blocks: false, ...nowhere }], in_the_way: [{ code: 'manual_first', slot: null, message: '', blocks: true, ...nowhere }] },
          { 'disputed.product_description': 'Walnut table lamp, 42 cm', 'disputed.merchandise_or_services': 'merchandise', 'first_earlier.charge': 'ch_3RwA7QB7mXk2NdLe0sKd41Jb', 'same.customer_purchase_ip': '203.0.113.24', 'same.customer_device_id': 'short' },
        ),
      }),
    },
    {
      id: 'S2', who: 'Owen Marsh', order: '10544', minor: 41200, currency: 'GBP', category: 'noncompliant', network: 'visa', stage: 'compliance', group: 'answer_now', next: 'answer', opened: -4, due: 9.8, code: 'C050', fee: 2000, evidence: draft(faulty()),
      standing: () => ({ fees: [{ kind: 'received_fee', taken: { minor: 2000, currency: 'GBP' }, fate: 'kept' }], consent: { fee: { minor: 50000, currency: 'USD' }, given: false, given_there: false } }),
    },
    { id: 'L3', who: 'Mikkel Dahl', order: '10081', minor: 32000, currency: 'DKK', category: 'product_unacceptable', network: 'klarna', status: 'lost', word: 'lost', group: 'closed', next: 'none', opened: -40, standing: (at) => ({ loss_reason_until: at(11), fees: [{ kind: 'received_fee', taken: { minor: 20000, currency: 'DKK' }, fate: 'kept' }] }) },
    { id: 'L1', who: 'Greta Holm', order: '10120', minor: 5900, currency: 'EUR', category: 'product_not_received', network: 'klarna', status: 'lost', word: 'lost', group: 'closed', next: 'none', opened: -60, loss: 'proof_of_delivery_missing', fee: 2000 },
    { id: 'N2', who: 'Peter Auer', order: '10099', minor: 32050, currency: 'EUR', category: 'product_unacceptable', network: 'visa', status: 'won', word: 'won', group: 'closed', next: 'none', opened: -90, sent: -75, fee: 0 },
    { id: 'C3', who: null, order: null, minor: 4200, currency: 'USD', category: 'general', network: null, stage: 'inquiry', status: 'closed', word: 'warning_closed', group: 'closed', next: 'none', opened: -110 },
  ];
  return seeds.map((seed) => make(seed, now));
}
