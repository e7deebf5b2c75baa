import type { CaseView, DisputeView, EntryView, SubmissionView } from '../ipc/types';
import type { RailStop } from '../kit/Rail.svelte';
import { formatDay, formatMoment, formatMonth, otherClock, zoneName } from './date';
import { timeLeft, type TimeLeft } from './due';
import type { Words } from './i18n.svelte';
import { formatMoney } from './money';

/** How a dispute is put in words: pure wording of what the engine decided, nothing is decided here. */

export function who(row: CaseView, words: Words): string {
  return row.customer.name ?? row.customer.email ?? words.t('customer-unknown');
}

/** A row's name: the buyer, or where the provider doesn't name one the order, so that rows can be told apart. */
export function whoOrWhat(row: CaseView, words: Words): string {
  if (row.customer.name ?? row.customer.email) return who(row, words);
  const order = orderOf(row, words);
  return order ? order.charAt(0).toLocaleUpperCase(words.language) + order.slice(1) : who(row, words);
}

export function orderOf(row: CaseView, words: Words): string {
  const order = row.order.reference ?? row.reference;
  return order ? words.t('order-number', { order }) : '';
}

export function reasonOf(row: CaseView, words: Words): string {
  return words.code('reason', row.reason.category);
}

/** What a wallet that handles its cases itself is called: `PayPal`. */
export function walletName(row: CaseView, words: Words): string {
  return words.code('network', row.method);
}

/** Has an irreversible act been sent whose outcome still has to be found out? */
export function unsettled({ submissions }: { submissions: SubmissionView[] }): boolean {
  return submissions.some((submission) => ['intended', 'sending', 'unknown'].includes(submission.state));
}

/** Does nothing but the owner's own word say that an act arrived, while the case goes on waiting? */
export function onAWord(row: CaseView): boolean {
  return row.status === 'needs_response' && row.next_step === 'look' && row.submissions.some((submission) => submission.on_a_word && submission.state === 'accepted');
}

/** When the last accepted act was sent. */
export function sentAt(row: CaseView): string | null {
  return row.submissions.findLast((submission) => submission.state === 'accepted')?.at ?? null;
}

/** Who decides the case: Klarna, the buyer's bank through Visa, … */
export function networkName(row: CaseView, words: Words): string {
  if (row.method !== 'card') return words.code('network', row.method);
  return row.network ? words.t('bank-through', { network: words.code('network', row.network) }) : words.t('bank');
}

/** The short form beside the amount: `Klarna`, `Klarna inquiry`, `Stripe · Visa`. */
export function decider(row: CaseView, words: Words): string {
  const inquiry = row.stage === 'inquiry';
  if (row.method !== 'card') {
    const name = words.code('network', row.method);
    return inquiry ? words.t('an-inquiry', { name }) : name;
  }
  const provider = words.code('provider', row.provider);
  const short = row.network ? `${provider} · ${words.has(`network-${row.network}.short`) ? words.t(`network-${row.network}.short`) : words.code('network', row.network)}` : provider;
  return inquiry ? words.t('an-inquiry', { name: short }) : short;
}

/** `Klarna chargeback through Stripe` */
export function through(row: CaseView, words: Words): string {
  const provider = words.code('provider', row.provider);
  const name = row.method === 'card' ? row.network && words.code('network', row.network) : words.code('network', row.method);
  const stage = words.has(`stage-${row.stage}.inline`) ? words.t(`stage-${row.stage}.inline`) : words.code('stage', row.stage);
  return name ? words.t('through', { name, stage, provider }) : words.t('through-plain', { stage, provider });
}

/** The second line of a row: why, and the one thing to know about it now. */
export function why(row: CaseView, words: Words, now: number): string {
  const sent = sentAt(row);
  const more = () => {
    if (unsettled(row)) return words.t('row-unsettled');
    if (onAWord(row)) return words.t('row-on-a-word');
    if (row.group === 'closed') return words.code('status', row.status);
    if (row.status === 'unknown') return words.t('row-status-unknown', { status: row.provider_status });
    if (row.group === 'waiting') return sent ? words.t('row-sent', { date: formatDay(sent, now, words.region) }) : words.code('status', row.status);
    if (row.next_step === 'answer') return row.missing.length > 0 ? words.t('row-missing', { count: row.missing.length }) : words.t('row-complete');
    return words.code('next', row.next_step);
  };
  return `${reasonOf(row, words)} · ${more()}`;
}

