//! Booked money of disputes as double entries: what a provider took, gave back and charged, whatever the file format.
//!
//! Refunds of a payment aren't disputes: they are booked with the sale, where its VAT is.

use chrono::NaiveDate;
use chrono_tz::Tz;
use tvist_domain::clock::Timestamp;
use tvist_domain::{Dispute, Money};

/// What a booking is on, in the words of both countries' books.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    /// What the provider owes the shop until it pays out.
    Clearing,
    /// What the shop claims back from the buyer's bank.
    Disputed,
    Fees,
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    Taken,
    Returned,
    FeeCharged,
    FeeReturned,
}

impl What {
    /// The accounts: debit, then credit.
    ///
    /// What is taken becomes a doubtful claim and not yet a loss, since the case may be won; what remains there after a
    /// lost case is written off by the bookkeeper, because VAT and the choice of the loss account depend on the goods,
    /// the country and the buyer, none of which a dispute tells.
    pub(crate) fn accounts(self) -> (Role, Role) {
        match self {
            Self::Taken => (Role::Disputed, Role::Clearing),
            Self::Returned => (Role::Clearing, Role::Disputed),
            Self::FeeCharged => (Role::Fees, Role::Clearing),
            Self::FeeReturned => (Role::Clearing, Role::Fees),
        }
    }
}

/// One amount from one account to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Booking {
    pub(crate) at: Timestamp,
    pub(crate) what: What,
    /// Never negative.
    pub(crate) amount: Money,
    /// The provider's name.
    pub(crate) provider: &'static str,
    /// The provider's id of the case.
    pub(crate) case: String,
    /// The provider's id of the movement.
    pub(crate) movement: String,
}

impl Booking {
    /// The day in `zone`, as the books of that country have it.
    pub(crate) fn day(&self, zone: Tz) -> NaiveDate {
        self.at.with_timezone(&zone).date_naive()
    }

    /// The amount in hundredths, which is as fine as either format goes; none where the currency is finer and the amount
    /// uses that, or where it is too large.
    pub(crate) fn hundredths(&self) -> Option<i64> {
        let minor = self.amount.minor;
        match self.amount.exponent() {
            0 => minor.checked_mul(100),
            1 => minor.checked_mul(10),
            2 => Some(minor),
            finer => {
                let step = 10_i64.checked_pow(finer - 2)?;
                (minor % step == 0).then(|| minor / step)
            }
        }
    }
}

/// All bookings of the cases, oldest first; those of one movement stay together. A movement is booked once, even where
/// two cases name it.
pub(crate) fn bookings<'a>(cases: impl Iterator<Item = &'a Dispute>) -> Vec<Booking> {
    let mut seen = std::collections::HashSet::new();
    let mut bookings = Vec::new();
    for dispute in cases {
        for movement in &dispute.movements {
            if !seen.insert((dispute.provider, movement.id.as_str())) {
                continue;
            }
            let amount = if movement.amount.minor < 0 {
                What::Taken
            } else {
                What::Returned
            };
            let fee = if movement.fee.minor < 0 {
                What::FeeReturned
            } else {
                What::FeeCharged
            };
            for (what, money) in [(amount, &movement.amount), (fee, &movement.fee)] {
                if money.minor != 0 {
                    bookings.push(Booking {
                        at: movement.at,
                        what,
                        amount: Money::new(money.minor.saturating_abs(), &money.currency),
                        provider: dispute.provider.as_str(),
                        case: dispute.provider_id.clone(),
                        movement: movement.id.clone(),
                    });
                }
            }
        }
    }
    // Stable, and by movement within an instant.
    bookings.sort_by(|a, b| (a.at, &a.movement).cmp(&(b.at, &b.movement)));
    bookings
}

