import type { EvidenceView, Kind, PageView, PreviewView } from '../types';
import { FakeServices } from './services';
import { refill } from './cases';

/** The draft: what is typed and moved, undone and done again, and its pages. */
export abstract class FakeDraft extends FakeServices {
  readonly #undo = new Map<string, EvidenceView[]>();
  readonly #redo = new Map<string, EvidenceView[]>();
  /** Findings that were blacked out, and pages (file, number) that were vouched for. */
  readonly settled = new Set<string>();

  async moveItem(dispute: string, item: string, slot: string): Promise<void> {
    await this.turn('moveItem');
    this.change(dispute, (d) => ({ ...d, items: d.items.map((i) => (i.id === item ? { ...i, slot: slot as Kind, placing: 'stated' } : i)) }));
  }

  async removeItem(dispute: string, item: string): Promise<void> {
    await this.turn('removeItem');
    this.change(dispute, (d) => ({ ...d, items: d.items.filter((i) => i.id !== item) }));
  }

  async setText(dispute: string, slot: string, text: string): Promise<void> {
    await this.turn('setText');
    this.change(dispute, (d) => ({ ...d, texts: { ...d.texts, [slot]: text } }));
  }

  async setFact(dispute: string, name: string, value: string): Promise<void> {
    await this.turn('setFact');
    this.change(dispute, (d) => ({ ...d, facts: { ...d.facts, [name]: value } }));
  }

  async undo(dispute: string): Promise<void> {
    await this.turn('undo');
    this.#step(dispute, this.#undo, this.#redo);
  }

  async redo(dispute: string): Promise<void> {
    await this.turn('redo');
    this.#step(dispute, this.#redo, this.#undo);
  }

  async pageShown(dispute: string, item: string, page: number, finding: string | null): Promise<PageView> {
    await this.turn(`pageShown ${item} ${page} ${finding ?? ''}`.trim());
    const name = this.find(dispute).evidence.items.find((i) => i.id === item)?.name ?? '';
    return { item, name, page, url: sheetOfPaper(name, page) };
  }

  async redact(dispute: string, item: string, page: number, finding: string): Promise<void> {
    await this.turn(`redact ${item} ${page} ${finding}`);
    this.settled.add(finding);
    this.change(dispute, (d) => d);
  }

  async vouch(dispute: string, item: string, page: number): Promise<void> {
    await this.turn(`vouch ${item} ${page}`);
    this.settled.add(`${item} ${page}`);
    this.change(dispute, (d) => d);
  }

  #step(dispute: string, from: Map<string, EvidenceView[]>, to: Map<string, EvidenceView[]>): void {
    const found = this.find(dispute);
    const other = from.get(dispute)?.pop();
    if (!other) return;
    to.set(dispute, [...(to.get(dispute) ?? []), found.evidence]);
    found.evidence = { ...other, revision: found.evidence.revision + 1, undo: (this.#undo.get(dispute)?.length ?? 0) > 0, redo: (this.#redo.get(dispute)?.length ?? 0) > 0 };
  }

  async preview(dispute: string): Promise<PreviewView> {
    await this.turn('preview');
    const { items, texts } = this.find(dispute).evidence;
    const pages = items.flatMap((item) => Array.from({ length: item.pages }, (_, at) => ({ item: item.id, name: item.name, page: at + 1, url: sheetOfPaper(item.name, at + 1) })));
    return { pages, fields: { ...texts }, problems: [] };
  }

  protected change(id: string, change: (draft: EvidenceView) => EvidenceView): void {
    const found = this.find(id);
    const before = structuredClone(found.evidence);
    this.#undo.set(id, [...(this.#undo.get(id) ?? []), before]);
    this.#redo.delete(id);
    found.evidence = refill({ ...change(found.evidence), revision: before.revision + 1, undo: true, redo: false, saved_at: new Date().toISOString() });
    found.missing = found.evidence.slots.filter((slot) => slot.weight === 'deciding' && slot.state === 'empty').map((slot) => slot.slot);
    this.emit({ kind: 'disputes_changed', ids: [id] });
  }
}

function sheetOfPaper(name: string, page: number): string {
  const lines = Array.from({ length: 14 }, (_, at) => `<rect x="30" y="${70 + at * 18}" width="${170 + ((at * 37 + page * 11) % 60)}" height="6" fill="#ddd"/>`).join('');
  return `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 297 420"><rect width="297" height="420" fill="#fff"/><text x="30" y="46" font-size="13" font-family="sans-serif">${name} ${page}</text>${lines}</svg>`)}`;
}
