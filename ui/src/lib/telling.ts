import type { RailStop } from '../kit/Rail.svelte';
import type { Dispute, Row } from '../ipc/client';
import { formatDay, formatMoment, formatMonth, otherClock, zoneName } from './date';
import { timeLeft, type TimeLeft } from './due';
import type { Words } from './i18n.svelte';
import { formatMoney } from './money';

/** How a dispute is put in words: pure wording of what the engine decided, nothing is decided here. */

export function who(row: Row, words: Words): string {
  return row.customer ?? words.t('customer-unknown');
}

export function reasonOf(row: Row, words: Words): string {
  return words.code('reason', row.reason.category);
}

/** Who decides the case: Klarna, the buyer's bank through Visa, … */
export function networkName(row: Row, words: Words): string {
  return row.network ? words.code('network', row.network) : words.code('provider', row.provider);
}

export function through(row: Row, words: Words): string {
  const provider = words.code('provider', row.provider);
  if (row.network === 'klarna') return words.t(row.stage === 'inquiry' ? 'through-klarna-inquiry' : 'through-klarna');
  return row.network ? `${provider} · ${words.code('network', row.network)}` : provider;
}

/** The second line of a row: why, and the one thing to know about it now. */
export function why(row: Row, words: Words, now: number): string {
  const reason = reasonOf(row, words);
  const more = () => {
    if (row.unsettled) return words.t('row-unsettled');
    if (row.group === 'closed') return words.code('status', row.status);
    if (row.status === 'unknown') return words.t('row-status-unknown', { status: row.provider_status });
    if (row.group === 'waiting' && row.sent_at) return words.t('row-sent', { date: formatDay(row.sent_at, now, words.region) });
    if (row.group === 'waiting') return words.code('status', row.status);
    if (row.next_step === 'answer') return row.missing > 0 ? words.t('row-missing', { count: row.missing }) : words.t('row-complete');
    return words.code('next', row.next_step);
  };
  return `${reason} · ${more()}`;
}

export function ringOf(row: Row, words: Words, now: number) {
  if (row.group === 'closed' || (row.group === 'waiting' && !row.unsettled)) {
    const key = row.group === 'closed' ? (row.status === 'won' || row.status === 'lost' ? row.status : 'over') : 'sent';
    const tone = row.status === 'lost' ? 'calm' : 'good';
    return { count: row.status === 'lost' ? '–' : '', unit: words.t(`ring-${key}`), share: 1, tone, words: words.t(`ring-${key}.words`), done: row.status !== 'lost' } as const;
  }
  if (!row.deadline) return { count: '?', unit: '', share: 0, tone: 'calm', words: words.t('ring-undated'), done: false } as const;
  const left = timeLeft(row.deadline, row.opened_at, now);
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
export function deadlineWords(dispute: Row, words: Words): string {
  const { deadline } = dispute;
  if (!deadline) return '';
  const own = words.t('your-time', { moment: formatMoment(deadline.at, words.region) });
  if (deadline.zone === 'UTC' || !otherClock(deadline.at, deadline.zone)) return own;
  const there = formatMoment(deadline.at, words.region, deadline.zone);
  return words.t('your-time-and-theirs', { own, there, zone: zoneName(deadline.at, deadline.zone, words.region) });
}

/** What silence does. */
export function silence(dispute: Dispute, words: Words, now: number): string {
  const { outcome, on, source } = dispute.if_nothing;
  const args = { amount: formatMoney(dispute.at_risk, words.region), who: networkName(dispute, words), date: on ? formatDay(on, now, words.region) : '' };
  const text = words.code('silence', outcome, args);
  return source === 'assumed' ? `${text} ${words.t('assumed')}` : text;
}

/** The rail: past entries, today, and what is still to come; the oldest middle ones give way when it gets crowded. */
export function rail(dispute: Dispute, words: Words, now: number, most = 7): RailStop[] {
  const title = (kind: string, own: string | null) => (words.has(`timeline-${kind}`) ? words.t(`timeline-${kind}`) : (own ?? kind));
  const past = dispute.timeline.filter((entry) => !entry.expected);
  const ahead = dispute.timeline.filter((entry) => entry.expected);
  const room = Math.max(2, most - 1 - ahead.length);
  const kept = past.length > room ? [past[0], ...past.slice(past.length - room + 1)].filter((e) => e !== undefined) : past;
  const stops: RailStop[] = kept.map((entry) => ({
    title: title(entry.kind, entry.title),
    detail: [entry.at && formatDay(entry.at, now, words.region), entry.detail].filter(Boolean).join(' · '),
    state: words.t('rail-past'),
    kind: 'past',
  }));
  if (dispute.group !== 'closed') stops.push({ title: words.t('rail-today'), detail: '', state: words.t('rail-now'), kind: 'now' });
  for (const entry of ahead) {
    const due = entry.kind === 'deadline';
    stops.push({
      title: due && dispute.deadline ? words.code('rail-due', dispute.deadline.kind) : title(entry.kind, entry.title),
      detail: entry.at ? (due ? formatDay(entry.at, now, words.region) : words.t('about', { month: formatMonth(entry.at, words.region) })) : (entry.detail ?? ''),
      state: words.t('rail-future'),
      kind: due ? 'due' : 'future',
    });
  }
  return stops;
}
