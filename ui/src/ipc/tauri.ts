import { commands, events } from './bindings';
import type { AccountForm, Act, Change, Client, DisputeQuery, Failure, Provider, Settings } from './client';

type Answer<T> = Promise<{ status: 'ok'; data: T } | { status: 'error'; error: Failure }>;

/** What was answered, or the failure as a rejection. A bridge that breaks is a failure too. */
async function got<T>(answer: Answer<T>): Promise<T> {
  let settled;
  try {
    settled = await answer;
  } catch (error) {
    throw { code: 'bridge', args: { detail: String(error) } } satisfies Failure;
  }
  if (settled.status === 'error') throw settled.error;
  return settled.data;
}

/** As the window reads it; see `Read` in `client.ts`. */
async function read<T, R>(answer: Answer<T>): Promise<R> {
  return (await got(answer)) as unknown as R;
}

async function done(answer: Answer<unknown>): Promise<void> {
  await got(answer);
}

/** The engine in the same process, behind the generated commands. */
export class TauriClient implements Client {
  async subscribe(listener: (change: Change) => void): Promise<() => void> {
    return events.change.listen((event) => listener(event.payload as Change));
  }

  start: Client['start'] = () => read(commands.start());
  reopen = () => done(commands.reopen());

  accounts: Client['accounts'] = () => read(commands.accounts());
  accountForms: Client['accountForms'] = async () => (await commands.accountForms()) as unknown as AccountForm[];
  chooseCredential: Client['chooseCredential'] = () => read(commands.credentialChoose());
  addAccount: Client['addAccount'] = (provider: Provider, label, environment, values, files) => read(commands.accountAdd(provider, label, environment, values, files));
  checkAccount: Client['checkAccount'] = (id) => read(commands.accountCheck(id));
  removeAccount = (id: string) => done(commands.accountRemove(id));
  renewAccount: Client['renewAccount'] = (id, values, files) => read(commands.accountRenew(id, values, files));
  startPractice = () => done(commands.practiceStart());
  movePractice: Client['movePractice'] = (step) => done(commands.practiceMoveOn(step));
  leavePractice = () => done(commands.practiceLeave());

  sync = () => done(commands.sync());
  deadlines: Client['deadlines'] = () => read(commands.deadlines());
  health: Client['health'] = () => read(commands.health());
  calendar: Client['calendar'] = () => read(commands.calendar());
  chooseCalendar: Client['chooseCalendar'] = (title) => read(commands.calendarChoose(title));
  nameInCalendar: Client['nameInCalendar'] = (names) => read(commands.calendarNames(names));
  endCalendar: Client['endCalendar'] = () => read(commands.calendarOff());
  disputes: Client['disputes'] = (query: DisputeQuery) => read(commands.disputes(query));
  dispute: Client['dispute'] = (id) => read(commands.dispute(id));
  refresh = (id: string) => done(commands.refresh(id));
  answerManually = (id: string) => done(commands.answerManually(id));
  openDashboard = (id: string) => done(commands.dashboardOpen(id));
  openWallet = (id: string) => done(commands.walletOpen(id));
  rehearseErasure: Client['rehearseErasure'] = (id) => read(commands.eraseRehearse(id));
  erase = (id: string) => done(commands.erase(id));

