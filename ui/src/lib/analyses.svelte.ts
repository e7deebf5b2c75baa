import type { AccountView, AnalysisForm, AnalysisRehearsalView, AnalysisView, ChosenView, PracticeView } from '../ipc/types';
import type { Client } from '../ipc/client';
import { IrreversibleAct } from './act.svelte';

export type AnalysisRequest = IrreversibleAct<AnalysisRehearsalView>;

/** Analyses by another provider: whom they can be asked of, asking for one, and what became of those that were asked for. */
export class Analyses {
  constructor(
    private readonly client: Client,
    private readonly accounts: () => readonly AccountView[],
    private readonly practised: () => PracticeView | null,
  ) {}

  /** The accounts that can be asked. */
  get examiners(): AccountView[] {
    return this.accounts().filter((account) => account.capabilities.analyses);
  }

  /** Payments to practise with; none outside practice. */
  get examples(): PracticeView['examples'] {
    return this.practised()?.examples ?? [];
  }

  read(): Promise<AnalysisView[]> {
    return this.client.analyses();
  }

  /** Reads every one that isn't decided yet at its provider. */
  refresh(): Promise<AnalysisView[]> {
    return this.client.refreshAnalyses();
  }

  /** Gives one whose answer was lost the id that the owner found out. */
  identify(id: string, analysis: string): Promise<AnalysisView> {
    return this.client.identifyAnalysis(id, analysis);
  }

  /** Lets the owner choose the documents of a request. */
  chooseFiles(): Promise<ChosenView[]> {
    return this.client.chooseAnalysisFiles();
  }

  /** A request for one, exactly as the form has it. */
  request(form: AnalysisForm, settled: () => void): AnalysisRequest {
    return new IrreversibleAct(
      () => this.client.rehearseAnalysis(form),
      () => this.client.requestAnalysis(form),
      settled,
    );
  }

  /** Puts what a transaction's check proves into the draft of a case. */
  addProbative(dispute: string, account: string | null, transaction: string): Promise<void> {
    return this.client.addProbative(dispute, account, transaction);
  }
}