/// Whether a day lies in a half-open span.
pub(crate) fn within(day: NaiveDate, span: (Option<NaiveDate>, Option<NaiveDate>)) -> bool {
    span.0.is_none_or(|from| from <= day) && span.1.is_none_or(|to| day < to)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{at, dispute, movement};
    use proptest::prelude::*;
    use tvist_domain::dispute::Movement;

    #[test]
    fn a_lost_and_a_won_case_are_booked_in_full() {
        let mut case = dispute("du_1");
        case.movements.push(movement("txn_2", 12_990, -500, "EUR"));
        case.movements.push(movement("txn_3", 0, 0, "EUR"));
        let booked: Vec<(What, i64)> = bookings([&case, &case].into_iter())
            .iter()
            .map(|b| (b.what, b.amount.minor))
            .collect();
        assert_eq!(
            booked,
            [
                (What::Taken, 12_990),
                (What::FeeCharged, 2_000),
                (What::Returned, 12_990),
                (What::FeeReturned, 500),
            ]
        );
    }

    #[test]
    fn the_day_is_that_of_the_books() {
        let case = dispute("du_1");
        let booking = &bookings([&case].into_iter())[0];
        assert_eq!(booking.day(Tz::UTC).to_string(), "2026-11-03");
        assert_eq!(booking.day(Tz::Europe__Berlin).to_string(), "2026-11-04");
    }

    #[test]
    fn hundredths_are_exact_or_none() {
        for (minor, currency, expected) in [
            (12_990, "EUR", Some(12_990)),
            (14_800, "JPY", Some(1_480_000)),
            (37_500, "KWD", Some(3_750)),
            (37_505, "KWD", None),
            (i64::MAX, "JPY", None),
        ] {
            let mut case = dispute("du_1");
            case.movements = vec![movement("txn_1", -minor, 0, currency)];
            let booking = &bookings([&case].into_iter())[0];
            assert_eq!(booking.hundredths(), expected, "{minor} {currency}");
        }
    }

    proptest! {
        /// Whatever moved, debit and credit are equal, no amount is negative, and the provider's account shows its balance.
        #[test]
        fn the_books_balance_and_show_what_moved(
            moved in prop::collection::vec((-50_000_i64..50_000, -5_000_i64..5_000, 0_i64..90), 0..12),
        ) {
            let mut case = dispute("du_1");
            case.movements = moved
                .iter()
                .enumerate()
                .map(|(n, (amount, fee, day))| Movement {
                    at: at("2026-09-01T12:00:00Z") + chrono::Duration::days(*day),
                    ..movement(&format!("txn_{n}"), *amount, *fee, "EUR")
                })
                .collect();
            let booked = bookings([&case].into_iter());
            let mut clearing = 0;
            for booking in &booked {
                prop_assert!(booking.amount.minor > 0);
                let (debit, credit) = booking.what.accounts();
                prop_assert_ne!(debit, credit);
                clearing += match (debit, credit) {
                    (Role::Clearing, _) => booking.amount.minor,
                    (_, Role::Clearing) => -booking.amount.minor,
                    other => return Err(TestCaseError::fail(format!("{other:?}"))),
                };
            }
            let net: i64 = moved.iter().map(|(amount, fee, _)| amount - fee).sum();
            prop_assert_eq!(clearing, net);
            prop_assert!(booked.is_sorted_by_key(|b| b.at));
        }

        /// A span and the two beside it hold each day once.
        #[test]
        fn half_open_spans_hold_each_day_once(day in 0_u64..400, from in 0_u64..400, length in 0_u64..400) {
            let start: NaiveDate = "2026-01-01".parse().unwrap();
            let on = |n: u64| start + chrono::Days::new(n);
            let (from, to) = (on(from), on(from + length));
            let held = [
                within(on(day), (None, Some(from))),
                within(on(day), (Some(from), Some(to))),
                within(on(day), (Some(to), None)),
            ];
            prop_assert_eq!(held.iter().filter(|held| **held).count(), 1);
            prop_assert!(within(on(day), (None, None)));
        }
    }
}
