/** The present moment for everything on screen. It ticks twice a minute and at once when the window comes back. */
export class Clock {
  now = $state(Date.now());

  /** Starts ticking; returns what stops it. */
  run(): () => void {
    const tick = () => (this.now = Date.now());
    const timer = setInterval(tick, 30_000);
    document.addEventListener('visibilitychange', tick);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', tick);
    };
  }
}
