import { cleanup, render, screen, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import App from '../../App.svelte';
import type { CalendarProblem } from '../../ipc/types';
import { FakeClient } from '../../ipc/fake';
import { Clock } from '../../lib/clock.svelte';
import { languages, Words } from '../../lib/i18n.svelte';
import { Session } from '../../lib/session.svelte';
import { Theme } from '../../lib/theme.svelte';

async function lines(held: boolean, language = 'en-GB', broke = 0, dated: CalendarProblem | null = null) {
  const client = new FakeClient({ language: language === 'en-GB' ? null : language });
  client.held = held;
  client.broke = broke;
  client.dated = dated;
  const session = new Session(client, new Words([language]), new Clock(), new Theme());
  render(App, { session });
  await session.begin();
  session.route.go('settings');
  const list = await screen.findByTestId('health');
  return within(list).getAllByRole('listitem');
}

describe('what holds on this computer', () => {
  it('is told line by line, with a mark', async () => {
    const all = await lines(true);
    expect(all.map((line) => line.textContent.trim())).toContain('Documents are opened by a process that can’t touch your files.');
    expect(all.filter((line) => line.classList.contains('bad'))).toEqual([]);
  });

  it('says plainly what a system doesn’t let us forbid', async () => {
    const bad = (await lines(false)).filter((line) => line.classList.contains('bad')).map((line) => line.textContent.trim());
    expect(bad).toHaveLength(4);
    expect(bad[1]).toContain('could reach the network');
  });

  it('tells how often a part of the watch broke', async () => {
    const bad = (await lines(true, 'en-GB', 2)).filter((line) => line.classList.contains('bad'));
    expect(bad.map((line) => line.textContent.trim())).toEqual(['Parts of the watch broke 2 times in the last month, and began again.']);
  });

  it('tells that the calendar’s file isn’t current, and that reminders go on', async () => {
    const bad = (await lines(true, 'en-GB', 0, 'slow')).filter((line) => line.classList.contains('bad'));
    expect(bad.map((line) => line.textContent.trim())).toEqual(['The calendar’s folder doesn’t answer: its file is not up to date. Reminders go on.']);
  });

  for (const language of languages) {
    it(`has words in ${language}`, async () => {
      for (const dated of ['folder', 'not_ours', 'slow'] as const) {
        for (const line of await lines(false, language, 1, dated)) expect(line.textContent).not.toContain('health-');
        cleanup();
      }
    });
  }
});
