import type { Failure, HealthView, Settings } from '../ipc/types';
import type { Client } from '../ipc/client';
import { CalendarFolder } from './calendar.svelte';
import type { Words } from './i18n.svelte';
import type { News } from './news.svelte';
import type { Theme } from './theme.svelte';

/** What the owner has set, and what holds on this computer. */
export class OwnerSettings {
  /** None until they were read. */
  now = $state<Settings | null>(null);
  /** The program starts at login. */
  login = $state(false);

  constructor(
    private readonly client: Client,
    private readonly news: News,
    private readonly words: Words,
    private readonly theme: Theme,
  ) {}

  /** What holds from now on, on screen too. */
  apply(settings: Settings): void {
    this.words.choose(settings.language);
    this.theme.choose(settings.theme === 'light' || settings.theme === 'dark' ? settings.theme : 'system');
    this.now = settings;
  }

  /** False when they weren't stored; then what held before is on screen again. */
  async save(settings: Settings): Promise<boolean> {
    const before = this.now;
    this.apply(settings);
    try {
      await this.client.saveSettings(settings);
      return true;
    } catch (failure) {
      // What the engine refuses doesn't stay on screen either.
      if (before) this.apply(before);
      this.news.say('urgent', this.words.failure(failure as Failure));
      return false;
    }
  }

  async switchLogin(on: boolean): Promise<void> {
    this.login = (await this.news.attempt(this.client.switchLogin(on))) ?? !on;
  }

  /** Pauses reminders until tomorrow morning, or resumes them. */
  pauseReminders = (pause: boolean) => this.news.attempt(this.client.pauseReminders(pause));

  /** The reminders before a safe date that are usual. */
  usualLadder(): Promise<string[]> {
    return this.client.usualLadder();
  }

  /** With one more, whose distance is as the owner wrote it. Stores nothing. */
  ladderWith(ladder: string[], distance: string): Promise<string[]> {
    return this.client.ladderWith(ladder, distance);
  }

  health(): Promise<HealthView> {
    return this.client.health();
  }

  calendar = () => new CalendarFolder(this.client);
}
