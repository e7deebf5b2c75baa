import { describe, expect, it } from 'vitest';
import type { DisputeView } from '../ipc/types';
import { FakeClient } from '../ipc/fake';
import { languages, Words } from './i18n.svelte';
import { formatMoney } from './money';
import { silence } from './wording';

type Silence = DisputeView['if_nothing'];
const outcomes: Silence['outcome'][] = ['lost', 'escalates', 'may_escalate', 'closes', 'provider_may_answer', 'none', 'unknown'];
const sources: Silence['source'][] = ['provider', 'rule', 'assumed'];

describe('what silence does', () => {
  it.each(languages)('is a whole sentence for each outcome in %s', async (language) => {
    const client = new FakeClient();
    const [row] = (await client.disputes({ search: null, filters: null, limit: 1, offset: 0 })).disputes;
    const words = new Words([language]);
    const first = await client.dispute(row!.id);
    for (const outcome of outcomes)
      for (const source of sources)
        for (const network of ['visa', 'discover']) {
          const atRisk = { ...first.amount, minor: first.amount.minor + 2000 };
          const dispute: DisputeView = { ...first, method: 'card', network, at_risk: atRisk, if_nothing: { outcome, on: null, source } };
          const text = silence(dispute, words);
          expect(text, `${outcome} ${source}`).toMatch(/^\p{Lu}.*[.)]$/u);
          expect(text).not.toMatch(/silence-|\{|\$ /);
          expect(text.includes(words.t('assumed')), `${outcome} ${source}`).toBe(source === 'assumed');
          expect(text.includes(words.t('silence-speaks-discover'))).toBe(outcome === 'may_escalate' && network === 'discover');
          // What is lost has its fees in it; what a chargeback takes is named without the fee that is named beside it.
          if (['lost', 'provider_may_answer'].includes(outcome)) expect(text).toContain(formatMoney(atRisk, words.region));
          if (['escalates', 'may_escalate'].includes(outcome)) {
            expect(text).toContain(formatMoney(first.amount, words.region));
            expect(text).not.toContain(formatMoney(atRisk, words.region));
          }
        }
  });

  it('says of a card only that silence speaks against it', async () => {
    const client = new FakeClient();
    const [row] = (await client.disputes({ search: null, filters: null, limit: 1, offset: 0 })).disputes;
    const first = await client.dispute(row!.id);
    const words = new Words(['en']);
    const of = (method: string) => silence({ ...first, method, network: null, if_nothing: { outcome: 'may_escalate', on: null, source: 'assumed' } }, words);
    expect(of('card')).toContain(words.t('silence-speaks'));
    expect(of('paypal')).not.toContain(words.t('silence-speaks'));
  });
});
