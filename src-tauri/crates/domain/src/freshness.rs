//! How far what is known of an account can be trusted, by its last complete reading.

use crate::clock::{Timestamp, span};
use crate::status::words;
use crate::{Provider, rules};
use chrono::Duration;
use serde::{Deserialize, Serialize};

words!(
    /// The state of the knowledge of an account.
    Freshness {
        Fresh = "fresh",
        /// Readings fail for so long that something may have happened unseen.
        Stale = "stale",
        /// The provider refuses the credentials: the owner has to see to them.
        Refused = "refused",
    }
);

/// What is known of an account's readings.
#[derive(Debug, Clone, Copy)]
pub struct Readings {
    pub provider: Provider,
    pub added_at: Timestamp,
    /// The last reading that got through.
    pub synced_at: Option<Timestamp>,
    /// The last one didn't get through.
    pub failed: bool,
    /// It failed because of the credentials, which waiting doesn't mend.
    pub refused: bool,
    /// The first safe deadline among the account's open cases that is still to come.
    pub next_safe_at: Option<Timestamp>,
}

/// With a safe deadline this near, a case may be settled or moved any hour.
const NEAR: Duration = Duration::hours(48);
const STALE_WHEN_NEAR: Duration = Duration::hours(6);

impl Readings {
    /// How fresh the knowledge is at `now`. A computer that was off is not stale: its next reading will do.
    #[must_use]
    pub fn freshness(&self, now: Timestamp) -> Freshness {
        if self.refused {
            return Freshness::Refused;
        }
        let age = span(self.synced_at.unwrap_or(self.added_at), now);
        let near = self.next_safe_at.is_some_and(|safe| span(now, safe) < NEAR);
        let stale_after = rules::of(self.provider).stale_after;
        let patience = if near {
            stale_after.min(STALE_WHEN_NEAR)
        } else {
            stale_after
        };
        if self.failed && age >= patience {
            Freshness::Stale
        } else {
            Freshness::Fresh
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stale_is_told_before_it_hurts_and_a_computer_that_was_off_is_not_stale() {
        let now: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
        let readings = |hours: i64, failed: bool, safe_in: Option<i64>| Readings {
            provider: Provider::Stripe,
            added_at: now - Duration::days(30),
            synced_at: Some(now - Duration::hours(hours)),
            failed,
            refused: false,
            next_safe_at: safe_in.map(|h| now + Duration::hours(h)),
        };
        for (readings, freshness) in [
            (readings(1, true, None), Freshness::Fresh),
            (readings(23, true, Some(100)), Freshness::Fresh),
            (readings(24, true, Some(100)), Freshness::Stale),
            (readings(240, false, None), Freshness::Fresh),
            (readings(5, true, Some(20)), Freshness::Fresh),
            (readings(6, true, Some(20)), Freshness::Stale),
        ] {
            assert_eq!(readings.freshness(now), freshness, "{readings:?}");
        }
        let mut never = readings(0, true, None);
        never.synced_at = None;
        assert_eq!(never.freshness(now), Freshness::Stale);
        never.refused = true;
        assert_eq!(never.freshness(now), Freshness::Refused);
    }
}
