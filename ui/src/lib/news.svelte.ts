import type { Failure } from '../ipc/types';
import type { Words } from './i18n.svelte';

/** A line of news at the foot of the window; goes away by itself unless something went wrong. */
export interface Line {
  id: number;
  tone: 'good' | 'urgent' | 'calm';
  text: string;
}

/** What was said last, three lines at most. */
export class News {
  lines = $state<Line[]>([]);
  #lastId = 0;

  constructor(private readonly words: Words) {}

  say(tone: Line['tone'], text: string): void {
    const id = ++this.#lastId;
    this.lines = [...this.lines.slice(-2), { id, tone, text }];
    if (tone !== 'urgent') setTimeout(() => this.dismiss(id), 6000);
  }

  /** Waits for a call. What goes wrong is said in words, and nothing that was on screen goes away. */
  async attempt<T>(call: Promise<T>): Promise<T | undefined> {
    try {
      return await call;
    } catch (failure) {
      this.say('urgent', this.words.failure(failure as Failure));
      return undefined;
    }
  }

  dismiss(id: number): void {
    this.lines = this.lines.filter((line) => line.id !== id);
  }

  clear(): void {
    this.lines = [];
  }
}
