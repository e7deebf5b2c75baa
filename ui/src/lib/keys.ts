import type { CaseActions } from '../page/case/Case.svelte';
import type { Session } from './session.svelte';

function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.matches('input, textarea, select') || target.isContentEditable);
}

/** The keys of the whole window. Single letters never act while something is being typed. */
export function onkey(event: KeyboardEvent, session: Session, actions: CaseActions): void {
  const { route } = session;
  const command = (event.ctrlKey || event.metaKey) && !event.altKey;
  const act = (run: () => void) => {
    event.preventDefault();
    run();
  };
  if (session.sending || event.isComposing) return;
  if (command && event.key.toLowerCase() === 'k') return act(() => (route.sheet = route.sheet === 'search' ? null : 'search'));
  if (route.sheet !== null) return;
  const { current } = session;
  if (command && current) {
    const editable = current.evidence.slots.length > 0 && (current.group === 'answer_now' || current.group === 'talk');
    if (event.key.toLowerCase() === 'o' && editable) return act(() => actions.choose(null));
    if (event.key.toLowerCase() === 'z' && !typing(event.target)) return act(event.shiftKey ? actions.redo : actions.undo);
    if (event.key === 'Enter' && current.allowed.includes('submit')) return act(() => actions.review('submit'));
    return;
  }
  if (typing(event.target)) return;
  if (event.key === '?') return act(() => (route.sheet = 'keys'));
  if (event.key === '/') return act(() => (route.sheet = 'search'));
  if (event.key === 'Escape' && route.dispute) return act(actions.back);
}
