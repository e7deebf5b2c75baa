import { describe, expect, it, vi } from 'vitest';
import { FakeClient } from '../ipc/fake';
import type { SyncState } from '../ipc/types';
import { Clock } from './clock.svelte';
import { Words } from './i18n.svelte';
import { Session } from './session.svelte';
import { Theme } from './theme.svelte';

async function confirmed() {
  const client = new FakeClient({});
  const session = new Session(client, new Words(['en-GB']), new Clock(), new Theme());
  await session.begin();
  await session.case.open('H8');
  await session.case.review('submit');
  session.case.act!.confirm();
  return { client, session };
}
const answers = (client: FakeClient) => client.calls.filter((call) => call.startsWith('answerClosing') || call === 'left');

describe('closing the window', () => {
  it('waits for what is confirmed: the undo span is not its end', async () => {
    const { client, session } = await confirmed();
    expect(session.case.act!.step).toBe('counting');
    await session.hear({ kind: 'leaving' });
    expect(answers(client)).toEqual(['answerClosing null', 'left']);
    await session.hear({ kind: 'closing', tray: true });
    expect(session.route.sheet).toBe('submit');
    expect(session.news.lines.map((line) => line.text)[0]).toMatch(/stays until this is sent/);
    // Taken back, nothing is waited for.
    session.closeSheet();
    await session.hear({ kind: 'leaving' });
    expect(answers(client).slice(3)).toEqual(['left']);
  });

  it('is not left for a case that is chosen in the tray meanwhile', async () => {
    const { session } = await confirmed();
    const other = session.desk.rows!.find((row) => row.id !== session.case.view!.id)!.id;
    await session.hear({ kind: 'open', at: { place: 'desk', dispute: other } });
    expect(session.case.act!.step).toBe('counting');
    expect(session.news.lines.map((line) => line.text)[0]).toMatch(/taken back first/);
    session.closeSheet();
    await session.hear({ kind: 'open', at: { place: 'desk', dispute: other } });
    expect(session.case.view!.id).toBe(other);
  });

  it('goes once it is sent', async () => {
    vi.useFakeTimers();
    const { client, session } = await confirmed();
    await vi.advanceTimersByTimeAsync(30_000);
    vi.useRealTimers();
    expect(session.case.act!.step).toBe('outcome');
    await session.hear({ kind: 'leaving' });
    expect(answers(client)).toEqual(['left']);
  });
});

describe('where reading stands', () => {
  it('is what was asked for last, whichever answer comes first', async () => {
    const client = new FakeClient({});
    const session = new Session(client, new Words(['en-GB']), new Clock(), new Theme());
    await session.begin();
    const known = session.shell.sync!;
    const answers: ((sync: SyncState) => void)[] = [];
    client.syncState = () => new Promise((answer) => answers.push(answer));
    const [begun, ended] = [session.hear({ kind: 'sync_started', account: 'a1' }), session.hear({ kind: 'sync_ended', account: 'a1', ok: true })];
    await vi.waitFor(() => expect(answers).toHaveLength(2));
    answers[1]!({ ...known, running: false });
    answers[0]!({ ...known, running: true });
    await Promise.all([begun, ended]);
    expect(session.shell.sync!.running).toBe(false);
  });
});
