import { commands, events } from './bindings';
import type { Client } from './client';
import type { Act, DisputeQuery, Failure, Location, PageEvent, Provider, Settings } from './types';

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

async function done(answer: Answer<unknown>): Promise<void> {
  await got(answer);
}

/** The engine in the same process, behind the generated commands. */
export class TauriClient implements Client {
  async subscribe(listener: (event: PageEvent) => void): Promise<() => void> {
    const stops = await Promise.all([events.engineEvent.listen(({ payload }) => listener(payload)), events.shellEvent.listen(({ payload }) => listener(payload))]);
    return () => stops.forEach((stop) => stop());
  }

  start: Client['start'] = async () => {
    const view = await got(commands.start());
    return { ...view, settings: view.settings as Settings };
  };
  syncState: Client['syncState'] = () => got(commands.syncState());
  reopen = () => done(commands.reopen());

  accounts: Client['accounts'] = () => got(commands.accounts());
  accountForms: Client['accountForms'] = () => commands.accountForms();
  chooseCredential: Client['chooseCredential'] = () => got(commands.credentialChoose());
  addAccount: Client['addAccount'] = (provider: Provider, label, environment, values, files) => got(commands.accountAdd(provider, label, environment, values, files));
  checkAccount: Client['checkAccount'] = (id) => got(commands.accountCheck(id));
  removeAccount = (id: string) => done(commands.accountRemove(id));
  renewAccount: Client['renewAccount'] = (id, values, files) => got(commands.accountRenew(id, values, files));
  startPractice = () => done(commands.practiceStart());
  movePractice: Client['movePractice'] = (step) => done(commands.practiceMoveOn(step));
  leavePractice = () => done(commands.practiceLeave());

  sync = () => done(commands.sync());
  deadlines: Client['deadlines'] = () => got(commands.deadlines());
  health: Client['health'] = () => got(commands.health());
  calendar: Client['calendar'] = () => got(commands.calendar());
  chooseCalendar: Client['chooseCalendar'] = (title) => got(commands.calendarChoose(title));
  nameInCalendar: Client['nameInCalendar'] = (names) => got(commands.calendarNames(names));
  endCalendar: Client['endCalendar'] = () => got(commands.calendarOff());
  disputes: Client['disputes'] = (query: DisputeQuery) => got(commands.disputes(query));
  dispute: Client['dispute'] = (id) => got(commands.dispute(id));
  refresh = (id: string) => done(commands.refresh(id));
  answerManually = (id: string) => done(commands.answerManually(id));
  openDashboard = (id: string) => done(commands.dashboardOpen(id));
  openWallet = (id: string) => done(commands.walletOpen(id));
  rehearseErasure: Client['rehearseErasure'] = (id) => got(commands.eraseRehearse(id));
  erase = (id: string) => done(commands.erase(id));

  takeDrop: Client['takeDrop'] = (token, dispute, slot) => got(commands.dropTake(token, dispute, slot));
  chooseFiles: Client['chooseFiles'] = (dispute, slot) => got(commands.filesChoose(dispute, slot));
  moveItem = (dispute: string, item: string, slot: string) => done(commands.evidenceMove(dispute, item, slot));
  removeItem = (dispute: string, item: string) => done(commands.evidenceRemove(dispute, item));
  setText = (dispute: string, slot: string, text: string) => done(commands.evidenceText(dispute, slot, text));
  setFact = (dispute: string, name: string, value: string) => done(commands.evidenceFact(dispute, name, value));
  undo = (dispute: string) => done(commands.evidenceUndo(dispute));
  redo = (dispute: string) => done(commands.evidenceRedo(dispute));
  pageShown: Client['pageShown'] = (dispute, item, page, finding) => got(commands.pageShown(dispute, item, page, finding));
  redact = (dispute: string, item: string, page: number, finding: string) => done(commands.evidenceRedact(dispute, item, page, finding));
  vouch = (dispute: string, item: string, page: number) => done(commands.evidenceVouch(dispute, item, page));
  check: Client['check'] = (dispute) => got(commands.evidenceCheck(dispute));
  earlierPayments: Client['earlierPayments'] = (dispute) => got(commands.earlierPayments(dispute));
  checkEligibility = (dispute: string) => done(commands.specialEvidenceCheck(dispute));
  preview: Client['preview'] = (dispute) => got(commands.answerPreview(dispute));

  rehearse: Client['rehearse'] = (dispute, act: Act) => got(commands.rehearse(dispute, act));
  perform: Client['perform'] = (dispute, act: Act, seal) => got(commands.perform(dispute, act, seal));
  reconcile = () => done(commands.reconcile());
  stateOutcome: Client['stateOutcome'] = (dispute, said) => got(commands.outcomeStated(dispute, said));
  receipts: Client['receipts'] = (dispute) => got(commands.receipts(dispute));

  warnings: Client['warnings'] = () => got(commands.warnings());
  rehearseWarned: Client['rehearseWarned'] = (warning) => got(commands.warningRehearse(warning));
  refundWarned: Client['refundWarned'] = (warning, seal) => got(commands.warningRefund(warning, seal));

  documents: Client['documents'] = (dispute) => got(commands.documents(dispute));
  saveDocument: Client['saveDocument'] = (dispute, document, name) => got(commands.documentSave(dispute, document, name));
  comments: Client['comments'] = (dispute) => got(commands.comments(dispute));
  addComment: Client['addComment'] = (dispute, text) => got(commands.commentAdd(dispute, text));

  analyses: Client['analyses'] = () => got(commands.analyses());
  chooseAnalysisFiles: Client['chooseAnalysisFiles'] = () => got(commands.analysisFiles());
  rehearseAnalysis: Client['rehearseAnalysis'] = (form) => got(commands.analysisRehearse(form));
  requestAnalysis: Client['requestAnalysis'] = (form) => got(commands.analysisRequest(form));
  identifyAnalysis: Client['identifyAnalysis'] = (dispute, analysis) => got(commands.analysisIdentify(dispute, analysis));
  refreshAnalyses: Client['refreshAnalyses'] = () => got(commands.analysesRefresh());
  addProbative: Client['addProbative'] = (dispute, account, transaction) => done(commands.probativeAdd(dispute, account, transaction));

  knownWebhook: Client['knownWebhook'] = (account) => got(commands.webhookKnown(account));
  rehearseWebhook: Client['rehearseWebhook'] = (account, url, others) => got(commands.webhookRehearse(account, url, [...others]));
  registerWebhook: Client['registerWebhook'] = (account, url, others) => got(commands.webhookRegister(account, url, [...others]));
  receiver: Client['receiver'] = () => got(commands.receiver());
  switchReceiver: Client['switchReceiver'] = (at) => got(commands.receiverSwitch(at));

  saveSettings = (settings: Settings) => done(commands.settingsSave(settings));
  usualLadder: Client['usualLadder'] = () => commands.ladderUsual();
  ladderWith: Client['ladderWith'] = (ladder, distance) => got(commands.ladderWith(ladder, distance));

  setLocation = async (at: Location) => void (await commands.locationSet(at));
  left = async () => void (await commands.left());
  answerClosing = (keep: boolean | null) => done(commands.closeAnswer(keep));
  switchLogin: Client['switchLogin'] = (on) => got(commands.loginSwitch(on));
  pauseReminders = (pause: boolean) => done(commands.remindersPause(pause));
}
