import type { Session } from './session.svelte';

function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.matches('input, textarea, select') || target.isContentEditable);
}

/** The keys of the whole window. Single letters never act while something is being typed. */
export function onkey(event: KeyboardEvent, session: Session, back: () => void): void {
  const { route } = session;
  const { act: sending, draft, view } = session.case;
  const command = (event.ctrlKey || event.metaKey) && !event.altKey;
  const act = (run: () => void) => {
    event.preventDefault();
    run();
  };
  if (sending || event.isComposing) return;
  if (command && event.key.toLowerCase() === 'k') return act(() => (route.sheet = route.sheet === 'search' ? null : 'search'));
  if (route.sheet !== null) return;
  if (command && view) {
    const editable = view.evidence.slots.length > 0 && (view.group === 'answer_now' || view.group === 'talk');
    if (event.key.toLowerCase() === 'o' && editable) return act(() => void draft.choose(null));
    if (event.key.toLowerCase() === 'z' && !typing(event.target)) return act(() => void (event.shiftKey ? draft.redo() : draft.undo()));
    if (event.key === 'Enter' && view.allowed.includes('submit')) return act(() => void session.case.review('submit'));
    return;
  }
  if (typing(event.target)) return;
  if (event.key === '?') return act(() => (route.sheet = 'keys'));
  if (event.key === '/') return act(() => (route.sheet = 'search'));
  if (event.key === 'Escape' && route.dispute) return act(back);
}
