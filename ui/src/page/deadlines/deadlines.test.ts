import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import App from '../../App.svelte';
import { FakeClient, type Scene } from '../../ipc/fake';
import { Clock } from '../../lib/clock.svelte';
import { formatMoment, formatTime } from '../../lib/date';
import { Words } from '../../lib/i18n.svelte';
import { Session } from '../../lib/session.svelte';
import { Theme } from '../../lib/theme.svelte';
import { firstDayOfWeek, moved, shiftMonth, weeks } from './month';

async function begin(scene: Scene = {}, region = 'en-GB') {
  const client = new FakeClient(scene);
  const session = new Session(client, new Words([region]), new Clock(), new Theme());
  render(App, { session });
  await session.begin();
  session.route.go('deadlines');
  return { client, session, grid: await screen.findByTestId('month') };
}

const cell = (day: string) => document.querySelector<HTMLElement>(`[data-day="${day}"]`)!;
const press = (key: string) => fireEvent.keyDown(document.activeElement!, { key });

describe('a month', () => {
  it('begins its weeks on the day of the region', () => {
    expect(['sv-SE', 'de-DE', 'en-GB', 'de-AT'].map(firstDayOfWeek)).toEqual([1, 1, 1, 1]);
    expect(['pt-BR', 'en-US', 'en-AU'].map(firstDayOfWeek)).toEqual([0, 0, 0]);
    expect(firstDayOfWeek('ar-EG')).toBe(6);
    expect(weeks('2026-11-22', 1).map((week) => [week[0], week[6]])).toEqual([
      ['2026-10-26', '2026-11-01'],
      ['2026-11-02', '2026-11-08'],
      ['2026-11-09', '2026-11-15'],
      ['2026-11-16', '2026-11-22'],
      ['2026-11-23', '2026-11-29'],
      ['2026-11-30', '2026-12-06'],
    ]);
    expect(weeks('2026-02-10', 0)).toHaveLength(4);
    expect(weeks('2026-02-10', 1)).toHaveLength(5);
  });

  it('is walked through by keys', () => {
    const from = '2027-03-31';
    expect(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End', 'PageUp', 'PageDown', 'x'].map((key) => moved(key, from, 1))).toEqual(['2027-03-30', '2027-04-01', '2027-03-24', '2027-04-07', '2027-03-29', '2027-04-04', '2027-02-28', '2027-04-30', null]);
    expect(shiftMonth('2027-12-31', 2)).toBe('2028-02-29');
  });
});

describe('the hour that comes twice', () => {
  it('tells its two passes apart, and only them', () => {
    const moments = ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'].map((at) => formatMoment(at, 'en-GB', 'Europe/Stockholm'));
    expect(new Set(moments).size).toBe(2);
    expect(moments.every((moment) => / 0?2:30 /.test(moment))).toBe(true);
    expect(formatMoment('2026-10-25T03:30:00Z', 'en-GB', 'Europe/Stockholm')).toMatch(/ 0?4:30$/);
    expect(formatTime('2026-10-25T00:30:00Z', 'de-DE', 'Europe/Berlin')).not.toBe(formatTime('2026-10-25T01:30:00Z', 'de-DE', 'Europe/Berlin'));
    expect(formatTime('2027-03-28T01:30:00Z', 'en-GB', 'Europe/Stockholm')).toMatch(/^0?3:30$/);
  });
});

describe('the page of deadlines', () => {
  it('shows a month of whole weeks with one day in the tab order', async () => {
    const { grid, session } = await begin();
    const cells = within(grid).getAllByRole('gridcell');
    expect(cells.length % 7).toBe(0);
    expect(cells.filter((one) => one.tabIndex === 0)).toHaveLength(1);
    const first = ['Sun', 'Mon'][firstDayOfWeek(session.words.region)];
    expect(within(grid).getAllByRole('columnheader').map((head) => head.textContent)[0]).toBe(first);
    expect(cells.find((one) => one.tabIndex === 0)?.getAttribute('aria-current')).toBe('date');
  });

  it('moves by arrow keys over the end of the month, and back to today', async () => {
    const { grid } = await begin();
    within(grid).getAllByRole('gridcell').find((one) => one.tabIndex === 0)!.focus();
    const from = (document.activeElement as HTMLElement).dataset.day!;
    await press('PageDown');
    await waitFor(() => expect(document.activeElement).toBe(cell(shiftMonth(from, 1))));
    await press('ArrowDown');
    await waitFor(() => expect((document.activeElement as HTMLElement).dataset.day).toBe(moved('ArrowDown', shiftMonth(from, 1), 0)));
    await fireEvent.click(screen.getByTestId('month-today'));
    await waitFor(() => expect(cell(from).tabIndex).toBe(0));
  });

  it('names each day with its number of deadlines, and Enter leads to its cases', async () => {
    const { client, grid } = await begin();
    const { dated } = await client.deadlines();
    const next = dated.find((one) => !one.overdue)!;
    const count = dated.filter((one) => one.day === next.day).length;
    if (!cell(next.day)) await fireEvent.click(screen.getByTestId('month-after'));
    await waitFor(() => expect(cell(next.day).textContent).toContain(`${count} deadline`));
    expect(grid.textContent).toContain('nothing due');
    cell(next.day).focus();
    await fireEvent.click(cell(next.day));
    await waitFor(() => expect((document.activeElement as HTMLElement).dataset.row).toBe(next.case.id));
    await press('ArrowDown');
    expect((document.activeElement as HTMLElement).dataset.row).not.toBe(next.case.id);
  });

  it('lists every case that waits, the overdue and the undated in view, the settled not', async () => {
    const { client } = await begin();
    const view = await client.deadlines();
    const rows = within(screen.getByTestId('agenda')).getAllByTestId('dispute-row');
    expect(rows.map((row) => row.dataset.row)).toEqual([...view.dated.map((one) => one.case.id), ...view.undated.map((one) => one.id)]);
    expect(screen.getAllByTestId('caption')[0]?.textContent).toMatch(/Answer due|Becomes a chargeback/);
  });

  it('shows a hundred of many and more on wish', async () => {
    const { client } = await begin({ scene: 'crowded' });
    const { dated } = await client.deadlines();
    expect(dated.length).toBeGreaterThan(100);
    expect(dated.some((one) => one.overdue)).toBe(true);
    expect(screen.getByTestId('agenda').textContent).toContain('Time is up');
    expect(within(screen.getByTestId('agenda')).getAllByTestId('dispute-row')).toHaveLength(100);
    await fireEvent.click(screen.getByText(/^Show \d+ more$/));
    expect(within(screen.getByTestId('agenda')).getAllByTestId('dispute-row')).toHaveLength(dated.length);
    expect(screen.getAllByText(/by a documented rule/).length).toBeGreaterThan(0);
  });

  it('says so when there is nothing', async () => {
    await begin({ scene: 'empty' });
    expect(screen.getByText(/No case waits for you/)).toBeTruthy();
  });

  it('keeps the agenda beside an open case', async () => {
    const { session } = await begin();
    await fireEvent.click(within(screen.getByTestId('agenda')).getAllByTestId('dispute-row')[0]!);
    await screen.findByTestId('case-title');
    expect(screen.queryByTestId('month')).toBeNull();
    expect(screen.getByTestId('agenda')).toBeTruthy();
    session.case.leave();
    expect(await screen.findByTestId('month')).toBeTruthy();
  });
});

describe('the folder for calendar programs', () => {
  it('is off, is chosen, names nobody until allowed, and is ended', async () => {
    const { client, session } = await begin();
    session.route.go('settings');
    await fireEvent.click(await screen.findByTestId('calendar-choose'));
    expect((await screen.findByTestId('calendar-path')).textContent).toBe('/home/mira/Calendars/Tvist.ics');
    const names = screen.getByTestId<HTMLInputElement>('calendar-names');
    expect(names.checked).toBe(false);
    await fireEvent.click(names);
    await waitFor(() => expect(client.calls).toContain('nameInCalendar true'));
    await waitFor(() => expect(screen.getByTestId<HTMLButtonElement>('calendar-off').disabled).toBe(false));
    await fireEvent.click(screen.getByTestId('calendar-off'));
    await waitFor(() => expect(screen.queryByTestId('calendar-path')).toBeNull());
  });

  it('says what is wrong with a folder', async () => {
    const { session } = await begin({ scene: 'calendar-taken' });
    session.route.go('settings');
    await fireEvent.click(await screen.findByTestId('calendar-choose'));
    expect((await screen.findByTestId('calendar-problem')).textContent).toContain('Tvist.ics');
  });
});
