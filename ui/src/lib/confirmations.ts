/** What the owner has confirmed and what is neither sent nor taken back: it would be lost with the window. */
const open = new Set<object>();

/** The owner has confirmed this act. */
export function noteConfirmed(act: object): void {
  open.add(act);
}

/** It is sent, or taken back. */
export function noteSettled(act: object): void {
  open.delete(act);
}

export function anyConfirmed(): boolean {
  return open.size > 0;
}
