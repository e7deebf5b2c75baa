import type {
  AccountView,
  Act,
  AddedView,
  CaseView,
  CheckedView,
  CheckView,
  DisputeView,
  OutcomeView,
  PageView,
  ReceiptView,
  RehearsalView,
  Settings,
  StartView,
  SyncState,
} from './view';

export * from './view';

/** What the engine tells without being asked. The window re-reads only what it shows. */
export type Change =
  | { kind: 'disputes'; ids: string[] }
  | { kind: 'draft'; id: string }
  | { kind: 'accounts' }
  | { kind: 'sync'; state: SyncState }
  | { kind: 'mode' }
  | { kind: 'drag'; over: boolean; x: number; y: number }
  | { kind: 'drop'; token: string; files: number; x: number; y: number }
  | { kind: 'show'; dispute: string };

export interface DisputeQuery {
  search?: string;
  limit?: number;
  offset?: number;
}

/** The seam between the window and the engine. Every call may reject with a `Failure`. */
export interface Client {
  subscribe(listener: (change: Change) => void): Promise<() => void>;
  start(): Promise<StartView>;
  /** Tries once more to open the data, after the keychain was unlocked for example. */
  reopen(): Promise<void>;

  accounts(): Promise<AccountView[]>;
  addAccount(provider: string, label: string, environment: string, secretKey: string): Promise<AccountView>;
  checkAccount(id: string): Promise<CheckView>;
  removeAccount(id: string): Promise<void>;
  startPractice(): Promise<void>;
  leavePractice(): Promise<void>;

  sync(): Promise<void>;
  disputes(query: DisputeQuery): Promise<{ total: number; disputes: CaseView[] }>;
  dispute(id: string): Promise<DisputeView>;
  refresh(id: string): Promise<void>;
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
  preview(dispute: string): Promise<PageView[]>;

  rehearse(dispute: string, act: Act): Promise<RehearsalView>;
  /** Performs the act exactly as rehearsed: another seal than the present one stops it. */
  perform(dispute: string, act: Act, seal: string): Promise<OutcomeView>;
  reconcile(): Promise<void>;
  receipts(dispute: string): Promise<ReceiptView[]>;

  saveSettings(settings: Settings): Promise<void>;
}
