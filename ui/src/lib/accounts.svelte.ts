import type { AccountForm, AccountView, CheckView, ChosenView, Environment, NewAccountView, Provider } from '../ipc/types';
import type { Client } from '../ipc/client';
import type { News } from './news.svelte';
import { Webhook } from './webhook.svelte';

/** What was typed and what was chosen for an account, by the names in its form. */
export interface Credentials {
  values: Record<string, string>;
  /** Tokens of chosen files. */
  files: Record<string, string>;
}

/** The accounts at providers: connected, looked at, given a new key, taken away. */
export class Accounts {
  /** None until they were read. */
  list = $state<AccountView[] | null>(null);
  /** What the last looks at accounts found, by account. */
  checks = $state<Record<string, CheckView>>({});

  constructor(
    private readonly client: Client,
    private readonly news: News,
  ) {}

  async read(): Promise<void> {
    const accounts = await this.news.attempt(this.client.accounts());
    if (accounts) this.list = accounts;
  }

  /** What was known is of other data. */
  forget(): void {
    this.list = null;
  }

  /** What an account at each provider is set up with. */
  forms(): Promise<AccountForm[]> {
    return this.client.accountForms();
  }

  /** Lets the owner choose a key file; its content never comes here. */
  chooseCredential(): Promise<ChosenView | null> {
    return this.client.chooseCredential();
  }

  async add(provider: Provider, label: string, environment: Environment | null, { values, files }: Credentials): Promise<NewAccountView> {
    const added = await this.client.addAccount(provider, label, environment, values, files);
    this.#keep(added.check);
    return added;
  }

  /** Connects, and tells what the credentials lack. */
  async check(id: string): Promise<CheckView> {
    return this.#keep(await this.client.checkAccount(id));
  }

  /** A new key for an account that is there; everything is read with it. */
  async renew(id: string, { values, files }: Credentials): Promise<void> {
    await this.client.renewAccount(id, values, files);
  }

  async remove(id: string): Promise<void> {
    await this.news.attempt(this.client.removeAccount(id));
    await this.read();
  }

  /** A provider's calls about changed cases. */
  webhook = (id: string) => new Webhook(this.client, id);

  #keep(check: CheckView): CheckView {
    this.checks = { ...this.checks, [check.account]: check };
    return check;
  }
}
