//! The reads that a provider grants, and what is left of them where somebody asks often.
//!
//! Who asks by hand is always answered in full. A script that asks every half hour, month after month, would spend more than
//! is granted once there are many open cases; then the schedule's own rhythm has to do.

use crate::Provider;
use crate::clock::Instant;
use serde::{Deserialize, Serialize};

/// Reads that are granted whatever the sales are, and how they are spent.
struct Grant {
    /// Saved up at most, for askings in a row.
    at_once: i64,
    a_day: i64,
}

/// Stripe grants at least 10,000 reads a month (stripe.md §1 rule 10). This spends 1,000 + 30 × 240 = 8,200 of them, which
/// leaves room for the schedule's own reading of many cases. No other provider's pages name a number.
fn grant(provider: Provider) -> Option<Grant> {
    match provider {
        Provider::Stripe => Some(Grant {
            at_once: 1_000,
            a_day: 240,
        }),
        Provider::Clearhaus | Provider::Celcoin | Provider::Unico => None,
    }
}

/// What is left of an account's reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    /// Thousandths of a read, so that nothing is lost between askings; below zero where more was read than there was.
    milli: i64,
    #[serde(with = "crate::clock::text")]
    at: Instant,
}

impl Left {
    /// What is left at `now`; nothing where nothing is counted. A date later than now was by a clock that ran ahead.
    fn now(before: Option<Self>, provider: Provider, now: Instant) -> Option<Self> {
        let grant = grant(provider)?;
        let most = grant.at_once * 1_000;
        let milli = before.map_or(most, |before| {
            let seconds = (now - before.at).num_seconds().max(0);
            let grown = i128::from(seconds) * i128::from(grant.a_day) * 1_000 / 86_400;
            let grown = i64::try_from(grown).unwrap_or(most);
            before.milli.saturating_add(grown).min(most)
        });
        Some(Self { milli, at: now })
    }

    /// The same after so many reads; nothing where nothing is counted.
    #[must_use]
    pub fn after(
        before: Option<Self>,
        provider: Provider,
        reads: u32,
        now: Instant,
    ) -> Option<Self> {
        let left = Self::now(before, provider, now)?;
        // What was read cannot weigh for longer than a day and a half of rest.
        let floor = -360_000;
        Some(Self {
            milli: left
                .milli
                .saturating_sub(i64::from(reads) * 1_000)
                .max(floor),
            ..left
        })
    }
}

/// Whether all open cases may be read because somebody asks, although the schedule doesn't.
#[must_use]
pub fn affords_all(left: Option<Left>, provider: Provider, now: Instant) -> bool {
    Left::now(left, provider, now).is_none_or(|left| left.milli > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Duration;

    fn start() -> Instant {
        "2026-11-01T00:00:00Z".parse().unwrap()
    }

    /// The reads of a month of askings, where reading all open cases costs so much and the changes alone 2; and how many
    /// of the askings were answered in full.
    fn month(every: Duration, all: u32) -> (u32, u32, u32) {
        let (mut left, mut reads, mut full, mut asked) = (None, 0, 0, 0);
        let (mut now, end) = (start(), start() + Duration::days(30));
        let mut last_full: Option<Instant> = None;
        while now < end {
            let due = last_full.is_none_or(|at| now - at >= Duration::hours(24));
            let takes = if due || affords_all(left, Provider::Stripe, now) {
                last_full = Some(now);
                full += 1;
                all
            } else {
                2
            };
            left = Left::after(left, Provider::Stripe, takes, now);
            reads += takes;
            asked += 1;
            now += every;
        }
        (reads, full, asked)
    }

    #[test]
    fn a_month_of_half_hours_stays_below_what_is_granted() {
        for all in [2, 3, 5, 7, 12, 40, 200] {
            let (reads, full, asked) = month(Duration::minutes(30), all);
            assert!(reads < 10_000, "{reads} reads where all cost {all}");
            assert!(full >= 30, "each day at least");
            if all <= 5 {
                assert_eq!(full, asked, "few cases are always all read");
            }
        }
    }

    #[test]
    fn who_asks_by_hand_is_always_answered_in_full() {
        let (_, full, asked) = month(Duration::hours(4), 30);
        assert_eq!(full, asked);
        let mut left = None;
        for minute in 0..30 {
            let now = start() + Duration::minutes(minute);
            assert!(affords_all(left, Provider::Stripe, now), "{minute}");
            left = Left::after(left, Provider::Stripe, 30, now);
        }
    }

    #[test]
    fn nothing_is_counted_where_no_number_is_named_and_no_clock_holds_it_up() {
        for provider in [Provider::Clearhaus, Provider::Celcoin, Provider::Unico] {
            assert_eq!(Left::after(None, provider, 9_999, start()), None);
            assert!(affords_all(None, provider, start()));
        }
        let later = start() + Duration::days(400);
        let spent = Left::after(None, Provider::Stripe, u32::MAX, later);
        assert!(!affords_all(spent, Provider::Stripe, later));
        assert!(!affords_all(spent, Provider::Stripe, start()));
        let rested = Left::after(spent, Provider::Stripe, 0, start());
        assert!(affords_all(
            rested,
            Provider::Stripe,
            start() + Duration::days(2)
        ));
    }
}
