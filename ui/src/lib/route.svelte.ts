export type Place = 'desk' | 'deadlines' | 'all' | 'accounts' | 'settings';
export type SheetName = 'submit' | 'accept' | 'refund' | 'preview' | 'receipts' | 'search' | 'keys' | 'add-account';

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

  close(): void {
    this.dispute = null;
  }
}
