import type { Words } from './i18n.svelte';

/** How a provider's field is called: by its place, by the fact, or by the payment that it speaks of. */
export function fieldName(name: string, words: Words): string {
  if (words.has(`slot-${name}`)) return words.t(`slot-${name}`);
  const earlier = /^enhanced_evidence\.visa_compelling_evidence_3\.(?:(disputed)_transaction|prior_undisputed_transactions\.(\d+))\.(?:shipping_address\.)?(\w+)$/.exec(name);
  if (earlier) {
    const part = earlier[1] ?? ['first-earlier', 'second-earlier'][Number(earlier[2])] ?? 'same';
    const field = `ce3-field-${earlier[3] ?? ''}`;
    return `${words.t(`ce3-part-${part}`)}: ${words.has(field) ? words.t(field) : (earlier[3] ?? '')}`;
  }
  if (name.endsWith('.fee_acknowledged')) return words.t('fact-fee-acknowledged');
  if (name.startsWith('appeal.card.')) return words.t(name.endsWith('reason_for_filing') ? 'slot-appeal-reason' : 'slot-appeal-files');
  return words.code('fact', name);
}

/** How a packed file is called: by its place, and by its own name beside it where several files have that place. */
export function placeOf(file: { slot: string; name: string }, all: readonly { slot: string; name: string }[], words: Words): { place: string; name: string | null } {
  const several = all.some((other) => other.slot === file.slot && other.name !== file.name);
  return { place: words.code('slot', file.slot), name: several ? file.name : null };
}

/** What it holds, for the eye. */
export function fieldValue(name: string, value: string, words: Words): string {
  if (value === '') return words.t('field-emptied');
  if (name.endsWith('.fee_acknowledged') && value === 'true') return words.t('field-yes');
  if (name.endsWith('.merchandise_or_services')) return words.code('ce3-choice', value);
  return value;
}
