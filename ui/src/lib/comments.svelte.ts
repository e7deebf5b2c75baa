import type { CommentView, Failure } from '../ipc/types';
import type { Client } from '../ipc/client';

/** What is said at one case between the merchant and the provider's staff. */
export class CaseComments {
  /** None while they are read for the first time. */
  list = $state<CommentView[] | null>(null);
  failure = $state<Failure | null>(null);
  sending = $state(false);

  constructor(
    private readonly client: Client,
    private readonly dispute: string,
  ) {}

  async read(): Promise<void> {
    try {
      [this.list, this.failure] = [await this.client.comments(this.dispute), null];
    } catch (failure) {
      this.failure = failure as Failure;
    }
  }

  /** Sends one more; false when it wasn't sent, and then it must not be lost. */
  async add(text: string): Promise<boolean> {
    if (this.sending) return false;
    this.sending = true;
    this.failure = null;
    try {
      await this.client.addComment(this.dispute, text);
    } catch (failure) {
      this.failure = failure as Failure;
      return false;
    } finally {
      this.sending = false;
    }
    void this.read();
    return true;
  }
}
