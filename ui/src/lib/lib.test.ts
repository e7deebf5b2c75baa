import { describe, expect, it, vi } from 'vitest';
import { FakeClient } from '../ipc/fake';
import type { CaseView, DisputeView } from '../ipc/types';
import { formatDay, formatMoment, otherClock } from './date';
import { DraftTyping } from './typing.svelte';
import { Clock } from './clock.svelte';
import { clockOff, timeLeft } from './due';
import { byMonth, byStep } from './groups';
import { pickLanguage, pickRegion, Words } from './i18n.svelte';
import { formatBytes, formatMoney, totals } from './money';
import { CaseAct } from './act.svelte';
import { Analyses } from './analyses.svelte';
import { anyConfirmed } from './confirmations';
import { rail, why } from './wording';

const now = Date.parse('2026-11-22T12:00:00Z');
const hour = 3_600_000;

describe('money', () => {
  it.each([
    ['pt-BR', { minor: 124_000, currency: 'BRL' }, 'R$\u00a01.240,00'],
    ['en-GB', { minor: 24_900, currency: 'EUR' }, '€249.00'],
    ['sv-SE', { minor: 123_450, currency: 'SEK' }, '1\u00a0234,50\u00a0kr'],
    ['de-DE', { minor: -24_900, currency: 'EUR' }, '-249,00\u00a0€'],
    ['en-GB', { minor: 1500, currency: 'JPY' }, 'JP¥1,500'],
    ['en-GB', { minor: 1250, currency: 'KWD' }, 'KWD\u00a01.250'],
    // Everyday use knows no fillér and no sen; the providers count in them all the same.
    ['en-GB', { minor: 24_900, currency: 'HUF' }, 'HUF\u00a0249.00'],
    ['en-GB', { minor: 1_500_050, currency: 'IDR' }, 'IDR\u00a015,000.50'],
    ['en-GB', { minor: 1_250, currency: 'IQD' }, 'IQD\u00a01.250'],
    ['en-GB', { minor: 500, currency: 'ISK' }, 'ISK\u00a0500'],
    ['en-GB', { minor: 1500, currency: 'UGX' }, 'UGX\u00a01,500'],
    ['en-GB', { minor: 1500, currency: 'MGA' }, 'MGA\u00a015.00'],
    ['en-GB', { minor: 5, currency: '??' }, '5 ??'],
  ])('in %s', (region, money, text) => expect(formatMoney(money, region)).toBe(text));

  it('never adds currencies together', () => {
    expect(totals([{ minor: 1, currency: 'EUR' }, { minor: 2, currency: 'BRL' }, { minor: 3, currency: 'EUR' }])).toEqual([{ minor: 4, currency: 'EUR' }, { minor: 2, currency: 'BRL' }]);
  });

  it('shows sizes as people count them', () => {
    expect(formatBytes(1_800_000, 'en-GB')).toBe('1.8 MB');
    expect(formatBytes(182_400, 'en-GB')).toBe('182 kB');
  });
});

describe('dates', () => {
  it('name weekday, day, month, year and time, in a zone', () => {
    expect(formatMoment('2026-11-28T22:59:00Z', 'en-GB', 'Europe/Stockholm')).toMatch(/Sat.* 28 Nov 2026.* 23:59/);
  });
  it('leave this year out', () => {
    expect(formatDay('2026-11-05T12:00:00Z', now, 'en-GB')).toBe('5 Nov');
    expect(formatDay('2027-01-05T12:00:00Z', now, 'en-GB')).toBe('5 Jan 2027');
  });
  it('tell another clock, and survive a zone nobody knows', () => {
    expect(otherClock('2026-11-22T12:00:00Z', 'Asia/Tokyo') || otherClock('2026-11-22T12:00:00Z', 'America/Lima')).toBe(true);
    expect(otherClock('2026-11-22T12:00:00Z', 'Nowhere/Land')).toBe(false);
  });
});

describe('the time left', () => {
  const from = (hours: number) => new Date(now + hours * hour).toISOString();
  const due = (hours: number, urgent = hours - 96): Pick<CaseView, 'deadline' | 'urgency' | 'opened_at'> => ({
    deadline: { at: from(hours), kind: 'answer', source: 'provider', zone: 'UTC', safe_at: from(hours - 24) },
    urgency: { soon_from: from(Math.min(hours - 240, urgent)), urgent_from: from(urgent) },
    opened_at: from(-96),
  });
  it.each([
    [240, 'days', 10, 'calm'],
    [100, 'days', 4, 'soon'],
    [95, 'days', 3, 'urgent'],
    [48, 'days', 2, 'urgent'],
    [47.9, 'hours', 47, 'urgent'],
    [1.5, 'minutes', 90, 'urgent'],
    [0.001, 'minutes', 1, 'urgent'],
    [0, 'past', 0, 'urgent'],
    [-5, 'past', 0, 'urgent'],
  ] as const)('%d hours before it', (hours, unit, count, tone) => expect(timeLeft(due(hours), now)).toMatchObject({ unit, count, tone }));

  it('is urgent from when the engine says, however far the last date', () => {
    expect(timeLeft(due(300, -1), now)?.tone).toBe('urgent');
  });
  it('is a share of the whole window', () => expect(timeLeft(due(96), now)?.share).toBeCloseTo(0.5));
  it('is none without a last date', () => expect(timeLeft({ ...due(96), deadline: null, urgency: null }, now)).toBeNull());
});

