/** The present moment for everything on screen. It ticks twice a minute and at once when the window comes back. */
export class Clock {
  now = $state(Date.now());
  #ahead = 0;
  #skew = 0;

  /** In practice the day is so many seconds ahead of the machine's clock. */
  moveAhead(seconds: number): void {
    this.#ahead = seconds * 1000;
    this.#tick();
  }

  /** The providers' clocks are so many seconds ahead of this machine's; a few are none. */
  correct(seconds: number): void {
    this.#skew = Math.abs(seconds) > 2 ? seconds * 1000 : 0;
    this.#tick();
  }

  /** Starts ticking; returns what stops it. */
  run(): () => void {
    const tick = () => this.#tick();
    const timer = setInterval(tick, 30_000);
    document.addEventListener('visibilitychange', tick);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', tick);
    };
  }

  #tick(): void {
    this.now = Date.now() + this.#ahead + this.#skew;
  }
}
