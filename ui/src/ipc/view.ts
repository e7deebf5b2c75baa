/** What the window is told. Words of the field; instants are RFC 3339 in UTC; money in minor units of its ISO 4217 currency. */

export interface Money {
  minor: number;
  currency: string;
}

export type Act = 'submit' | 'accept' | 'refund' | 'comment' | 'upload' | 'request_analysis';
export type Group = 'answer_now' | 'talk' | 'waiting' | 'closed';

export interface Deadline {
  at: string;
  kind: string;
  source: string;
  zone: string;
  safe_at: string;
}

export interface Silence {
  outcome: string;
  on: string | null;
  source: string;
}

export interface Reason {
  category: string;
  provider_code: string | null;
  network_code: string | null;
}

/** A line of the desk. */
export interface Row {
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
  amount: Money;
  reason: Reason;
  network: string | null;
  deadline: Deadline | null;
  opened_at: string | null;
  customer: string | null;
  order: string | null;
  missing: number;
  sent_at: string | null;
  closed_at: string | null;
  unsettled: boolean;
}

export interface TimelineEntry {
  at: string | null;
  kind: string;
  title: string | null;
  detail: string | null;
  source: string;
  expected: boolean;
}

export interface Item {
  id: string;
  name: string;
  slot: string | null;
  bytes: number;
  pages: number | null;
  state: string;
}

export interface Slot {
  slot: string;
  form: 'files' | 'short_text' | 'long_text';
  weight: 'deciding' | 'helpful' | 'extra';
  filled: boolean;
  /** Characters that the place takes; none for files. */
  limit: number | null;
}

export interface Meters {
  bytes: number;
  bytes_limit: number | null;
  pages: number;
  pages_limit: number | null;
  files: number;
  files_limit: number | null;
}

export interface Draft {
  revision: number;
  slots: Slot[];
  items: Item[];
  texts: Record<string, string>;
  facts: Record<string, string>;
  needs_fee_consent: boolean;
  can_undo: boolean;
  saved_at: string | null;
  meters: Meters;
}

export interface Submission {
  id: string;
  kind: string;
  state: string;
  at: string;
  request_id: string | null;
}

export interface Dispute extends Row {
  allowed: Act[];
  if_nothing: Silence;
  fee: Money | null;
  at_risk: Money;
  customer_email: string | null;
  transaction: string | null;
  paid_at: string | null;
  loss_reason: { code: string; meaning: string | null } | null;
  timeline: TimelineEntry[];
  evidence: Draft;
  submissions: Submission[];
  rules: string[];
  dashboard_url: string | null;
}

export interface Problem {
  code: string;
  slot: string | null;
  message: string;
  blocks: boolean;
}

/** Everything that would leave, and what it means: shown before anything can be confirmed. */
export interface Rehearsal {
  act: Act;
  revision: number;
  ready: boolean;
  problems: Problem[];
  meters: Meters;
  files: { name: string; slot: string; bytes: number; pages: number | null; sha256: string }[];
  fields: { name: string; value: string }[];
  card_numbers: number;
  cost: Money | null;
  fee: Money | null;
  undo_seconds: number;
}

export interface ProviderError {
  status: number | null;
  code: string | null;
  message: string;
  request_id: string | null;
}

export interface Outcome {
  state: 'accepted' | 'refused' | 'blocked' | 'unknown' | 'not_arrived';
  submission: string | null;
  problems: Problem[];
  provider_error: ProviderError | null;
}

export interface Receipt {
  id: string;
  kind: string;
  state: string;
  at: string;
  request_id: string | null;
  files: { name: string; slot: string; bytes: number; sha256: string }[];
  fields: { name: string; value: string }[];
  answer: string | null;
}

export interface Page {
  item: string;
  name: string;
  page: number;
  url: string;
}

export interface Account {
  id: string;
  provider: string;
  label: string;
  environment: string;
  state: 'ok' | 'syncing' | 'failed' | 'key_rejected' | 'offline' | 'partial' | 'never';
  last_sync: string | null;
  error: string | null;
}

export interface AccountCheck {
  ok: boolean;
  rights: { right: string; granted: boolean; needed: boolean }[];
  clock_skew_seconds: number | null;
  error: Failure | null;
}

export interface SyncState {
  running: boolean;
  last: string | null;
  next: string | null;
  offline: boolean;
}

export interface Start {
  version: string;
  mode: 'real' | 'practice';
  keychain: 'ready' | 'missing' | 'locked';
  failure: Failure | null;
  settings: Settings;
  sync: SyncState;
}

export interface Settings {
  language: string | null;
  theme: 'system' | 'light' | 'dark';
}

/** What went wrong, as a code of the catalogue with what its words need. */
export interface Failure {
  code: string;
  args: Record<string, string>;
}

/** Which files came in, and which could not be taken, each with its reason. */
export interface Added {
  added: { id: string; name: string; slot: string | null }[];
  refused: { name: string; code: string }[];
}
