import type { Failure, PracticeStep, PracticeView, StartView, SyncState } from '../ipc/types';
import type { Client } from '../ipc/client';
import type { Clock } from './clock.svelte';
import { anyConfirmed } from './confirmations';
import type { Words } from './i18n.svelte';
import type { News } from './news.svelte';
import type { Place, Route } from './route.svelte';
import type { OwnerSettings } from './settings.svelte';

/** The program around the data: how it starts, what is open, practice, and how its window goes. */
export class Shell {
  version = $state('');
  /** Why the data can't be opened; none when it is open. */
  failure = $state<Failure | null>(null);
  /** Where reading from the providers stands; none until the program has answered. */
  sync = $state<SyncState | null>(null);
  /** How practice stands; none outside it. */
  practised = $state<PracticeView | null>(null);
  /** The desktop shows a tray icon. */
  tray = $state(true);
  #asked = 0;

  constructor(
    private readonly client: Client,
    private readonly news: News,
    private readonly words: Words,
    private readonly clock: Clock,
    private readonly route: Route,
    private readonly settings: OwnerSettings,
  ) {}

  /** What the page needs first. */
  async start(): Promise<StartView> {
    const asked = ++this.#asked;
    const start = await this.client.start();
    this.settings.apply(start.settings);
    this.settings.login = start.login;
    this.version = start.version;
    this.practised = start.practised;
    this.failure = start.failure;
    this.clock.moveAhead(start.practised?.ahead_seconds ?? 0);
    if (asked === this.#asked || !this.sync) this.#show(start.sync);
    return start;
  }

  /** Tries once more to open the data. */
  reopen = () => this.news.attempt(this.client.reopen());

  /** Asks where reading stands. What was asked for last is what is shown: answers may overtake each other. */
  async readSync(): Promise<void> {
    const asked = ++this.#asked;
    // What can't be told now is told with the next event.
    const sync = await this.client.syncState().catch(() => null);
    if (sync && asked === this.#asked) this.#show(sync);
  }

  /** Tells where the window stands, so that the next one begins there. */
  setLocation(place: Place, dispute: string | null): void {
    // A case that was left for the accounts isn't what is being looked at.
    const left = place === 'accounts' || place === 'settings';
    void this.client.setLocation({ place, dispute: left ? null : dispute }).catch(() => undefined);
  }

  /** Practice runs on data of its own; the engine says when the change is done. */
  practise = () => this.news.attempt(this.client.startPractice());

  /** Time moves on in practice; what happened meanwhile is told by events. */
  movePractice = (step: PracticeStep) => this.news.attempt(this.client.movePractice(step));

  leavePractice = () => this.news.attempt(this.client.leavePractice());

  /** The window is being closed: asks what that means, unless something that is confirmed keeps it open. */
  async hearClosing(tray: boolean): Promise<void> {
    if (await this.#staysToSend()) return;
    this.tray = tray;
    this.route.sheet = 'closing';
  }

  /** The window goes: what is typed is stored by now. */
  async leave(): Promise<void> {
    await this.#staysToSend();
    await this.client.left();
  }

  /** What the owner answered when closing the window. */
  async answerClosing(keep: boolean, login: boolean): Promise<void> {
    this.route.sheet = null;
    const { settings } = this;
    if (login !== settings.login) await settings.switchLogin(login);
    if (settings.now) settings.now.close_to_tray = keep;
    await this.news.attempt(this.client.answerClosing(keep));
  }

  /** The window stays open after all. */
  stay(): void {
    this.route.sheet = null;
    void this.client.answerClosing(null).catch(() => undefined);
  }

  #show(sync: SyncState): void {
    this.sync = sync;
    this.clock.correct(sync.skew_seconds);
  }

  /** What is confirmed would be lost with the window: gives whether it stays until that is sent or taken back. */
  async #staysToSend(): Promise<boolean> {
    if (!anyConfirmed()) return false;
    this.news.say('calm', this.words.t('closing-sending'));
    await this.client.answerClosing(null);
    return true;
  }
}