  takeDrop: Client['takeDrop'] = (token, dispute, slot) => read(commands.dropTake(token, dispute, slot));
  chooseFiles: Client['chooseFiles'] = (dispute, slot) => read(commands.filesChoose(dispute, slot));
  moveItem = (dispute: string, item: string, slot: string) => done(commands.itemMove(dispute, item, slot));
  removeItem = (dispute: string, item: string) => done(commands.itemRemove(dispute, item));
  setText = (dispute: string, slot: string, text: string) => done(commands.textSet(dispute, slot, text));
  setFact = (dispute: string, name: string, value: string) => done(commands.factSet(dispute, name, value));
  undo = (dispute: string) => done(commands.draftUndo(dispute));
  redo = (dispute: string) => done(commands.draftRedo(dispute));
  pageShown: Client['pageShown'] = (dispute, item, page, finding) => read(commands.pageShown(dispute, item, page, finding));
  blackOut = (dispute: string, item: string, page: number, finding: string) => done(commands.pageBlackOut(dispute, item, page, finding));
  vouch = (dispute: string, item: string, page: number) => done(commands.pageVouch(dispute, item, page));
  check: Client['check'] = (dispute) => read(commands.draftCheck(dispute));
  earlierPayments: Client['earlierPayments'] = (dispute) => read(commands.earlierPayments(dispute));
  checkEligibility = (dispute: string) => done(commands.eligibilityCheck(dispute));
  preview: Client['preview'] = (dispute) => read(commands.answerPreview(dispute));

  rehearse: Client['rehearse'] = (dispute, act: Act) => read(commands.rehearse(dispute, act));
  perform: Client['perform'] = (dispute, act: Act, seal) => read(commands.perform(dispute, act, seal));
  reconcile = () => done(commands.reconcile());
  stateOutcome: Client['stateOutcome'] = (dispute, said) => read(commands.outcomeStated(dispute, said));
  receipts: Client['receipts'] = (dispute) => read(commands.receipts(dispute));

  warnings: Client['warnings'] = () => read(commands.warnings());
  rehearseWarned: Client['rehearseWarned'] = (warning) => read(commands.warningRehearse(warning));
  refundWarned: Client['refundWarned'] = (warning, seal) => read(commands.warningRefund(warning, seal));

  documents: Client['documents'] = (dispute) => read(commands.documents(dispute));
  saveDocument: Client['saveDocument'] = (dispute, document, name) => read(commands.documentSave(dispute, document, name));
  comments: Client['comments'] = (dispute) => read(commands.comments(dispute));
  addComment: Client['addComment'] = (dispute, text) => read(commands.commentAdd(dispute, text));

  analyses: Client['analyses'] = () => read(commands.analyses());
  chooseAnalysisFiles: Client['chooseAnalysisFiles'] = () => read(commands.analysisFiles());
  rehearseAnalysis: Client['rehearseAnalysis'] = (form) => read(commands.analysisRehearse(form));
  requestAnalysis: Client['requestAnalysis'] = (form) => read(commands.analysisRequest(form));
  identifyAnalysis: Client['identifyAnalysis'] = (dispute, analysis) => read(commands.analysisIdentify(dispute, analysis));
  refreshAnalyses: Client['refreshAnalyses'] = () => read(commands.analysesRefresh());
  addProbative: Client['addProbative'] = (dispute, account, transaction) => done(commands.probativeAdd(dispute, account, transaction));

  knownWebhook: Client['knownWebhook'] = (account) => read(commands.webhookKnown(account));
  rehearseWebhook: Client['rehearseWebhook'] = (account, url, others) => read(commands.webhookRehearse(account, url, [...others]));
  registerWebhook: Client['registerWebhook'] = (account, url, others) => read(commands.webhookRegister(account, url, [...others]));
  receiver: Client['receiver'] = () => read(commands.receiver());
  switchReceiver: Client['switchReceiver'] = (at) => read(commands.receiverSwitch(at));

  saveSettings = (settings: Settings) => done(commands.settingsSave(settings));
  usualLadder: Client['usualLadder'] = () => commands.ladderUsual();
  ladderWith: Client['ladderWith'] = (ladder, distance) => read(commands.ladderWith(ladder, distance));

  stand = async (place: string, dispute: string | null) => void (await commands.stand({ place, dispute }));
  left = async () => void (await commands.left());
  answerClosing = (keep: boolean | null) => done(commands.closeAnswer(keep));
  switchLogin: Client['switchLogin'] = (on) => got(commands.loginSwitch(on));
  pauseReminders = (pause: boolean) => done(commands.remindersPause(pause));
}
