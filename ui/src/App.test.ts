import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import App from './App.svelte';
import type { WarningView } from './ipc/types';
import { FakeClient, type Scene } from './ipc/fake';
import { Clock } from './lib/clock.svelte';
import { noFilters } from './lib/filter.svelte';
import { Words } from './lib/i18n.svelte';
import { Session } from './lib/session.svelte';
import { Theme } from './lib/theme.svelte';

async function begin(scene: Scene = {}) {
  const client = new FakeClient(scene);
  const session = new Session(client, new Words(['en-GB']), new Clock(), new Theme());
  render(App, { session });
  await session.begin();
  return { client, session };
}

const open = async (name: string) => {
  await fireEvent.click((await screen.findByText(name)).closest('button')!);
  await screen.findByTestId('case-title');
};

/** The mouse lies over this. */
function under(selector: string): void {
  document.elementFromPoint = () => document.querySelector(selector);
}

const warned = (more: Partial<WarningView> = {}): WarningView => ({
  id: 'efw_1',
  provider: 'stripe',
  account: 'a1',
  provider_id: 'issfr_1',
  at: '2026-11-21T10:00:00Z',
  actionable: true,
  fraud_type: 'made_with_stolen_card',
  amount: { minor: 18900, currency: 'EUR' },
  left: { minor: 15900, currency: 'EUR' },
  refundable: true,
  transaction: { id: 'ch_1', parent_id: null, at: '2026-11-15T10:00:00Z', amount: { minor: 18900, currency: 'EUR' }, refunded: { minor: 3000, currency: 'EUR' }, card_brand: 'visa', card_last4: '1111' } as WarningView['transaction'],
  customer: { name: 'Lea Brandt', email: null, phone: null, billing_address: null, document: null },
  order: { reference: 'TM-1', description: 'Hand grinder', shipping_name: null, shipping_address: null, carrier: null, tracking_number: null, receipt_url: null },
  live: true,
  dispute: null,
  submissions: [],
  read_at: '2026-11-22T10:00:00Z',
  ...more,
});

describe('a payment that a bank has warned of', () => {
  it('stands above the cases, says what a refund saves and can’t promise, and is refunded after the undo span', async () => {
    const { client, session } = await begin();
    client.warned = [warned(), warned({ id: 'efw_2', actionable: false, customer: { ...warned().customer, name: 'Over Already' } }), warned({ id: 'efw_3', dispute: 'd1', customer: { ...warned().customer, name: 'Disputed By Now' } })];
    client.emit({ kind: 'warnings_changed', ids: [] });
    const row = await screen.findByTestId('warned-row');
    expect(row.textContent).toMatch(/Lea Brandt.*Paid with a stolen card.*€159\.00/s);
    await fireEvent.click(row);
    const sheet = await screen.findByTestId('warning-sheet');
    expect((await within(sheet).findByTestId('warned-saves')).textContent).toMatch(/€20\.00/);
    expect(sheet.textContent).toMatch(/names no date/);
    expect(sheet.textContent).toMatch(/Nobody can promise that/);
    expect(sheet.textContent).toMatch(/Only the rest goes back/);
    await fireEvent.click(within(sheet).getByTestId('confirm-warned'));
    expect(client.calls.some((call) => call.startsWith('refundWarned'))).toBe(false);
    await fireEvent.click(within(sheet).getByTestId('undo-send'));
    expect(session.fraudWarnings.refund?.step).toBe('review');
    session.fraudWarnings.refund!.rehearsal!.undo_seconds = 0;
    await fireEvent.click(within(sheet).getByTestId('confirm-warned'));
    await waitFor(() => expect(client.calls).toContain('refundWarned efw_1 warned-efw_1'));
    expect((await within(sheet).findByTestId('outcome')).dataset.state).toBe('accepted');
    await waitFor(() => expect(screen.queryByTestId('warned-row')).toBeNull());
  });

  it('stays in view while it isn’t known whether the refund arrived, and offers no second one', async () => {
    const { client, session } = await begin();
    client.warned = [warned({ refundable: false, submissions: [{ id: 's1', kind: 'refund', state: 'unknown', at: '2026-11-22T10:00:00Z', request_id: null, on_a_word: false }] })];
    client.emit({ kind: 'warnings_changed', ids: [] });
    await fireEvent.click(await screen.findByTestId('warned-row'));
    const sheet = await screen.findByTestId('warning-sheet');
    expect(await within(sheet).findByTestId('warned-unsettled')).toBeTruthy();
    expect(within(sheet).getByTestId('confirm-warned').hasAttribute('disabled')).toBe(true);
    await fireEvent.click(within(sheet).getByTestId('warned-look-again'));
    await waitFor(() => expect(client.calls).toContain('reconcile'));
    expect(session.route.sheet).toBeNull();
  });
});

