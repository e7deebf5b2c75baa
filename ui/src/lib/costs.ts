import type { CostView, DisputeView, RehearsalView } from '../ipc/types';
import { formatDate } from './date';
import type { Words } from './i18n.svelte';
import { formatMoney } from './money';

/** What acts cost, in words: the engine decides what is known and from where, this only says it. */

/** One sentence for each cost, with what becomes of it and how sure it is. */
export function costSentences(costs: CostView[], words: Words): string[] {
  return costs.map((cost) => {
    const name = `cost-${cost.kind.replaceAll('_', '-')}`;
    const known = cost.amount !== null || cost.percent !== null;
    const said = [words.t(known ? name : `${name}-unknown`, { amount: cost.amount ? formatMoney(cost.amount, words.region) : '', percent: cost.percent ?? 0 })];
    if (cost.returned_on_win) said.push(words.t('cost-back'));
    if (cost.source === 'assumed' && known) said.push(words.t('cost-assumed', { day: formatDate(cost.as_of, words.region) }));
    return said.join(' ');
  });
}

/** What a rehearsed act costs; that it costs nothing is said with the one who says so, else it isn't known. */
export function rehearsedCosts(rehearsal: RehearsalView, dispute: DisputeView, words: Words): string {
  if (rehearsal.costs.length > 0) return costSentences(rehearsal.costs, words).join(' ');
  if (!rehearsal.costs_said_by) return words.t('cost-untold', { provider: words.code('provider', dispute.provider) });
  return words.t(`cost-nothing-${rehearsal.act}`, { site: new URL(rehearsal.costs_said_by).host });
}

/** What answering costs, short, for a line among others; empty where a source says that it costs nothing. */
export function answeringCosts(dispute: DisputeView, words: Words): string {
  const short = (cost: CostView) => {
    if (!cost.amount) return words.t('cost-short-unknown');
    const amount = formatMoney(cost.amount, words.region);
    return cost.source === 'assumed' ? words.t('cost-short-assumed', { amount }) : amount;
  };
  return dispute.costs.submit.map(short).join(' + ');
}
