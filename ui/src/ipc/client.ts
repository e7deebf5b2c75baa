import type {
  Account,
  AccountCheck,
  Act,
  Added,
  Dispute,
  Draft,
  Outcome,
  Page,
  Receipt,
  Rehearsal,
  Row,
  Settings,
  Start,
  SyncState,
} from './view';

export * from './view';

/** What the engine tells without being asked. The window re-reads only what it shows. */
export type Change =
  | { kind: 'disputes'; ids: string[] }
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
  start(): Promise<Start>;

  accounts(): Promise<Account[]>;
  addAccount(provider: string, label: string, environment: string, secretKey: string): Promise<Account>;
  checkAccount(id: string): Promise<AccountCheck>;
  removeAccount(id: string): Promise<void>;
  startPractice(): Promise<void>;
  leavePractice(): Promise<void>;

  sync(): Promise<void>;
  disputes(query: DisputeQuery): Promise<{ total: number; disputes: Row[] }>;
  dispute(id: string): Promise<Dispute>;
  refresh(id: string): Promise<Dispute>;
  openDashboard(id: string): Promise<void>;

  /** Takes the files of a drop, whose paths the window never learns, into a dispute's draft. */
  takeDrop(token: string, dispute: string, slot: string | null): Promise<Added>;
  chooseFiles(dispute: string, slot: string | null): Promise<Added>;
  moveItem(dispute: string, item: string, slot: string): Promise<Draft>;
  removeItem(dispute: string, item: string): Promise<Draft>;
  setText(dispute: string, slot: string, text: string): Promise<Draft>;
  setFact(dispute: string, name: string, value: string): Promise<Draft>;
  undo(dispute: string): Promise<Draft>;
  preview(dispute: string): Promise<Page[]>;

  rehearse(dispute: string, act: Act): Promise<Rehearsal>;
  send(dispute: string, act: Act, revision: number): Promise<Outcome>;
  reconcile(): Promise<void>;
  receipts(dispute: string): Promise<Receipt[]>;

  saveSettings(settings: Settings): Promise<void>;
}
