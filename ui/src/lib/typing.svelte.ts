import { SvelteMap } from 'svelte/reactivity';
import type { EvidenceView, Failure, Kind } from '../ipc/types';
import type { Client } from '../ipc/client';

/** The longest time between the last key and the disk. */
const pause = 400;

type Key = `text:${string}` | `fact:${string}`;

/** What is typed into one dispute's draft, saved by itself shortly after the last key. */
export class DraftTyping {
  /** What was typed and is not yet stored, by field. */
  readonly pending = new SvelteMap<Key, string>();
  failure = $state<Failure | null>(null);
  saving = $state(false);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(
    private readonly client: Client,
    readonly dispute: string,
    private readonly stored: () => Promise<void>,
  ) {}

  get clean(): boolean {
    return this.pending.size === 0;
  }

  text(slot: Kind, draft: EvidenceView): string {
    return this.pending.get(`text:${slot}`) ?? draft.texts[slot] ?? '';
  }

  fact(name: string, draft: EvidenceView): string {
    return this.pending.get(`fact:${name}`) ?? draft.facts[name] ?? '';
  }

  setText(slot: Kind, text: string): void {
    this.#type(`text:${slot}`, text);
  }

  setFact(name: string, value: string): void {
    this.#type(`fact:${name}`, value);
  }

  /** Stores everything typed, now. Settles when it is on disk (or could not be). */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#running = this.#running.then(() => this.#store());
    return this.#running;
  }

  #type(key: Key, value: string): void {
    this.pending.set(key, value);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), pause);
  }

  async #store(): Promise<void> {
    this.saving = true;
    this.failure = null;
    for (const [key, value] of [...this.pending]) {
      const name = key.slice(key.indexOf(':') + 1);
      try {
        await (key.startsWith('text:') ? this.client.setText(this.dispute, name, value) : this.client.setFact(this.dispute, name, value));
        await this.stored();
        // Typed on meanwhile: that newer text stays pending and is stored in its turn.
        if (this.pending.get(key) === value) this.pending.delete(key);
      } catch (failure) {
        this.failure = failure as Failure;
      }
    }
    this.saving = false;
  }
}
