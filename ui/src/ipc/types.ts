import type * as bound from './bindings';

/** What the page shows and asks for, as the engine's own types say it: the bindings are generated from them. */

export type {
  AccountForm, AccountView, Act, ActOutcome, AddedView, AnalysisForm, AnalysisRehearsalView, AnalysisView, CalendarProblem, CalendarView, CaseView, Category,
  CheckView, CheckedView, ChosenView, ClockState, CommentView, CostView, Credential, DatedView, Deadline, DeadlinesView, DeskView, DisputeQuery, DisputeView, DocumentView,
  DocumentsView, EarlierPaymentsView, EngineEvent, EntryView, Environment, ErasureView, EvidenceView, Failure, Filters, Group, HealthView, ItemView, Kind, Location, Money, NewAccountView,
  PageView, PracticeStep, PracticeView, PreviewView, Problem, Provider, ReceiptView, ReceiverView, RehearsalView, OutcomeReport, ShellEvent, SlotView, Stage, CaseDetailsView, Status,
  SubmissionView, SyncState, WarningRehearsalView, WarningView, WebhookKnownView, WebhookView,
} from './bindings';

/** Each of them is there: the engine fills in what was never set. Only what is stored may lack some, for which the generator has one type. */
export type Settings = Required<bound.Settings>;

export type StartView = Omit<bound.StartView, 'settings'> & { settings: Settings };

/** What the page is told without asking: what the engine says of the data, and what concerns the program and its window. */
export type PageEvent = bound.EngineEvent | bound.ShellEvent;
