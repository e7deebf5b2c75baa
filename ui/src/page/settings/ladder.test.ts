import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import App from '../../App.svelte';
import { FakeClient } from '../../ipc/fake';
import { Clock } from '../../lib/clock.svelte';
import { Words } from '../../lib/i18n.svelte';
import { Session } from '../../lib/session.svelte';
import { Theme } from '../../lib/theme.svelte';

async function begin(language = 'en-GB', delay = 0) {
  const client = new FakeClient({ language: language === 'en-GB' ? null : language, delay });
  const session = new Session(client, new Words([language]), new Clock(), new Theme());
  render(App, { session });
  await session.begin();
  session.route.go('settings');
  await screen.findByTestId('ladder');
  return { client, session };
}

const rungs = () => within(within(screen.getByTestId('ladder')).getByRole('list')).getAllByRole('listitem').map((row) => row.querySelector('span')!.textContent);
const count = () => screen.getByTestId<HTMLInputElement>('rung-count');
const kept = (session: Session) => session.settings.now!.ladder;

async function add(number: string, unit: 'd' | 'h') {
  await fireEvent.input(count(), { target: { value: number } });
  await fireEvent.change(screen.getByTestId('rung-unit'), { target: { value: unit } });
  await fireEvent.submit(count().form!);
}

describe('the ladder of reminders', () => {
  it('is named as a list, the furthest first, and its last rung can’t be taken away', async () => {
    await begin();
    expect(within(screen.getByTestId('ladder')).getByRole('list', { name: 'Remind me, before the safe date' })).toBeTruthy();
    expect(rungs()).toEqual(['7 days before', '3 days before', '1 day before', '4 hours before', 'At the safe date itself, always']);
    expect(within(screen.getByTestId('rung-safe')).queryByRole('button')).toBeNull();
    expect(screen.queryByTestId('ladder-usual')).toBeNull();
  });

  it('takes a rung of any distance, once, in its place', async () => {
    const { client, session } = await begin();
    await add('48', 'h');
    await waitFor(() => expect(kept(session)).toEqual(['7d', '3d', '2d', '1d', '4h', 'safe']));
    expect(rungs()[2]).toBe('2 days before');
    expect(client.calls).toContain('saveSettings');
    expect(screen.getByTestId('ladder-said').textContent).toBe('Added: 2 days before');
    expect(count().value).toBe('');
    await add('2', 'd');
    await waitFor(() => expect(count().getAttribute('aria-invalid')).toBe('true'));
    expect(kept(session)).toHaveLength(6);
  });

  it('says beside the field why not, and loses nothing that was typed', async () => {
    const { client, session } = await begin();
    for (const [typed, said] of [
      ['soon', /whole number/],
      ['', /whole number/],
      ['31', /30 days to 1 hour/],
      ['7', /there already/],
    ] as const) {
      await add(typed, 'd');
      await waitFor(() => expect(document.getElementById(count().getAttribute('aria-describedby') ?? '')?.textContent).toMatch(said));
      expect(screen.getByTestId('ladder-said').textContent).toMatch(said);
      expect(count().value).toBe(typed);
      expect(document.activeElement).toBe(count());
    }
    expect(client.calls).not.toContain('saveSettings');
    expect(kept(session)).toHaveLength(5);
    // Typing on is an answer to it.
    await fireEvent.input(count(), { target: { value: '14' } });
    expect(count().getAttribute('aria-invalid')).toBe('false');
    for (const more of ['14', '10', '5']) await add(more, 'd').then(() => waitFor(() => expect(count().value).toBe('')));
    await add('2', 'd');
    await waitFor(() => expect(screen.getByTestId('ladder-said').textContent).toMatch(/Eight reminders/));
  });

  it('keeps what was typed when it can’t be stored', async () => {
    const { client, session } = await begin();
    client.saveSettings = () => Promise.reject({ code: 'store_full', args: {} });
    await add('14', 'd');
    expect(await screen.findByTestId('news')).toBeTruthy();
    expect(kept(session)).toHaveLength(5);
    expect(rungs()).toHaveLength(5);
    expect(count().value).toBe('14');
  });

  it('keeps what is typed while the one before is being stored', async () => {
    const { session } = await begin('en-GB', 20);
    await add('14', 'd');
    await fireEvent.input(count(), { target: { value: '10' } });
    await waitFor(() => expect(screen.getByTestId('ladder-said').textContent).toBe('Added: 14 days before'));
    expect(kept(session)).toHaveLength(6);
    expect(count().value).toBe('10');
  });

  it('lets rungs go by keyboard, the focus on the next one, and brings the usual ones back', async () => {
    const { session } = await begin();
    const button = (rung: string) => screen.getByTestId(`rung-remove-${rung}`);
    expect(button('3d').getAttribute('aria-label')).toBe('Remove: 3 days before');
    await fireEvent.click(button('3d'));
    await waitFor(() => expect(document.activeElement).toBe(button('1d')));
    expect(screen.getByTestId('ladder-said').textContent).toBe('Removed: 3 days before');
    await fireEvent.click(button('4h'));
    await waitFor(() => expect(document.activeElement).toBe(button('1d')));
    await fireEvent.click(button('1d'));
    await waitFor(() => expect(document.activeElement).toBe(button('7d')));
    await fireEvent.click(button('7d'));
    await waitFor(() => expect(document.activeElement).toBe(count()));
    expect(kept(session)).toEqual(['safe']);
    await fireEvent.click(await screen.findByTestId('ladder-usual'));
    await waitFor(() => expect(kept(session)).toEqual(['7d', '3d', '1d', '4h', 'safe']));
    expect(screen.queryByTestId('ladder-usual')).toBeNull();
    expect(document.activeElement).toBe(count());
  });

  it.each([
    ['de', '1 Stunde vorher', '36 Stunden vorher', 'Es gibt höchstens acht'],
    ['sv', '1 timme före', '36 timmar före', 'högst åtta'],
    ['pt-BR', '1 hora antes', '36 horas antes', 'no máximo oito'],
  ])('speaks %s', async (language, one, more, full) => {
    await begin(language);
    await add('1', 'h');
    await waitFor(() => expect(rungs()).toContain(one));
    await add('36', 'h');
    await waitFor(() => expect(rungs()).toContain(more));
    await add('30', 'd');
    await waitFor(() => expect(rungs()).toHaveLength(8));
    await add('2', 'h');
    await waitFor(() => expect(screen.getByTestId('ladder-said').textContent).toContain(full));
  });
});
