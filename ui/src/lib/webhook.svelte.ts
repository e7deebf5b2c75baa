import type { Failure, ReceiverView, WebhookKnownView, WebhookView } from '../ipc/types';
import type { Client } from '../ipc/client';

/** A provider's calls about changed cases: receiving them here, and the address that the provider calls. */
export class Webhook {
  receiver = $state<ReceiverView | null>(null);
  known = $state<WebhookKnownView | null>(null);
  /** What registering would do; none while nothing is to be confirmed. */
  rehearsal = $state<WebhookView | null>(null);
  registered = $state(false);
  busy = $state(false);
  failure = $state<Failure | null>(null);

  constructor(
    private readonly client: Client,
    private readonly account: string,
  ) {}

  /** Where it stands; undefined where that can't be read now. */
  read = () =>
    this.#during(async () => {
      const [receiver, known] = await Promise.all([this.client.receiver(), this.client.knownWebhook(this.account)]);
      [this.receiver, this.known] = [receiver, known];
      return { receiver, known };
    });

  /** Receives at an address, or no more. */
  listen = (at: string | null) => this.#during(async () => void (this.receiver = await this.client.switchReceiver(at)));

  rehearse = (url: string, others: readonly string[]) => this.#during(async () => void (this.rehearsal = await this.client.rehearseWebhook(this.account, url, others)));

  /** Another address or other events are meant: what was rehearsed is none of them. */
  forget(): void {
    this.rehearsal = null;
  }

  register = (url: string, others: readonly string[]) =>
    this.#during(async () => {
      await this.client.registerWebhook(this.account, url, others);
      this.known = await this.client.knownWebhook(this.account);
      this.rehearsal = null;
      this.registered = true;
    });

  async #during<T>(work: () => Promise<T>): Promise<T | undefined> {
    if (this.busy) return undefined;
    this.busy = true;
    this.failure = null;
    try {
      return await work();
    } catch (failure) {
      this.failure = failure as Failure;
      return undefined;
    } finally {
      this.busy = false;
    }
  }
}
