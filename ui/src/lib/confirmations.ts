/** What the owner has confirmed and what is neither sent nor taken back: it would be lost with the window. */
const waiting = new Set<object>();

/** From its confirmation on. */
export function isConfirmed(one: object): void {
  waiting.add(one);
}

/** Sent, or taken back. */
export function isOver(one: object): void {
  waiting.delete(one);
}

export function anythingConfirmed(): boolean {
  return waiting.size > 0;
}