export function ringOf(row: CaseView, words: Words, now: number) {
  if (row.group === 'closed' || row.group === 'waiting') {
    const key = row.group === 'closed' ? (row.status === 'won' || row.status === 'lost' ? row.status : 'over') : 'sent';
    const lost = row.status === 'lost';
    return { count: lost ? '–' : '', unit: words.t(`ring-${key}`), share: 1, tone: lost ? 'calm' : 'good', words: words.t(`ring-${key}.words`), done: !lost } as const;
  }
  const left = timeLeft(row, now);
  if (!left) return { count: '?', unit: '', share: 0, tone: 'calm', words: words.t('ring-undated'), done: false } as const;
  return {
    count: left.unit === 'past' ? '0' : String(left.count),
    unit: words.t(`ring-${left.unit}`, { count: left.count }),
    share: left.share,
    tone: left.tone,
    words: leftWords(left, words),
    done: false,
  } as const;
}

export function leftWords(left: TimeLeft, words: Words): string {
  return words.t(`left-${left.unit}`, { count: left.count });
}

/** `Fri 28 Nov 2026, 23:59 your time`, with the provider's own clock when that shows another date or hour. */
export function deadlineWords(row: CaseView, words: Words): string {
  const { deadline } = row;
  if (!deadline) return '';
  const own = words.t('your-time', { moment: formatMoment(deadline.at, words.region) });
  if (['UTC', 'Etc/UTC'].includes(deadline.zone) || !otherClock(deadline.at, deadline.zone)) return own;
  const there = formatMoment(deadline.at, words.region, deadline.zone);
  return words.t('your-time-and-theirs', { own, there, zone: zoneName(deadline.at, deadline.zone, words.region) });
}

/** What silence does. */
export function silence(dispute: DisputeView, words: Words): string {
  const { outcome, source } = dispute.if_nothing;
  const said = [words.code('silence', outcome, { amount: formatMoney(dispute.at_risk, words.region), disputed: formatMoney(dispute.amount, words.region), provider: words.code('provider', dispute.provider) })];
  if (outcome === 'may_escalate' && dispute.method === 'card') said.push(words.t('silence-speaks'));
  if (outcome === 'may_escalate' && dispute.network === 'discover') said.push(words.t('silence-speaks-discover'));
  if (source === 'assumed') said.push(words.t('assumed'));
  return said.join(' ');
}

/** Past entries, one group for each day. */
function byDay(timeline: readonly EntryView[], day: (at: string) => string): { at: string; entries: EntryView[] }[] {
  const days: { at: string; entries: EntryView[] }[] = [];
  for (const entry of timeline.filter((e) => !e.expected)) {
    const last = days.at(-1);
    // The payment stands for itself, even when the dispute came on the same day.
    if (last && day(last.at) === day(entry.at) && last.entries[0]?.kind !== 'payment') last.entries.push(entry);
    else days.push({ at: entry.at, entries: [entry] });
  }
  return days;
}

/** The rail: past entries, today, and what is still to come; the oldest middle ones give way when it gets crowded. */
export function rail(dispute: DisputeView, words: Words, now: number, most = 6): RailStop[] {
  const day = (at: string) => formatDay(at, now, words.region);
  const stops = byDay(dispute.timeline, day).map(({ entries, at }): RailStop => {
    const moved = entries.find((entry) => entry.kind === 'money_taken' || entry.kind === 'money_returned');
    const told = entries.filter((entry) => entry !== moved);
    // A true minus sign, joined to what follows: no line breaks between them.
    const money = moved?.money ? ` · ${formatMoney(moved.money, words.region).replace('-', '\u2212\u2060')}` : '';
    // What merely follows from an event of the same day isn't told again.
    const titles = told.filter((entry) => !['status_changed', 'deadline_changed'].includes(entry.kind) || told.length === 1);
    return { title: words.code('timeline', (titles.at(-1) ?? moved ?? entries[0])?.kind ?? ''), detail: day(at) + money, state: words.t('rail-past'), kind: 'past' };
  });
  const ahead = dispute.timeline.filter((entry) => entry.expected);
  const room = Math.max(2, most - 1 - ahead.length);
  const kept: RailStop[] = stops.length > room ? [...stops.slice(0, 1), ...stops.slice(stops.length - room + 1)] : stops;
  const rest: RailStop[] = dispute.group === 'closed' ? [] : [{ title: words.t('rail-today'), detail: '', state: words.t('rail-now'), kind: 'now' }];
  for (const entry of ahead) {
    const due = entry.kind === 'deadline';
    rest.push({
      title: due && dispute.deadline ? words.code('rail-due', dispute.deadline.kind) : words.code('timeline', entry.kind),
      detail: entry.kind === 'decision' ? words.t('about', { month: formatMonth(entry.at, words.region) }) : day(entry.at),
      state: words.t('rail-future'),
      kind: due ? 'due' : 'future',
    });
  }
  return [...kept, ...rest];
}
