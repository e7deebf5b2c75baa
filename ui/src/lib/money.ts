import type { Money } from '../ipc/types';

/**
 * Decimals of the currencies that haven't two: ISO 4217, as the engine counts (domain, `money.rs`). The web view's own table
 * won't do: it is that of everyday use, in which forints and rupiah have none, so that an amount would show a hundred times
 * too large.
 */
const DECIMALS: Record<string, number> = Object.fromEntries([
  ...['BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'UYI', 'VND', 'VUV', 'XAF', 'XOF', 'XPF'].map((code) => [code, 0]),
  ...['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND'].map((code) => [code, 3]),
  ...['CLF', 'UYW'].map((code) => [code, 4]),
]);

const decimals = (currency: string) => DECIMALS[currency] ?? 2;

const makers = new Map<string, Intl.NumberFormat>();

function maker(region: string, currency: string, whole: boolean): Intl.NumberFormat {
  const key = `${region} ${currency} ${whole}`;
  let found = makers.get(key);
  if (!found) {
    found = new Intl.NumberFormat(region, {
      style: 'currency',
      currency,
      currencyDisplay: 'symbol',
      minimumFractionDigits: decimals(currency),
      maximumFractionDigits: decimals(currency),
      ...(whole ? { trailingZeroDisplay: 'stripIfInteger' as const } : {}),
    });
    makers.set(key, found);
  }
  return found;
}

/** Money by the locale's own rules, from minor units by the currency's own exponent. */
export function formatMoney(money: Money, region: string, whole = false): string {
  try {
    return maker(region, money.currency, whole).format(money.minor / 10 ** decimals(money.currency));
  } catch {
    // Not an ISO code: shown as it came, never dropped.
    return `${money.minor} ${money.currency}`;
  }
}

/** Sums within each currency, in the order met. Currencies are never added together. */
export function totals(amounts: readonly Money[]): Money[] {
  const sums = new Map<string, number>();
  for (const { minor, currency } of amounts) sums.set(currency, (sums.get(currency) ?? 0) + minor);
  return [...sums].map(([currency, minor]) => ({ minor, currency }));
}

export function formatBytes(bytes: number, region: string): string {
  const [value, unit] = bytes < 1_000_000 ? [bytes === 0 ? 0 : Math.max(1, bytes / 1000), 'kilobyte'] : [bytes / 1_000_000, 'megabyte'];
  return new Intl.NumberFormat(region, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: unit === 'megabyte' ? 1 : 0 }).format(value);
}
