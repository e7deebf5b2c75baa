/** What the window is told. Words of the field; instants are RFC 3339 in UTC; money in minor units of its ISO 4217 currency. */

export type Act = 'submit' | 'accept' | 'refund' | 'comment' | 'upload' | 'request_analysis';
export type Group = 'answer_now' | 'talk' | 'waiting' | 'closed';
export type SubmissionState = 'intended' | 'sending' | 'accepted' | 'refused' | 'not_arrived' | 'unknown';

export interface Money {
  minor: number;
  currency: string;
}

export interface Deadline {
  at: string;
  kind: string;
  source: string;
  zone: string;
  safe_at: string;
}

export interface SubmissionView {
  id: string;
  kind: Act;
  state: SubmissionState;
  at: string;
  request_id: string | null;
}

export interface CaseView {
  id: string;
  provider: string;
  account: string;
  provider_id: string;
  reference: string | null;
  stage: string;
  status: string;
  provider_status: string;
  next_step: string;
  group: Group;
  allowed: Act[];
  if_nothing: { outcome: string; on: string | null; source: string };
  amount: Money;
  fee: Money | null;
  at_risk: Money;
  reason: { category: string; provider_code: string | null; network_code: string | null };
  method: string;
  network: string | null;
  deadline: Deadline | null;
  opened_at: string;
  live: boolean;
  customer: { name: string | null; email: string | null; phone: string | null; billing_address: string | null; document: string | null };
  order: {
    reference: string | null;
    description: string | null;
    shipping_name: string | null;
    shipping_address: string | null;
    carrier: string | null;
    tracking_number: string | null;
    receipt_url: string | null;
  };
  transaction: {
    id: string | null;
    parent_id: string | null;
    at: string | null;
    amount: Money | null;
    refunded: Money | null;
    card_brand: string | null;
    card_last4: string | null;
    statement_text: string | null;
    authentication: string | null;
    acquirer_reference: string | null;
  };
  loss_reason: { code: string; reason: string; meaning: string } | null;
  missing: string[];
  submissions: SubmissionView[];
  read_at: string;
  vanished: boolean;
}

export interface EntryView {
  at: string;
  kind: string;
  title: string;
  detail: string | null;
  money: Money | null;
  source: string;
  expected: boolean;
}

export interface ItemView {
  id: string;
  name: string;
  slot: string;
  bytes: number;
  pages: number;
  media: string;
  state: string;
}

export interface SlotView {
  slot: string;
  form: 'files' | 'short_text' | 'long_text';
  weight: 'deciding' | 'helpful' | 'extra';
  state: 'empty' | 'given' | 'stated';
  limit: number | null;
  stated: string | null;
}

export interface EvidenceView {
  revision: number;
  items: ItemView[];
  texts: Partial<Record<string, string>>;
  facts: Partial<Record<string, string>>;
  goods: 'physical' | 'digital' | 'service';
  slots: SlotView[];
  takes_evidence: boolean;
  saved_at: string | null;
}

export interface DisputeView extends CaseView {
  timeline: EntryView[];
  evidence: EvidenceView;
  fee_consent: string;
  auto_answer: string | null;
  dashboard_url: string | null;
}

export interface Meters {
  bytes: number;
  bytes_limit: number;
  pages: number;
  pages_limit: number;
  files: number;
  files_limit: number;
}

export interface Problem {
  code: string;
  slot: string | null;
  message: string;
  blocks: boolean;
}

export interface CheckedView {
  ready: boolean;
  problems: Problem[];
  meters: Meters;
}

export interface PackFileView {
  path: string;
  slot: string;
  sha256: string;
  bytes: number;
  pages: number;
}

export interface RehearsalView {
  act: Act;
  dispute: string;
  ready: boolean;
  problems: Problem[];
  files: PackFileView[];
  fields: Partial<Record<string, string>>;
  meters: Meters | null;
  amount: Money | null;
  costs: Money[];
  seal: string;
  undo_seconds: number;
}

export interface ProviderErrorView {
  status: number;
  code: string | null;
  message: string;
  request_id: string | null;
}

/** How an irreversible act ended: settled, stopped before sending, or not known yet. */
export interface OutcomeView {
  state: 'accepted' | 'refused' | 'blocked' | 'unknown' | 'not_arrived';
  problems: Problem[];
  provider_error: ProviderErrorView | null;
}

export interface ReceiptView {
  submission: string;
  kind: Act;
  state: SubmissionState;
  at: string;
  settled_at: string | null;
  request_id: string | null;
  files: { slot: string; name: string; sha256: string; bytes: number; pages: number; remote_id: string | null }[];
  fields: Partial<Record<string, string>>;
  amount: Money | null;
  answer: unknown;
  note: string | null;
}

export interface PageView {
  item: string;
  name: string;
  page: number;
  url: string;
}

export interface AccountView {
  id: string;
  provider: string;
  label: string;
  environment: string;
  practice: boolean;
  synced_at: string | null;
  last_error: string | null;
  skew_seconds: number | null;
}

export interface CheckView {
  ok: boolean;
  missing: { right: string; needed_for: string; required: boolean }[];
  too_powerful: boolean;
  skew_seconds: number | null;
  account_name: string | null;
  hosts: string[];
}

export interface SyncState {
  running: boolean;
  last: string | null;
  next: string | null;
}

export interface Settings {
  margin: { hours: number; short_hours: number };
  quiet_hours: string | null;
  language: string | null;
  theme: string | null;
}

export interface StartView {
  version: string;
  practice: boolean;
  /** Why the data can't be opened; none when it is open. */
  failure: Failure | null;
  settings: Settings;
  sync: SyncState;
}

/** What went wrong, as a code of the catalogue with what its words need. */
export interface Failure {
  code: string;
  args: Partial<Record<string, string>>;
}

/** Which files came in, and which could not be taken, each with its reason. */
export interface AddedView {
  added: string[];
  refused: { name: string; code: string }[];
}
