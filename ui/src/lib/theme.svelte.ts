/** Light or dark: the owner's choice, or the system's. Sets `data-theme` on the root element. */
export class Theme {
  choice = $state<'system' | 'light' | 'dark'>('system');
  #system = matchMedia('(prefers-color-scheme: dark)');

  run(): () => void {
    const apply = () => this.#apply();
    this.#system.addEventListener('change', apply);
    apply();
    return () => this.#system.removeEventListener('change', apply);
  }

  choose(choice: 'system' | 'light' | 'dark'): void {
    this.choice = choice;
    this.#apply();
  }

  #apply(): void {
    const dark = this.choice === 'dark' || (this.choice === 'system' && this.#system.matches);
    document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  }
}
