import type { Failure, Location, NewAccountView, PageEvent } from '../ipc/types';
import type { Client } from '../ipc/client';
import { Accounts } from './accounts.svelte';
import { Analyses } from './analyses.svelte';
import { OpenCase } from './case.svelte';
import type { Clock } from './clock.svelte';
import { anyConfirmed } from './confirmations';
import { Desk } from './desk.svelte';
import { FileDrop } from './drop.svelte';
import { FraudWarnings } from './fraud-warnings.svelte';
import type { Words } from './i18n.svelte';
import { News } from './news.svelte';
import { Route } from './route.svelte';
import { OwnerSettings } from './settings.svelte';
import { Shell } from './shell.svelte';
import type { Theme } from './theme.svelte';

/** One window's stores, and what concerns several of them. What is known stays visible while it is read again. */
export class Session {
  readonly route = new Route();
  readonly news: News;
  readonly settings: OwnerSettings;
  readonly shell: Shell;
  readonly accounts: Accounts;
  readonly desk: Desk;
  readonly case: OpenCase;
  readonly fraudWarnings: FraudWarnings;
  readonly analyses: Analyses;
  readonly drop: FileDrop;
  #begun = false;

  constructor(
    private readonly client: Client,
    readonly words: Words,
    readonly clock: Clock,
    theme: Theme,
  ) {
    const { route } = this;
    this.news = new News(words);
    this.settings = new OwnerSettings(client, this.news, words, theme);
    this.shell = new Shell(client, this.news, words, clock, route, this.settings);
    this.accounts = new Accounts(client, this.news);
    this.desk = new Desk(client, this.news);
    this.case = new OpenCase(client, route, this.news, words, () => this.desk.read());
    this.fraudWarnings = new FraudWarnings(client, route, this.news, () => void this.desk.read());
    this.analyses = new Analyses(
      client,
      () => this.accounts.list ?? [],
      () => this.shell.practised,
    );
    this.drop = new FileDrop(route, this.desk, this.case, this.news, words);
  }

  /** Subscribes first, then reads once, so that nothing said in between is lost. */
  async begin(): Promise<() => void> {
    const stop = await this.client.subscribe((event) => void this.hear(event));
    const at = await this.reload();
    if (at) await this.goTo(at);
    this.#begun = true;
    return stop;
  }

  /** Tells where the window stands, once it stands somewhere. */
  stands(): void {
    // Read in any case: a change of it must be heard.
    const { place, dispute } = this.route;
    if (this.#begun) this.shell.setLocation(place, dispute);
  }

  /** Reads everything; gives where the page before this one stood. */
  async reload(): Promise<Location | null> {
    try {
      const { failure, location } = await this.shell.start();
      if (!failure) await Promise.all([this.accounts.read(), this.desk.read(), this.fraudWarnings.read()]);
      return location;
    } catch (failure) {
      this.shell.failure = failure as Failure;
      return null;
    }
  }

  async reopen(): Promise<void> {
    await this.shell.reopen();
    await this.reload();
  }

  async hear(event: PageEvent): Promise<void> {
    const { shell, desk, route } = this;
    switch (event.kind) {
      case 'disputes_changed':
        await desk.read();
        if (this.case.view && (event.ids.length === 0 || event.ids.includes(this.case.view.id))) await this.case.read(this.case.view.id);
        break;
      case 'draft_changed':
        if (this.case.view?.id === event.id) await this.case.read(event.id);
        break;
      case 'warnings_changed':
        await this.fraudWarnings.readAgain();
        break;
      case 'accounts_changed':
        await this.accounts.read();
        break;
      case 'sync_ended':
        await Promise.all([this.accounts.read(), shell.readSync()]);
        break;
      case 'sync_started':
      case 'watch_changed':
        await shell.readSync();
        break;
      case 'mode':
        route.close();
        for (const store of [this.case, desk, this.accounts, this.fraudWarnings]) store.forget();
        // What was said of the other data means nothing here.
        this.news.clear();
        await this.reload();
        if (event.at) await this.goTo(event.at);
        else route.go('desk');
        break;
      case 'closing':
        await shell.hearClosing(event.tray);
        break;
      case 'leaving':
        await this.case.draft.flush();
        await shell.leave();
        break;
      case 'open':
        // Going elsewhere would take back what is confirmed, unseen.
        if (anyConfirmed()) this.news.say('calm', this.words.t('opening-sending'));
        else await this.goTo(event.at);
        break;
      case 'notice':
        this.news.say('urgent', this.words.t('notice-said', { title: event.title, body: event.body }));
        break;
      case 'clock':
        this.clock.moveAhead(event.ahead_seconds);
        break;
      case 'drag':
        this.drop.hover(event.over, event.x, event.y);
        break;
      case 'drop':
        await this.drop.letGo(event.token, event.files, event.x, event.y);
        break;
    }
  }

  /** Closes the sheet; what is confirmed in it and not yet sent is taken back. */
  closeSheet(): void {
    this.case.closeAct();
    this.fraudWarnings.close();
    this.route.sheet = null;
  }

  /** Where a right is missing the account says so at once; else the desk fills. */
  async accountAdded({ check }: NewAccountView): Promise<void> {
    this.closeSheet();
    this.route.go(check.missing.length > 0 ? 'accounts' : 'desk');
    await Promise.all([this.accounts.read(), this.desk.read()]);
    this.news.say('good', this.words.t('account-added'));
  }

  async removeAccount(id: string): Promise<void> {
    await this.accounts.remove(id);
    await this.desk.read();
  }

  /** The case that was open is gone for good. */
  async erased(): Promise<void> {
    this.closeSheet();
    this.case.leave();
    await this.desk.read();
    this.news.say('good', this.words.t('erase-done'));
  }

  /** The owner said that files belong to the case on whose row they were let go. */
  async acceptDrop(): Promise<void> {
    this.closeSheet();
    await this.drop.accept();
  }

  async goTo(at: Location): Promise<void> {
    this.closeSheet();
    this.route.goTo(at.place);
    if (at.dispute) await this.case.open(at.dispute);
    else this.case.leave();
  }
}
