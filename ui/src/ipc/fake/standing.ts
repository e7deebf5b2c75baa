import type { CaseDetailsView } from '../types';

/** The particulars of invented cases: nothing special, and each special thing once. */

export const plain: CaseDetailsView = {
  test: false,
  klarna_reason: null,
  part_of: null,
  no_answer: false,
  appeal: false,
  inquiry: null,
  escalated: null,
  fees: [],
  expected_fee: null,
  refunded: null,
  outcome: null,
  given_back: null,
  consent: null,
  own_answer: null,
  compelling: null,
  lost: null,
  answered_by: null,
  wallet: null,
  zone_assumed: false,
  late_by_telephone: false,
  answer_if_withdrawn: false,
  second_chargeback: false,
  expires_on: null,
  loss_reason_until: null,
};

type Compelling = NonNullable<CaseDetailsView['compelling']>;
type Line = Compelling['lines'][number];

const path = 'enhanced_evidence.visa_compelling_evidence_3.';
const line = (part: Line['part'], name: string, of: string, more: Partial<Line> = {}): Line => ({ part, name, fact: `${path}${of}.${name}`, value: '', known: null, varies: false, least: 0, choices: [], ...more });

/** The form of Visa Compelling Evidence 3.0, with what a case gives for it. */
export function compelling(more: Partial<Compelling> = {}, values: Record<string, string> = {}): Compelling {
  const fields = [
    line('disputed', 'product_description', 'disputed_transaction', { known: 'Walnut table lamp, 42 cm' }),
    line('disputed', 'merchandise_or_services', 'disputed_transaction', { choices: ['merchandise', 'services'] }),
    line('first_earlier', 'charge', 'prior_undisputed_transactions.0'),
    line('first_earlier', 'product_description', 'prior_undisputed_transactions.0'),
    line('second_earlier', 'charge', 'prior_undisputed_transactions.1'),
    line('second_earlier', 'product_description', 'prior_undisputed_transactions.1'),
    line('same', 'customer_purchase_ip', 'every_transaction', { known: '203.0.113.24' }),
    line('same', 'customer_device_fingerprint', 'every_transaction', { least: 20 }),
    line('same', 'customer_device_id', 'every_transaction', { least: 15 }),
    line('same', 'customer_email_address', 'every_transaction', { known: 'hanna.vik@example.com' }),
    line('same', 'customer_account_id', 'every_transaction'),
    ...['line1', 'line2', 'postal_code', 'city', 'state', 'country'].map((name) => line('same_address', name, 'every_transaction.shipping_address')),
  ];
  const filled = fields.map((field) => ({ ...field, value: values[`${field.part}.${field.name}`] ?? '' }));
  return { status: 'requires_action', required_actions: [], is_current: false, is_begun: Object.keys(values).length > 0, is_elsewhere: false, problems: [], in_the_way: [], lines: filled, ...more };
}
