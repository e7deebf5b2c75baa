import type { Money } from '../ipc/client';

const makers = new Map<string, Intl.NumberFormat>();

function maker(region: string, currency: string, whole: boolean): Intl.NumberFormat {
  const key = `${region} ${currency} ${whole}`;
  let found = makers.get(key);
  if (!found) {
    found = new Intl.NumberFormat(region, {
      style: 'currency',
      currency,
      currencyDisplay: 'symbol',
      ...(whole ? { trailingZeroDisplay: 'stripIfInteger' as const } : {}),
    });
    makers.set(key, found);
  }
  return found;
}

/** Money by the locale's own rules, from minor units by the currency's own exponent. */
export function formatMoney(money: Money, region: string, whole = false): string {
  try {
    const format = maker(region, money.currency, whole);
    return format.format(money.minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
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
