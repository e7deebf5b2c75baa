//! Money: whole minor units and a currency, never a float.

use iso_currency::Currency as Iso;
use serde::{Deserialize, Serialize};

/// An amount in minor units of its currency (cents, öre; yen have none; dinars have thousandths).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
pub struct Money {
    /// Minor units by the currency's own exponent; negative where money left.
    pub minor: i64,
    /// ISO 4217, upper case; kept as it came when it is none that we know.
    pub currency: String,
}

/// The most minor units that are believed, up or down: beyond this, other programs (a web page, a spreadsheet) can't tell
/// whole numbers apart any more, and no payment is as large.
const MOST: u64 = 9_007_199_254_740_991;

/// Minor units that somebody else told; none beyond what anybody can mean.
#[must_use]
pub fn believable(minor: i64) -> Option<i64> {
    (minor.unsigned_abs() <= MOST).then_some(minor)
}

impl Money {
    /// An amount in `currency`, which may come in any case.
    #[must_use]
    pub fn new(minor: i64, currency: &str) -> Self {
        Self {
            minor,
            currency: currency.to_ascii_uppercase(),
        }
    }

    /// Nothing, in the currency of this amount.
    #[must_use]
    pub fn zeroed(&self) -> Self {
        Self {
            minor: 0,
            currency: self.currency.clone(),
        }
    }

    /// How many decimals the currency has; two where the code is unknown, as most have.
    #[must_use]
    pub fn exponent(&self) -> u32 {
        exponent(&self.currency)
    }

    /// The amount with a decimal point and no grouping: `249.00`, `-1500`, `1.250`.
    #[must_use]
    pub fn decimal(&self) -> String {
        let exponent = self.exponent() as usize;
        let sign = if self.minor < 0 { "-" } else { "" };
        let digits = format!(
            "{:0>width$}",
            self.minor.unsigned_abs(),
            width = exponent.saturating_add(1)
        );
        let (whole, part) = digits.split_at(digits.len().saturating_sub(exponent));
        if exponent == 0 {
            format!("{sign}{whole}")
        } else {
            format!("{sign}{whole}.{part}")
        }
    }

    /// The sum, or nothing when the currencies differ or the sum overflows: amounts are never added across currencies.
    #[must_use]
    pub fn checked_add(&self, other: &Self) -> Option<Self> {
        if self.currency != other.currency {
            return None;
        }
        Some(Self {
            minor: self.minor.checked_add(other.minor)?,
            currency: self.currency.clone(),
        })
    }
}

impl std::fmt::Display for Money {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.decimal(), self.currency)
    }
}

/// Decimals of a currency by ISO 4217. A provider that counts some currency otherwise is converted where it is read.
fn exponent(currency: &str) -> u32 {
    Iso::from_code(currency)
        .and_then(|c| c.exponent())
        .map_or(2, u32::from)
}

/// Sums amounts by currency, in the order in which the currencies appear first.
#[must_use]
pub fn totals<'a>(amounts: impl IntoIterator<Item = &'a Money>) -> Vec<Money> {
    let mut sums: Vec<Money> = Vec::new();
    for amount in amounts {
        if let Some(sum) = sums.iter_mut().find(|s| s.currency == amount.currency) {
            sum.minor = sum.minor.saturating_add(amount.minor);
        } else {
            sums.push(amount.clone());
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_follow_the_currency() {
        for (minor, currency, text) in [
            (24900, "eur", "249.00"),
            (5, "EUR", "0.05"),
            (-1_999, "BRL", "-19.99"),
            (1500, "JPY", "1500"),
            (1_250, "KWD", "1.250"),
            (-7, "KWD", "-0.007"),
            (1500, "ISK", "1500"),
            (1500, "UGX", "1500"),
            (1500, "MGA", "15.00"),
            (0, "SEK", "0.00"),
            (123, "XXQ", "1.23"),
        ] {
            assert_eq!(Money::new(minor, currency).decimal(), text);
        }
    }

    #[test]
    fn amounts_that_nobody_can_mean_are_not_believed() {
        for (minor, good) in [
            (0, true),
            (-24_900, true),
            (9_007_199_254_740_991, true),
            (9_007_199_254_740_992, false),
            (i64::MAX, false),
            (i64::MIN, false),
        ] {
            assert_eq!(believable(minor).is_some(), good, "{minor}");
            assert!(!Money::new(minor, "KWD").decimal().is_empty());
        }
    }

    #[test]
    fn currencies_are_never_mixed() {
        let euro = Money::new(100, "EUR");
        assert_eq!(euro.checked_add(&Money::new(1, "USD")), None);
        assert_eq!(euro.checked_add(&Money::new(i64::MAX, "EUR")), None);
        let sums = totals([&euro, &Money::new(5, "BRL"), &Money::new(11, "EUR")]);
        assert_eq!(sums, vec![Money::new(111, "EUR"), Money::new(5, "BRL")]);
    }
}
