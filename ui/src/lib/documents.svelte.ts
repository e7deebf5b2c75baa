import type { DocumentView, Failure } from '../ipc/types';
import type { Client } from '../ipc/client';

/** The documents of one case: those at the provider, and what this program sent. */
export class CaseDocuments {
  /** None while they are read for the first time. */
  list = $state<DocumentView[] | null>(null);
  failure = $state<Failure | null>(null);
  /** Why the provider couldn't be asked. */
  unasked = $state<string | null>(null);
  /** The document that is being saved, and the one that was saved last. */
  saving = $state<string | null>(null);
  saved = $state<string | null>(null);

  constructor(
    private readonly client: Client,
    private readonly dispute: string,
  ) {}

  async read(): Promise<void> {
    try {
      const { documents, unasked } = await this.client.documents(this.dispute);
      [this.list, this.unasked, this.failure] = [documents, unasked?.kind ?? null, null];
    } catch (failure) {
      this.failure = failure as Failure;
    }
  }

  /** Saves one byte for byte where the owner says. */
  async save({ id, name }: DocumentView): Promise<void> {
    if (this.saving !== null) return;
    this.saving = id;
    this.failure = null;
    try {
      if (await this.client.saveDocument(this.dispute, id, name)) this.saved = id;
    } catch (failure) {
      this.failure = failure as Failure;
    } finally {
      this.saving = null;
    }
  }
}
