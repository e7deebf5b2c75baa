import type * as bound from './bindings';

/** Numbers that are always there. The generator allows null wherever a number has a fraction in Rust's eyes. */
type Counted = 'minor' | 'bytes' | 'bytes_limit' | 'revision' | 'x' | 'y';

/** A generated type as the window reads it: counted numbers are numbers, raw JSON is unknown, texts are looked up by any slot. */
type Read<T> = T extends readonly (infer Entry)[]
  ? Read<Entry>[]
  : T extends object
    ? { [K in keyof T]: K extends Counted ? number : K extends 'raw' | 'answer' ? unknown : K extends 'texts' | 'facts' | 'fields' ? Partial<Record<string, string>> : Read<T[K]> }
    : T;

export type { Act, Failure, Group, Kind, PracticeStep, Provider, Settings, SyncState } from './bindings';
export type AccountView = Read<bound.AccountView>;
export type ActOutcome = Read<bound.ActOutcome>;
export type AddedView = Read<bound.AddedView>;
export type CaseView = Read<bound.CaseView>;
export type Change = Read<bound.Change>;
export type CheckView = Read<bound.CheckView>;
export type CheckedView = Read<bound.CheckedView>;
export type Deadline = Read<bound.Deadline>;
export type DisputeQuery = bound.DisputeQuery;
export type DisputeView = Read<bound.DisputeView>;
export type EntryView = Read<bound.EntryView>;
export type EvidenceView = Read<bound.EvidenceView>;
export type ItemView = Read<bound.ItemView>;
export type Money = Read<bound.Money>;
export type NewAccountView = Read<bound.NewAccountView>;
export type PageView = Read<bound.PageView>;
export type ReceiptView = Read<bound.ReceiptView>;
export type RehearsalView = Read<bound.RehearsalView>;
export type SlotView = Read<bound.SlotView>;
export type StandingView = Read<bound.StandingView>;
export type StartView = Read<bound.StartView>;

/** The seam between the window and the engine. Every call may reject with a `Failure`. */
export interface Client {
  subscribe(listener: (change: Change) => void): Promise<() => void>;
  start(): Promise<StartView>;
  /** Tries once more to open the data, after the keychain was unlocked for example. */
  reopen(): Promise<void>;

  accounts(): Promise<AccountView[]>;
  addAccount(provider: bound.Provider, label: string, secrets: Record<string, string>): Promise<NewAccountView>;
  checkAccount(id: string): Promise<CheckView>;
  removeAccount(id: string): Promise<void>;
  startPractice(): Promise<void>;
  /** Moves the practised day on and reads what has happened meanwhile. */
  movePractice(step: bound.PracticeStep): Promise<void>;
  leavePractice(): Promise<void>;

  sync(): Promise<void>;
  disputes(query: DisputeQuery): Promise<{ total: number; disputes: CaseView[] }>;
  dispute(id: string): Promise<DisputeView>;
  refresh(id: string): Promise<void>;
  /** Keeps the provider from answering by itself. */
  answerManually(id: string): Promise<void>;
  openDashboard(id: string): Promise<void>;

  /** Takes the files of a drop, whose paths the window never learns, into a dispute's draft. */
  takeDrop(token: string, dispute: string, slot: string | null): Promise<AddedView>;
  chooseFiles(dispute: string, slot: string | null): Promise<AddedView>;
  moveItem(dispute: string, item: string, slot: string): Promise<void>;
  removeItem(dispute: string, item: string): Promise<void>;
  setText(dispute: string, slot: string, text: string): Promise<void>;
  setFact(dispute: string, name: string, value: string): Promise<void>;
  undo(dispute: string): Promise<void>;
  check(dispute: string): Promise<CheckedView>;
  /** Puts the special evidence at the provider, unsent, so that it says whether it qualifies. */
  checkEligibility(dispute: string): Promise<void>;
  preview(dispute: string): Promise<PageView[]>;

  rehearse(dispute: string, act: bound.Act): Promise<RehearsalView>;
  /** Performs the act exactly as rehearsed: another seal than the present one stops it. */
  perform(dispute: string, act: bound.Act, seal: string): Promise<ActOutcome>;
  reconcile(): Promise<void>;
  receipts(dispute: string): Promise<ReceiptView[]>;

  saveSettings(settings: bound.Settings): Promise<void>;
}