describe('a clock that is off', () => {
  it.each([
    [119, 'right', null],
    [-121, 'wrong', { ahead: true, unit: 'minutes', count: 2, stops: false }],
    [300, 'wrong', { ahead: false, unit: 'minutes', count: 5, stops: false }],
    [10_800, 'wrong', { ahead: false, unit: 'hours', count: 3, stops: false }],
    [-172_800, 'stops', { ahead: true, unit: 'days', count: 2, stops: true }],
  ] as const)('of %d seconds', (skew_seconds, clock, said) => expect(clockOff({ skew_seconds, clock })).toEqual(said));

  it('is corrected for everything on screen, a second or two are not', () => {
    const clock = new Clock();
    clock.correct(10_800);
    expect(Math.abs(clock.now - Date.now() - 10_800_000)).toBeLessThan(2_000);
    clock.correct(2);
    expect(Math.abs(clock.now - Date.now())).toBeLessThan(1_000);
  });
});

describe('languages', () => {
  it('are the first wanted one that there is', () => {
    expect(pickLanguage(['fr-FR', 'de-AT', 'en'])).toBe('de');
    expect(pickLanguage(['pt-PT'])).toBe('pt-BR');
    expect(pickLanguage(['fr'])).toBe('en');
  });
  it('keep the owner’s own variety for dates and money', () => {
    expect(pickRegion('de', ['en-US', 'de-AT'])).toBe('de-AT');
    expect(pickRegion('en', ['de-DE'])).toBe('en-GB');
  });
  it('show a code that nobody knows as it came', () => {
    const words = new Words(['en-GB']);
    expect(words.code('reason', 'product_not_received')).toBe('Not received');
    expect(words.code('reason', 'brand_new_reason')).toBe('brand new reason');
    expect(words.failure({ code: 'never_heard', args: {} })).toContain('never_heard');
  });
  it('begin a sentence with a capital, whoever is named', () => {
    expect(new Words(['en']).t('lost-no-reason', { who: 'the buyer’s bank' })).toBe('The buyer’s bank gave no reason.');
  });
});

describe('the lists', async () => {
  const { disputes } = await new FakeClient({ now }).disputes({ search: null, filters: null, limit: 100, offset: 0 });
  it('group by what the owner does', () => {
    expect(byStep(disputes).map((s) => s.key)).toEqual(['answer_now', 'talk', 'waiting', 'closed']);
  });
  it('keep every dispute when ordered by month', () => expect(byMonth(disputes).flatMap((s) => s.rows)).toHaveLength(disputes.length));
  it('say why in plain words, with what is missing', () => {
    const words = new Words(['en']);
    const of = (name: string) => why(disputes.find((d) => d.customer.name === name)!, words, now);
    expect(of('Mara Lindqvist')).toBe('Faulty goods · 2 items missing');
    expect(of('Rui Campos')).toBe('Fraud · we don’t know yet whether it arrived');
    expect(of('Nils Ahrendt')).toContain('mediation_pending');
  });
});

describe('the rail', async () => {
  const words = new Words(['en']);
  const mara = await new FakeClient({ now }).dispute('K1');
  it('goes from the payment over today to what is to come', () => {
    const stops = rail(mara, words, now);
    expect(stops.map((s) => s.kind)).toEqual(['past', 'past', 'past', 'now', 'due', 'future']);
    expect(stops[0]?.title).toBe('Payment');
    expect(stops[2]?.detail).toContain('\u2212\u2060€249.00');
  });
  it('keeps the first and the newest when there are many', () => {
    const many: DisputeView = { ...mara, timeline: [...Array.from({ length: 20 }, (_, at): DisputeView["timeline"][number] => ({ ...mara.timeline[0]!, at: new Date(now - (40 - at) * 24 * hour).toISOString(), kind: at === 0 ? 'payment' : at === 19 ? 'escalated' : 'status_changed' })), ...mara.timeline.filter((e) => e.expected)] };
    const stops = rail(many, words, now);
    expect(stops.length).toBeLessThanOrEqual(6);
    expect(stops[0]?.title).toBe('Payment');
    expect(stops.find((s) => s.title === 'Became a chargeback')).toBeDefined();
  });
});