describe('the window', () => {
  it('welcomes whoever has no account', async () => {
    await begin({ scene: 'first' });
    expect(await screen.findByTestId('welcome')).toBeTruthy();
    await fireEvent.click(screen.getByTestId('practice'));
    expect(await screen.findByTestId('practice-mark')).toBeTruthy();
  });

  it('asks once what closing it means, and does what was answered', async () => {
    const { client } = await begin();
    client.emit({ kind: 'closing', tray: false });
    const sheet = await screen.findByTestId('closing');
    expect(sheet.textContent).toMatch(/shows no tray icons/);
    await fireEvent.click(within(sheet).getByTestId('closing-login'));
    await fireEvent.click(within(sheet).getByTestId('closing-keep'));
    await waitFor(() => expect(client.calls).toContain('answerClosing true'));
    expect(client.calls).toContain('switchLogin true');
  });

  it('stays open when that is not answered', async () => {
    const { client } = await begin();
    client.emit({ kind: 'closing', tray: true });
    await fireEvent.keyDown(await screen.findByTestId('closing'), { key: 'Escape' });
    await waitFor(() => expect(client.calls).toContain('answerClosing null'));
    expect(screen.queryByTestId('closing')).toBeNull();
  });

  it('opens what was chosen outside, and begins where the last one stood', async () => {
    const { client, session } = await begin();
    const id = session.desk.rows!.find((row) => row.customer.name === 'Mara Lindqvist')!.id;
    client.emit({ kind: 'open', at: { place: 'desk', dispute: id } });
    expect((await screen.findByTestId('case-title')).textContent).toContain('€249.00');
    await waitFor(() => expect(client.calls).toContain(`setLocation desk ${id}`));
    client.emit({ kind: 'open', at: { place: 'accounts', dispute: null } });
    expect((await screen.findAllByTestId('account')).length).toBeGreaterThan(0);
  });

  it('goes over to other data at the place that is meant, and forgets what was said before', async () => {
    const { client, session } = await begin();
    const id = session.desk.rows!.find((row) => row.customer.name === 'Mara Lindqvist')!.id;
    client.emit({ kind: 'notice', title: 'Of the data before', body: 'One line' });
    expect(await screen.findByTestId('news')).toBeTruthy();
    client.emit({ kind: 'mode', at: { place: 'desk', dispute: id } });
    expect((await screen.findByTestId('case-title')).textContent).toContain('€249.00');
    expect(screen.queryByTestId('news')).toBeNull();
    client.emit({ kind: 'mode', at: null });
    await waitFor(() => expect(screen.queryByTestId('case-title')).toBeNull());
  });

  it('stores what was typed before it goes', async () => {
    const { client } = await begin();
    client.emit({ kind: 'leaving' });
    await waitFor(() => expect(client.calls).toContain('left'));
  });

  it('takes back a setting that the engine refuses', async () => {
    const { client, session } = await begin();
    client.saveSettings = () => Promise.reject({ code: 'usage', args: {} });
    await session.settings.save({ ...session.settings.now!, quiet_hours: 'late' });
    expect(session.settings.now!.quiet_hours).toBeNull();
    expect(await screen.findByTestId('news')).toBeTruthy();
  });

  it('warns of a wrong clock and of an account that is not read', async () => {
    await begin({ scene: 'clock-wrong' });
    expect((await screen.findByTestId('clock-warning')).textContent).toMatch(/ahead by 2 days.*Nothing is sent/);
    await begin({ scene: 'stale' });
    expect((await screen.findAllByTestId('account-warning'))[0]!.textContent).toMatch(/not read since/);
  });

  it('says what to do when there is no keychain', async () => {
    await begin({ scene: 'keychain-missing' });
    expect((await screen.findByTestId('trouble')).textContent).toMatch(/keychain/);
  });

  it('groups the desk and opens a case', async () => {
    await begin();
    await screen.findByText('Mara Lindqvist');
    expect(screen.getAllByRole('heading', { level: 2 }).map((h) => h.textContent)).toEqual(expect.arrayContaining([expect.stringContaining('Answer now'), expect.stringContaining('Waiting for the decision')]));
    await open('Mara Lindqvist');
    expect(screen.getByTestId('case-title').textContent).toBe('€249.00 · Faulty goods');
    expect(screen.getByTestId('due-bar').textContent).toContain('3 days left');
    expect(screen.getByTestId('silence').textContent).toContain('€249.00');
  });

  it('offers only what is allowed: no answer and no acceptance in a Klarna inquiry', async () => {
    await begin();
    await open('Elin Sørensen');
    expect(screen.queryByTestId('review')).toBeNull();
    expect(screen.queryByTestId('accept')).toBeNull();
    expect(screen.getByTestId('refund')).toBeTruthy();
  });

  it('moves through the list with the arrow keys', async () => {
    await begin();
    const rows = await screen.findAllByTestId('dispute-row');
    rows[0]!.focus();
    await fireEvent.keyDown(rows[0]!, { key: 'ArrowDown' });
    expect(document.activeElement).toBe(rows[1]);
  });

  it('never puts the focus on the button that sends', async () => {
    await begin();
    await open('Mara Lindqvist');
    await fireEvent.click(screen.getByTestId('review'));
    const confirm = await screen.findByTestId('confirm-submit');
    expect(confirm.textContent).toContain('Send answer');
    expect(document.activeElement).not.toBe(confirm);
    expect(confirm.getAttribute('type')).toBe('button');
  });

  it('shows what is in the way and does not let it go', async () => {
    await begin({ scene: 'problems' });
    await open('Mara Lindqvist');
    await fireEvent.click(screen.getByTestId('review'));
    expect((await screen.findByTestId('problems')).textContent).toContain('card number');
    expect((screen.getByTestId('confirm-submit') as HTMLButtonElement).disabled).toBe(true);
  });

  it('leads from what was found to the page, blacks it out, and takes a word for what can’t be read', async () => {
    const { client } = await begin({ scene: 'problems' });
    await open('Mara Lindqvist');
    await fireEvent.click(screen.getByTestId('review'));
    expect((await screen.findByTestId('problems')).querySelectorAll('li').length).toBe(2);
    expect(screen.getByTestId('problems').textContent).toMatch(/\.\w+, page 2:/);
    expect(screen.getByTestId('advice').textContent).toMatch(/pages 1, 4:/);
    const searched = () => screen.getByTestId('card-numbers').textContent;
    expect(searched()).toBe('2 found; one page couldn’t be read; 2 pictures weren’t looked at');
    await fireEvent.click(screen.getByTestId('to-black-out'));
    expect((await screen.findByTestId('page')).getAttribute('src')).toBeTruthy();
    await fireEvent.click(screen.getByTestId('page-black-out'));
    await waitFor(() => expect(screen.queryByTestId('to-black-out')).toBeNull());
    expect(client.calls.some((call) => /^redact \S+ 2 2\.1-/.test(call))).toBe(true);
    await waitFor(() => expect(searched()).toContain('none found in the text; one page couldn’t be read'));
    expect((screen.getByTestId('confirm-submit') as HTMLButtonElement).disabled).toBe(true);
    await fireEvent.click(screen.getByTestId('to-vouch'));
    await screen.findByTestId('page');
    await fireEvent.click(screen.getByTestId('page-vouch'));
    await waitFor(() => expect((screen.getByTestId('confirm-submit') as HTMLButtonElement).disabled).toBe(false));
    expect(searched()).toContain('you looked at one of them');
  }, 20_000);

  it('offers no second sending when the outcome is unknown', async () => {
    await begin({ scene: 'unknown' });
    await open('Ida Nyström');
    await fireEvent.click(screen.getByTestId('accept'));
    await fireEvent.click(await screen.findByTestId('confirm-accept'));
    expect(await screen.findByTestId('countdown')).toBeTruthy();
    await waitFor(() => expect(screen.getByTestId('outcome').dataset.state).toBe('unknown'), { timeout: 12_000 });
    expect(within(screen.getByTestId('act-sheet')).queryByTestId('confirm-accept')).toBeNull();
    await fireEvent.click(screen.getByTestId('done'));
    expect(await screen.findByTestId('unsettled')).toBeTruthy();
    expect(screen.queryByTestId('review')).toBeNull();
  }, 20_000);

  it('takes the owner’s word on an outcome that reading can’t tell', async () => {
    const { client } = await begin();
    await open('Rui Campos');
    expect(screen.queryByTestId('saw')).toBeNull();
    await fireEvent.click(await screen.findByTestId('saw-ask'));
    await fireEvent.click(screen.getByTestId('saw-not_arrived'));
    await waitFor(() => expect(screen.queryByTestId('unsettled')).toBeNull());
    expect(client.calls.some((call) => call.startsWith('stateOutcome') && call.endsWith('not_arrived'))).toBe(true);
    expect(client.calls.some((call) => call.startsWith('perform'))).toBe(false);
  });

  it('keeps a case in view while only the owner’s word says that it arrived, and lets the word be taken back', async () => {
    const { client, session } = await begin();
    await open('Rui Campos');
    await fireEvent.click(await screen.findByTestId('saw-ask'));
    await fireEvent.click(screen.getByTestId('saw-arrived'));
    const notice = await screen.findByTestId('on-a-word');
    expect(notice.textContent).toContain('the clock stays in view');
    expect(session.case.view!.group).toBe('answer_now');
    expect(screen.queryByTestId('unsettled')).toBeNull();
    expect(screen.queryByTestId('review')).toBeNull();
    expect(screen.getByTestId('silence')).toBeTruthy();
    await fireEvent.click(within(notice).getByTestId('take-back'));
    await waitFor(() => expect(screen.queryByTestId('on-a-word')).toBeNull());
    expect(client.calls.filter((call) => call.startsWith('stateOutcome')).length).toBe(2);
    expect(client.calls.some((call) => call.startsWith('perform'))).toBe(false);
  });

  it('erases a closed case after one confirmation that says what it means', async () => {
    const { client, session } = await begin();
    await open('Mara Lindqvist');
    expect(screen.queryByTestId('erase')).toBeNull();
    await open('Greta Holm');
    client.inTheWay.push('erase_analysis_open');
    await fireEvent.click(screen.getByTestId('erase'));
    expect((await screen.findByTestId('erase-blocked')).textContent).toContain('decided');
    expect((screen.getByTestId('confirm-erase') as HTMLButtonElement).disabled).toBe(true);
    await fireEvent.click(screen.getByTestId('cancel'));
    client.inTheWay.length = 0;
    await fireEvent.click(screen.getByTestId('erase'));
    const sheet = await screen.findByTestId('erase-sheet');
    await within(sheet).findByTestId('erase-known');
    const { id, provider_id } = session.case.view!;
    for (const said of [provider_id, 'Greta Holm', 'can’t be undone', 'Backups made earlier']) expect(sheet.textContent).toContain(said);
    expect(document.activeElement?.textContent).toBe('Cancel');
    expect(client.calls).not.toContain(`erase ${id}`);
    await fireEvent.click(within(sheet).getByTestId('confirm-erase'));
    await waitFor(() => expect(screen.queryByTestId('erase-sheet')).toBeNull());
    expect(client.calls).toContain(`erase ${id}`);
    await waitFor(() => expect(screen.queryByText('Greta Holm')).toBeNull());
    expect(session.route.dispute).toBeNull();
  });

  it('gives an account a new key', async () => {
    const { client } = await begin({ scene: 'expired' });
    await fireEvent.click(screen.getByTestId('place-accounts'));
    await fireEvent.click((await screen.findAllByTestId('renew-account'))[0]!);
    const key = await screen.findByTestId('credential-secret_key');
    expect((screen.getByTestId('renew-go') as HTMLButtonElement).disabled).toBe(true);
    await fireEvent.input(key, { target: { value: 'rk_live_inventedKey00' } });
    await fireEvent.click(screen.getByTestId('renew-go'));
    expect(await screen.findByTestId('renewed')).toBeTruthy();
    expect(client.calls).toContain('renewAccount a1');
  });

  it('keeps what is typed and shows that it is saved', async () => {
    const { client } = await begin();
    await open('Mara Lindqvist');
    await fireEvent.input(screen.getByTestId('text-product_description'), { target: { value: 'A lamp.' } });
    await waitFor(() => expect(client.calls).toContain('setText'));
    await waitFor(() => expect(screen.getByTestId('draft-state').textContent).toContain('draft saved'));
  });

  it('says which file could not be taken, and why', async () => {
    const { client } = await begin();
    await open('Mara Lindqvist');
    under('[data-testid="case"]');
    client.emit({ kind: 'drop', token: 'bad', files: 2, x: 0, y: 0 });
    expect((await screen.findByTestId('refused')).textContent).toMatch(/locked\.pdf.*password/s);
  });

  it('asks before files go to another case than the open one, and puts them there', async () => {
    const { client } = await begin();
    await open('Mara Lindqvist');
    const other = screen.getAllByTestId('dispute-row').find((row) => row.getAttribute('aria-current') !== 'true');
    const id = other?.dataset.row ?? '';
    const before = (await client.dispute(id)).evidence.items.length;
    under(`[data-row="${id}"]`);
    client.emit({ kind: 'drop', token: 'good', files: 2, x: 0, y: 0 });
    const name = other?.querySelector('.who')?.textContent ?? '';
    expect((await screen.findByTestId('drop-row')).textContent).toContain(name);
    expect(client.calls).not.toContain('takeDrop');
    await fireEvent.click(screen.getByTestId('drop-row-add'));
    await waitFor(() => expect(client.calls).toContain('takeDrop'));
    expect((await client.dispute(id)).evidence.items).toHaveLength(before + 2);
  });

  it('takes nothing that was let go beside the cases, or where nothing can be sent', async () => {
    const { client } = await begin();
    await open('Mara Lindqvist');
    under('[data-testid="place-desk"]');
    client.emit({ kind: 'drop', token: 'good', files: 2, x: 0, y: 0 });
    expect((await screen.findByTestId('news')).textContent).toContain('Drop files on a case');
    expect(client.calls).not.toContain('takeDrop');
  });

  it('marks a guess until its owner says that it is right, and leaves the rest open', async () => {
    const { client } = await begin();
    await open('Mara Lindqvist');
    under('[data-testid="case"]');
    client.emit({ kind: 'drop', token: 'good', files: 2, x: 0, y: 0 });
    const open_ = await screen.findByTestId('open-places');
    expect(open_.textContent).toContain('mail-thread.pdf');
    const slot = screen.getByTestId('slot-goods_condition');
    expect(slot.classList.contains('filled')).toBe(false);
    await fireEvent.click(screen.getByTestId('guess-right'));
    await waitFor(() => expect(screen.getByTestId('slot-goods_condition').classList.contains('filled')).toBe(true));
    await fireEvent.change(screen.getByTestId('open-place'), { target: { value: 'customer_communication' } });
    await waitFor(() => expect(screen.queryByTestId('open-places')).toBeNull());
  });

  it('narrows all disputes by what was chosen, and keeps that while the window is open', async () => {
    const { client, session } = await begin();
    await fireEvent.click(await screen.findByTestId('place-all'));
    const every = screen.getAllByTestId('dispute-row').length;
    await fireEvent.change(screen.getByTestId('filter-status'), { target: { value: 'won' } });
    await screen.findByTestId('filter-found');
    await waitFor(() => expect(screen.queryAllByTestId('dispute-row').length).toBeLessThan(every));
    const shown = screen.queryAllByTestId('dispute-row').length;
    expect(shown).toBe((await client.disputes({ search: null, filters: { ...noFilters(), status: 'won' }, limit: 500, offset: 0 })).total);
    await fireEvent.click(screen.getByTestId('place-desk'));
    await waitFor(() => expect(screen.getAllByTestId('dispute-row')).toHaveLength(session.desk.rows?.length ?? 0));
    await fireEvent.click(screen.getByTestId('place-all'));
    await waitFor(() => expect(screen.queryAllByTestId('dispute-row')).toHaveLength(shown));
    await fireEvent.click(screen.getByTestId('filter-clear'));
    await waitFor(() => expect(screen.getAllByTestId('dispute-row')).toHaveLength(every));
  });

  it('finds anything by Ctrl+K', async () => {
    await begin();
    await screen.findByText('Mara Lindqvist');
    await fireEvent.keyDown(window, { key: 'k', ctrlKey: true });
    const input = await screen.findByTestId('search-input');
    await fireEvent.input(input, { target: { value: '10391' } });
    await waitFor(() => expect(screen.getAllByTestId('search-hit')).toHaveLength(1));
    await fireEvent.keyDown(input, { key: 'Enter' });
    expect((await screen.findByTestId('case-title')).textContent).toContain('Not received');
  });

  it('tells what a key is when it is the wrong one, and takes the right one', async () => {
    const { client } = await begin({ scene: 'first' });
    await fireEvent.click(await screen.findByTestId('add-account'));
    const key = await screen.findByTestId('credential-secret_key');
    expect(key.getAttribute('type')).toBe('password');
    await fireEvent.input(key, { target: { value: 'pk_live_abcdefgh' } });
    expect(screen.getByTestId('add-account-sheet').textContent).toContain('publishable');
    await fireEvent.input(key, { target: { value: 'rk_test_abcdefgh1234' } });
    await fireEvent.submit(key.closest('form')!);
    await waitFor(() => expect(client.calls).toContain('addAccount'));
    expect(await screen.findByText('Mara Lindqvist')).toBeTruthy();
  });

  it('changes its language at once', async () => {
    const { session } = await begin();
    await screen.findByText('Mara Lindqvist');
    await session.settings.save({ ...session.settings.now!, language: 'pt-BR' });
    expect(await screen.findByText('Responder agora')).toBeTruthy();
    expect(document.documentElement.lang).toBe('pt-BR');
  });

  it('names the hosts of the accounts that there are, and of no other', async () => {
    const { session } = await begin();
    await screen.findByText('Mara Lindqvist');
    const [one] = session.accounts.list!;
    session.accounts.list = [{ ...one!, hosts: ['merchant.clearhaus.com'] }];
    session.route.go('settings');
    const hosts = await screen.findByTestId('hosts');
    expect(hosts.textContent).toContain('merchant.clearhaus.com');
    expect(hosts.textContent).not.toContain('stripe');
    session.accounts.list = [];
    await waitFor(() => expect(screen.getByTestId('hosts').textContent).toBe('There is no account yet, so Tvist talks to nobody.'));
  });

  it('opens no page that it doesn’t know', async () => {
    const { client, session } = await begin();
    await screen.findByText('Mara Lindqvist');
    const id = session.desk.rows!.find((row) => row.customer.name === 'Rui Campos')!.id;
    const found = await client.dispute(id);
    client.dispute = () => Promise.resolve({ ...found, dashboard_url: null });
    await open('Rui Campos');
    const unsettled = await screen.findByTestId('unsettled');
    expect(unsettled.textContent).not.toContain('Open at');
    expect(unsettled.textContent).toContain('Tvist knows no address');
  });

  it('says that a case was lost without an answer', async () => {
    const { client, session } = await begin();
    await screen.findByText('Mara Lindqvist');
    const id = session.desk.rows!.find((row) => row.customer.name === 'Rui Campos')!.id;
    const found = await client.dispute(id);
    client.dispute = () => Promise.resolve({ ...found, status: 'lost', group: 'closed', submissions: [], standing: { ...found.standing, lost: 'nothing_sent' } });
    await open('Rui Campos');
    expect((await screen.findByTestId('lost-how')).textContent).toBe('No answer was sent.');
    expect(screen.getByTestId('lost').textContent).not.toContain('gave no reason');
  });

  it('leads to PayPal where PayPal handles the case', async () => {
    const { client, session } = await begin();
    await screen.findByText('Mara Lindqvist');
    const id = session.desk.rows!.find((row) => row.customer.name === 'Tomas Becker')!.id;
    const found = await client.dispute(id);
    const wallet = { case_id: 'PP-D-1042', kind: null, url: 'https://www.paypal.com/disputes/' };
    client.dispute = () => Promise.resolve({ ...found, method: 'paypal', network: 'paypal', standing: { ...found.standing, wallet } });
    await open('Tomas Becker');
    const notice = await screen.findByTestId('wallet');
    expect(notice.textContent).toMatch(/appealed at PayPal only/);
    await fireEvent.click(within(notice).getByTestId('wallet-open'));
    await waitFor(() => expect(client.calls.some((call) => call.startsWith('openWallet'))).toBe(true));
    expect(document.body.textContent).toContain('PP-D-1042');
  });
});
