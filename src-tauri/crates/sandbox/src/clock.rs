//! The clock of a sandbox: starts at a given instant, ticks or stands still, and can be moved on.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Instant;

use chrono::{DateTime, TimeDelta, Utc};

/// A clock that every provider of one sandbox shares. All instants are UTC.
#[derive(Debug)]
pub struct Clock {
    start: DateTime<Utc>,
    begun: Instant,
    ticking: bool,
    moved_ms: AtomicI64,
}

impl Clock {
    /// A clock that shows `start` now. A `ticking` clock runs on with real time, another one
    /// stands still until it is moved.
    #[must_use]
    pub fn starting_at(start: DateTime<Utc>, ticking: bool) -> Self {
        Self {
            start,
            begun: Instant::now(),
            ticking,
            moved_ms: AtomicI64::new(0),
        }
    }

    /// The instant the sandbox believes it is.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        let ran = if self.ticking {
            i64::try_from(self.begun.elapsed().as_millis()).unwrap_or(i64::MAX / 4)
        } else {
            0
        };
        let moved = self.moved_ms.load(Ordering::SeqCst);
        self.start + TimeDelta::milliseconds(ran.saturating_add(moved))
    }

    /// Moves the clock by `by`; a negative span is ignored, providers' time never runs back.
    pub fn advance(&self, by: TimeDelta) {
        let ms = by.num_milliseconds().max(0);
        self.moved_ms.fetch_add(ms, Ordering::SeqCst);
    }

    /// Moves the clock to `to` if that is still ahead.
    pub fn advance_to(&self, to: DateTime<Utc>) {
        self.advance(to - self.now());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stands_still_until_moved_and_never_runs_back() {
        let start = DateTime::from_timestamp(1_795_000_000, 0).unwrap();
        let clock = Clock::starting_at(start, false);
        assert_eq!(clock.now(), start);
        clock.advance(TimeDelta::days(3));
        clock.advance(TimeDelta::days(-1));
        assert_eq!(clock.now(), start + TimeDelta::days(3));
        clock.advance_to(start + TimeDelta::days(5));
        clock.advance_to(start + TimeDelta::days(4));
        assert_eq!(clock.now(), start + TimeDelta::days(5));
    }
}