describe('what is typed', () => {
  it('is stored within half a second of the last key, once', async () => {
    vi.useFakeTimers();
    const client = new FakeClient({ now });
    const typing = new DraftTyping(client, 'K1', async () => undefined);
    for (const text of ['a', 'ab', 'abc']) typing.setText('product_description', text);
    await vi.advanceTimersByTimeAsync(500);
    vi.useRealTimers();
    expect(client.calls.filter((call) => call === 'setText')).toHaveLength(1);
    expect((await client.dispute('K1')).evidence.texts.product_description).toBe('abc');
    expect(typing.clean).toBe(true);
  });

  it('stays, and says so, when it could not be stored', async () => {
    const client = new FakeClient({ now });
    vi.spyOn(client, 'setText').mockRejectedValueOnce({ code: 'store_full', args: {} });
    const typing = new DraftTyping(client, 'K1', async () => undefined);
    typing.setText('product_description', 'kept');
    await typing.flush();
    expect(typing.failure?.code).toBe('store_full');
    expect(typing.text('product_description', (await client.dispute('K1')).evidence)).toBe('kept');
    await typing.flush();
    expect(typing.clean).toBe(true);
  });

  it('loses nothing that is typed while it is being stored', async () => {
    const client = new FakeClient({ now, delay: 5 });
    const typing = new DraftTyping(client, 'K1', async () => undefined);
    typing.setText('product_description', 'first');
    const stored = typing.flush();
    typing.setText('product_description', 'first and second');
    await stored;
    await typing.flush();
    expect((await client.dispute('K1')).evidence.texts.product_description).toBe('first and second');
  });
});

describe('sending', () => {
  const performed = (client: FakeClient) => client.calls.filter((call) => call.startsWith('perform'));

  async function prepared(client: FakeClient) {
    const sending = new CaseAct(client, 'H8', 'submit', () => undefined);
    await sending.prepare();
    return sending;
  }

  it('lets ten seconds pass before the first byte, and goes once', async () => {
    vi.useFakeTimers();
    const client = new FakeClient({ now });
    const sending = await prepared(client);
    sending.confirm();
    sending.confirm();
    await vi.advanceTimersByTimeAsync(9_500);
    expect(performed(client)).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(30_000);
    vi.useRealTimers();
    expect(performed(client)).toHaveLength(1);
    expect(sending.outcome?.state).toBe('accepted');
  });

  it('sends nothing once taken back', async () => {
    vi.useFakeTimers();
    const client = new FakeClient({ now });
    const sending = await prepared(client);
    sending.confirm();
    await vi.advanceTimersByTimeAsync(4000);
    expect(sending.undo()).toBe(true);
    await vi.advanceTimersByTimeAsync(60_000);
    vi.useRealTimers();
    expect(performed(client)).toHaveLength(0);
    expect(sending.step).toBe('review');
  });

  it('can’t be confirmed while something blocks', async () => {
    const client = new FakeClient({ now, scene: 'problems' });
    const sending = await prepared(client);
    sending.confirm();
    expect(sending.step).toBe('review');
  });

  it('confirms the very thing that was shown', async () => {
    const client = new FakeClient({ now, scene: 'urgent' });
    const sending = await prepared(client);
    sending.confirm();
    await vi.waitFor(() => expect(sending.step).toBe('outcome'));
    expect(performed(client)).toEqual([`perform H8 submit ${sending.rehearsal?.seal}`]);
  });

  it('of an analysis is the same act: taken back within the span that the engine names, else sent once', async () => {
    vi.useFakeTimers();
    const client = new FakeClient({ now });
    const rehearse = client.rehearseAnalysis.bind(client);
    client.rehearseAnalysis = async (form) => ({ ...(await rehearse(form)), undo_seconds: 3 });
    const sent = () => client.calls.filter((call) => call === 'requestAnalysis').length;
    const analyses = new Analyses(client, () => [], () => null);
    const form = { dispute: null, account: null, transaction: 't1', created: '2026-11-02', credit: true, requestor_cpf: '529.982.247-25', name: 'Ana Exemplo', reason: 'Fraude', observation: null, files: ['f1'], merge: false, vouched: [] };
    const act = analyses.request(form, () => undefined);
    await act.prepare();
    act.confirm();
    expect(anyConfirmed()).toBe(true);
    await vi.advanceTimersByTimeAsync(2_500);
    expect(act.undo()).toBe(true);
    expect(anyConfirmed()).toBe(false);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(sent()).toBe(0);
    act.confirm();
    await vi.advanceTimersByTimeAsync(3_000);
    vi.useRealTimers();
    expect(sent()).toBe(1);
    expect(act.outcome?.state).toBe('accepted');
  });
});
