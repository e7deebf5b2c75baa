import type { AddedView, CheckedView, DisputeView, PageView, PreviewView, Problem } from '../ipc/types';
import type { Client } from '../ipc/client';
import type { Words } from './i18n.svelte';
import type { News } from './news.svelte';
import { DraftTyping } from './typing.svelte';

/** The case that a draft belongs to: what is shown of it, and how it is read again. */
interface Owner {
  readonly view: DisputeView | null;
  read(id: string): Promise<void>;
}

/** The answer to the open case while it is put together: files, what is typed, and how full it is. */
export class Draft {
  typing = $state<DraftTyping | null>(null);
  checked = $state<CheckedView | null>(null);
  /** Files are being taken in. */
  adding = $state(false);
  /** Files that could not be taken in the last time. */
  refused = $state<AddedView['refused']>([]);

  constructor(
    private readonly client: Client,
    private readonly news: News,
    private readonly words: Words,
    private readonly owner: Owner,
  ) {}

  /** Begins with the draft of another case. */
  open(id: string): void {
    void this.flush();
    this.typing = new DraftTyping(this.client, id, () => this.owner.read(id));
    this.refused = [];
    this.checked = null;
  }

  /** Stores what is typed, now. */
  async flush(): Promise<void> {
    await this.typing?.flush();
  }

  /** Lets the owner choose files in the system's dialog. */
  async choose(slot: string | null): Promise<void> {
    const id = this.owner.view?.id;
    if (id) await this.#take(id, () => this.client.chooseFiles(id, slot));
  }

  /** Takes files that were let go on the window; they are no use to a case that takes none. */
  async takeDrop(token: string, id: string, slot: string | null): Promise<void> {
    const { view } = this.owner;
    if (view?.id === id && !view.evidence.may_gather) {
      this.news.say('calm', this.words.t('drop-not-taken'));
      return;
    }
    await this.#take(id, () => this.client.takeDrop(token, id, slot));
  }

  move = (item: string, slot: string) => this.#edit((id) => this.client.moveItem(id, item, slot));

  remove = (item: string) => this.#edit((id) => this.client.removeItem(id, item));

  async undo(): Promise<void> {
    await this.flush();
    await this.#edit((id) => this.client.undo(id));
  }

  async redo(): Promise<void> {
    await this.flush();
    await this.#edit((id) => this.client.redo(id));
  }

  stateFact = (name: string, value: string) => this.#edit((id) => this.client.setFact(id, name, value));

  /** The page that a problem names. */
  async page({ item, page, finding }: Problem): Promise<PageView> {
    return this.client.pageShown(this.#id(), item ?? '', page ?? 1, finding);
  }

  /** Blacks out what a problem found, or takes the owner's word that its page holds no card number. */
  async settle({ item, page, finding }: Problem): Promise<void> {
    const [id, file, at] = [this.#id(), item ?? '', page ?? 1];
    await (finding ? this.client.redact(id, file, at, finding) : this.client.vouch(id, file, at));
  }

  /** Every page and text as it leaves. */
  preview(): Promise<PreviewView> {
    return this.client.preview(this.#id());
  }

  /** How full the pack is; measured beside the reading, since packing takes longer. */
  async measure({ id, evidence }: DisputeView): Promise<void> {
    if (!evidence.takes_evidence || evidence.items.length === 0) {
      this.checked = null;
      return;
    }
    const checked = await this.client.check(id).catch(() => null);
    if (this.owner.view?.id === id) this.checked = checked;
  }

  #id(): string {
    return this.owner.view?.id ?? '';
  }

  async #edit(edit: (id: string) => Promise<void>): Promise<void> {
    const id = this.owner.view?.id;
    if (!id) return;
    await this.news.attempt(edit(id));
    await this.owner.read(id);
  }

  async #take(id: string, take: () => Promise<AddedView>): Promise<void> {
    this.adding = true;
    const added = await this.news.attempt(take());
    this.adding = false;
    if (!added) return;
    this.refused = added.refused;
    await this.owner.read(id);
    if (added.added > 0) this.news.say('good', this.words.t('files-added', { count: added.added }));
  }
}
