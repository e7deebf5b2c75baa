//! Amounts as Stripe counts them, and as their currencies do.
//!
//! Stripe counts in the currency's smallest unit (stripe.md §3), but not everywhere in that of ISO 4217. The exceptions are
//! in docs.stripe.com/currencies, "Zero-decimal currencies" and "Special cases" (read November 2026). Inside the house an
//! amount is in the currency's own minor units, so both directions pass through here.

use tvist_domain::Money;

/// How Stripe's unit and the currency's own minor unit are related.
enum Unit {
    Same,
    /// Stripe takes and sends hundredths of a unit that can't be divided; their last two digits are zeros.
    Hundredths,
    /// Stripe takes and sends whole units of a currency that has hundredths by ISO 4217.
    Whole,
}

fn unit(currency: &str) -> Unit {
    match currency.to_ascii_uppercase().as_str() {
        "ISK" | "UGX" => Unit::Hundredths,
        "MGA" => Unit::Whole,
        _ => Unit::Same,
    }
}

/// An amount that Stripe sent. Hundredths that can't be are rounded to the nearest unit, halves away from zero; the
/// provider's object keeps them.
pub(super) fn from_stripe(amount: i64, currency: &str) -> Money {
    let minor = match unit(currency) {
        Unit::Same => amount,
        Unit::Hundredths => {
            let half = amount.signum().saturating_mul(50);
            amount.saturating_add(half) / 100
        }
        Unit::Whole => amount.saturating_mul(100),
    };
    Money::new(minor, currency)
}

/// The same amount as Stripe takes it; none where Stripe has no number for it.
pub(super) fn to_stripe(money: &Money) -> Option<i64> {
    match unit(&money.currency) {
        Unit::Same => Some(money.minor),
        Unit::Hundredths => money.minor.checked_mul(100),
        Unit::Whole => (money.minor % 100 == 0).then_some(money.minor / 100),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_comes_in_by_the_currencys_own_unit_and_goes_out_by_stripes() {
        for (stripe, currency, text) in [
            (500, "isk", "5 ISK"),
            (-1_500_000, "ugx", "-15000 UGX"),
            (5_000, "mga", "5000.00 MGA"),
            (1_500, "jpy", "1500 JPY"),
            (24_900, "huf", "249.00 HUF"),
            (24_900, "twd", "249.00 TWD"),
            (1_250, "kwd", "1.250 KWD"),
            (0, "isk", "0 ISK"),
        ] {
            let money = from_stripe(stripe, currency);
            assert_eq!(money.to_string(), text);
            assert_eq!(to_stripe(&money), Some(stripe), "{text}");
        }
    }

    #[test]
    fn what_the_other_side_has_no_number_for_is_rounded_in_and_refused_out() {
        assert_eq!(from_stripe(549, "isk").minor, 5);
        assert_eq!(from_stripe(-550, "isk").minor, -6);
        assert_eq!(to_stripe(&Money::new(150, "MGA")), None);
        assert_eq!(to_stripe(&Money::new(i64::MAX, "ISK")), None);
    }
}
