//! Two readings that agree that nothing landed, some time apart, by a clock that can't go back.

use std::time::{Duration, Instant as Steady};
use tvist_domain::clock::Timestamp;
use tvist_domain::submission::AGREEING_READS_APART;

/// The readings so far that showed nothing of a call.
pub(super) struct Pair {
    /// One that was stored, maybe by an earlier process: dated by the wall clock, the only one that processes share.
    stored: Option<Timestamp>,
    /// The first that was made here. What this process counts itself isn't moved by anybody who sets the clock.
    here: Option<Steady>,
}

/// What one more reading that shows nothing means.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Agreement {
    /// It is the first that counts, and is to be stored.
    First,
    /// It came so much too soon after the first.
    TooSoon(Duration),
    /// It agrees with one that was long enough before.
    Two,
}

impl Pair {
    pub(super) fn since(stored: Option<Timestamp>) -> Self {
        Self { stored, here: None }
    }

    /// One more reading that shows nothing, made at `now` by the wall clock and `here` by this process'. A stored one from the future was dated by a
    /// clock that has been set back since: how long ago it was can't be known, so the pair begins anew.
    pub(super) fn seen_nothing(&mut self, now: Timestamp, here: Steady) -> Agreement {
        let apart = AGREEING_READS_APART.to_std().unwrap_or_default();
        if let Some(first) = self.here {
            let passed = here.saturating_duration_since(first);
            return match apart.checked_sub(passed) {
                Some(left) if !left.is_zero() => Agreement::TooSoon(left),
                _ => Agreement::Two,
            };
        }
        match self.stored {
            Some(first) if first <= now => {
                let left = first + AGREEING_READS_APART - now;
                let Some(left) = left.to_std().ok().filter(|left| !left.is_zero()) else {
                    return Agreement::Two;
                };
                // From here on this process counts.
                self.here = here.checked_sub(apart.saturating_sub(left));
                Agreement::TooSoon(left)
            }
            _ => {
                self.here = Some(here);
                Agreement::First
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    fn noon() -> Timestamp {
        "2026-11-22T12:00:00Z".parse().unwrap()
    }

    #[test]
    fn a_pair_that_is_begun_here_is_paced_by_a_clock_that_nobody_sets() {
        let began = Steady::now();
        let after = |seconds| began + Duration::from_secs(seconds);
        for set in [TimeDelta::hours(-2), TimeDelta::zero(), TimeDelta::hours(2)] {
            let mut pair = Pair::since(None);
            let soon = |left| Agreement::TooSoon(Duration::from_secs(left));
            assert_eq!(pair.seen_nothing(noon(), began), Agreement::First);
            // However the wall clock was set meanwhile.
            assert_eq!(pair.seen_nothing(noon() + set, began), soon(10), "{set}");
            assert_eq!(pair.seen_nothing(noon() + set, after(4)), soon(6), "{set}");
            assert_eq!(
                pair.seen_nothing(noon() + set, after(10)),
                Agreement::Two,
                "{set}"
            );
        }
    }

    #[test]
    fn one_that_was_stored_before_counts_and_one_from_the_future_doesnt() {
        let began = Steady::now() + Duration::from_secs(60);
        let after = |seconds| began + Duration::from_secs(seconds);
        let ago = |seconds| Pair::since(Some(noon() - TimeDelta::seconds(seconds)));
        assert_eq!(ago(10).seen_nothing(noon(), began), Agreement::Two);

        let mut fresh = ago(7);
        let left = Agreement::TooSoon(Duration::from_secs(3));
        assert_eq!(fresh.seen_nothing(noon(), began), left);
        // The clock was set while it waited.
        let back = noon() - TimeDelta::hours(3);
        assert_eq!(fresh.seen_nothing(back, after(3)), Agreement::Two);
        let mut fresh = ago(7);
        assert_eq!(fresh.seen_nothing(noon(), began), left);
        let on = noon() + TimeDelta::hours(3);
        assert_eq!(fresh.seen_nothing(on, began), left);

        let mut ahead = ago(-7_200);
        assert_eq!(ahead.seen_nothing(noon(), began), Agreement::First);
        assert_eq!(ahead.seen_nothing(noon(), after(10)), Agreement::Two);
    }
}
