const places = ['desk', 'deadlines', 'all', 'accounts', 'settings'] as const;
export type Place = (typeof places)[number];
export type SheetName = 'submit' | 'accept' | 'refund' | 'preview' | 'receipts' | 'erase' | 'search' | 'keys' | 'add-account' | 'closing' | 'drop' | 'warning';

/** Where the owner is: a place, a case, and at most one sheet on top. */
export class Route {
  place = $state<Place>('desk');
  dispute = $state<string | null>(null);
  sheet = $state<SheetName | null>(null);

  go(place: Place): void {
    this.place = place;
    this.sheet = null;
  }

  open(dispute: string): void {
    this.dispute = dispute;
    this.sheet = null;
    if (this.place === 'accounts' || this.place === 'settings') this.place = 'desk';
  }

  /** Goes where the last page stood; a word that is no place is the desk. */
  goTo(word: string): void {
    this.go(places.find((place) => place === word) ?? 'desk');
  }

  close(): void {
    this.dispute = null;
  }
}
