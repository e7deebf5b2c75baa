import type {
  AccountForm,
  AccountView,
  Act,
  ActOutcome,
  AddedView,
  AnalysisForm,
  AnalysisRehearsalView,
  AnalysisView,
  CalendarView,
  CheckView,
  CheckedView,
  ChosenView,
  CommentView,
  DeadlinesView,
  DeskView,
  DisputeQuery,
  DisputeView,
  DocumentsView,
  EarlierPaymentsView,
  Environment,
  ErasureView,
  HealthView,
  Location,
  NewAccountView,
  PageEvent,
  PageView,
  PracticeStep,
  PreviewView,
  Provider,
  ReceiptView,
  ReceiverView,
  RehearsalView,
  OutcomeReport,
  Settings,
  StartView,
  SyncState,
  WarningRehearsalView,
  WarningView,
  WebhookKnownView,
  WebhookView,
} from './types';

/** The seam between the window and the engine. Every call may reject with a `Failure`. */
export interface Client {
  subscribe(listener: (event: PageEvent) => void): Promise<() => void>;
  start(): Promise<StartView>;
  /** Where reading from the providers stands. */
  syncState(): Promise<SyncState>;
  /** Tries once more to open the data, after the keychain was unlocked for example. */
  reopen(): Promise<void>;

  accounts(): Promise<AccountView[]>;
  /** What an account at each provider is set up with. */
  accountForms(): Promise<AccountForm[]>;
  /** Lets the owner choose a key file; its content never comes here. */
  chooseCredential(): Promise<ChosenView | null>;
  addAccount(provider: Provider, label: string, environment: Environment | null, values: Record<string, string>, files: Record<string, string>): Promise<NewAccountView>;
  checkAccount(id: string): Promise<CheckView>;
  removeAccount(id: string): Promise<void>;
  /** A new key for an account that is there; another account's is refused and nothing changes. */
  renewAccount(id: string, values: Record<string, string>, files: Record<string, string>): Promise<CheckView>;
  startPractice(): Promise<void>;
  /** Moves the practised day on and reads what has happened meanwhile. */
  movePractice(step: PracticeStep): Promise<void>;
  leavePractice(): Promise<void>;

  sync(): Promise<void>;
  disputes(query: DisputeQuery): Promise<DeskView>;
  /** Every case that waits for its owner, by its last date. */
  deadlines(): Promise<DeadlinesView>;
  dispute(id: string): Promise<DisputeView>;
  refresh(id: string): Promise<void>;
  /** Keeps the provider from answering by itself. */
  answerManually(id: string): Promise<void>;
  openDashboard(id: string): Promise<void>;
  /** Opens the place where a wallet's own cases are. */
  openWallet(id: string): Promise<void>;
  /** What erasing a case would take, and what stands in the way. */
  rehearseErasure(id: string): Promise<ErasureView>;
  /** Erases a case from this computer for good. */
  erase(id: string): Promise<void>;

  /** Takes the files of a drop, whose paths the window never learns, into a dispute's draft. */
  takeDrop(token: string, dispute: string, slot: string | null): Promise<AddedView>;
  chooseFiles(dispute: string, slot: string | null): Promise<AddedView>;
  moveItem(dispute: string, item: string, slot: string): Promise<void>;
  removeItem(dispute: string, item: string): Promise<void>;
  setText(dispute: string, slot: string, text: string): Promise<void>;
  setFact(dispute: string, name: string, value: string): Promise<void>;
  undo(dispute: string): Promise<void>;
  redo(dispute: string): Promise<void>;
  /** One page of a file; with a finding, as it would look with that blacked out. */
  pageShown(dispute: string, item: string, page: number, finding: string | null): Promise<PageView>;
  /** Blacks out for good what was found on a page. */
  redact(dispute: string, item: string, page: number, finding: string): Promise<void>;
  /** The owner's word that a page which can't be read holds no card number. */
  vouch(dispute: string, item: string, page: number): Promise<void>;
  check(dispute: string): Promise<CheckedView>;
  /** Earlier payments of the same card that could be named. */
  earlierPayments(dispute: string): Promise<EarlierPaymentsView>;
  /** Puts the special evidence at the provider, unsent, so that it says whether it qualifies. */
  checkEligibility(dispute: string): Promise<void>;
  preview(dispute: string): Promise<PreviewView>;

  rehearse(dispute: string, act: Act): Promise<RehearsalView>;
  /** Performs the act exactly as rehearsed: another seal than the present one stops it. */
  perform(dispute: string, act: Act, seal: string): Promise<ActOutcome>;
  reconcile(): Promise<void>;
  /** Takes what the owner saw at the provider's own page where reading can't tell. Sends nothing. */
  stateOutcome(dispute: string, said: OutcomeReport): Promise<ActOutcome>;
  receipts(dispute: string): Promise<ReceiptView[]>;

  /** Payments that a bank has warned of; those that a refund can still answer first. */
  warnings(): Promise<WarningView[]>;
  rehearseWarned(warning: string): Promise<WarningRehearsalView>;
  refundWarned(warning: string, seal: string): Promise<ActOutcome>;

  documents(dispute: string): Promise<DocumentsView>;
  /** Byte for byte, where the owner says; false when they changed their mind. */
  saveDocument(dispute: string, document: string, name: string): Promise<boolean>;
  comments(dispute: string): Promise<CommentView[]>;
  addComment(dispute: string, text: string): Promise<CommentView>;

  analyses(): Promise<AnalysisView[]>;
  chooseAnalysisFiles(): Promise<ChosenView[]>;
  rehearseAnalysis(form: AnalysisForm): Promise<AnalysisRehearsalView>;
  requestAnalysis(form: AnalysisForm): Promise<ActOutcome>;
  identifyAnalysis(dispute: string, analysis: string): Promise<AnalysisView>;
  refreshAnalyses(): Promise<AnalysisView[]>;
  /** Puts the probative set of a transaction into a draft. */
  addProbative(dispute: string, account: string | null, transaction: string): Promise<void>;

  knownWebhook(account: string): Promise<WebhookKnownView>;
  rehearseWebhook(account: string, url: string, others: readonly string[]): Promise<WebhookView>;
  registerWebhook(account: string, url: string, others: readonly string[]): Promise<WebhookView>;
  receiver(): Promise<ReceiverView>;
  /** On at an address, or off. */
  switchReceiver(at: string | null): Promise<ReceiverView>;

  /** What holds on this computer. */
  health(): Promise<HealthView>;
  saveSettings(settings: Settings): Promise<void>;
  /** The reminders before a safe date that are usual, as words: `7d`, `4h`, `safe`. */
  usualLadder(): Promise<string[]>;
  /** With one more, whose distance is as the owner wrote it. Stores nothing. */
  ladderWith(ladder: string[], distance: string): Promise<string[]>;

  /** The folder that calendar programs watch. */
  calendar(): Promise<CalendarView>;
  /** Lets the owner choose the folder. */
  chooseCalendar(title: string): Promise<CalendarView>;
  nameInCalendar(names: boolean): Promise<CalendarView>;
  /** Takes the file away and keeps none any more. */
  endCalendar(): Promise<CalendarView>;

  /** Where the window stands, for the next one. */
  setLocation(at: Location): Promise<void>;
  /** What was typed is stored; the window may go. */
  left(): Promise<void>;
  /** Whether to go on without the window, kept and done; null leaves it open. */
  answerClosing(keep: boolean | null): Promise<void>;
  /** Gives what holds then. */
  switchLogin(on: boolean): Promise<boolean>;
  pauseReminders(pause: boolean): Promise<void>;
}
