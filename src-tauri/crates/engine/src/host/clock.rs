//! The wall clock: the one place that reads it; and one that runs ahead of it, for practice.

use std::sync::atomic::{AtomicU32, Ordering};
use tvist_domain::clock::{Clock, Timestamp};

/// The machine's own clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the injected clock itself"
    )]
    fn now(&self) -> Timestamp {
        chrono::Utc::now()
    }
}

/// The machine's clock, moved ahead by whole seconds: in practice time can be moved on, never back.
#[derive(Debug, Default)]
pub struct MovedClock {
    ahead_seconds: AtomicU32,
}

impl MovedClock {
    /// A clock that is so many seconds ahead of the machine's.
    #[must_use]
    pub fn ahead_by(seconds: u32) -> Self {
        Self {
            ahead_seconds: AtomicU32::new(seconds),
        }
    }

    /// How far it is ahead.
    #[must_use]
    pub fn ahead_seconds(&self) -> u32 {
        self.ahead_seconds.load(Ordering::SeqCst)
    }

    /// Moves on to `to`, to the next whole second; an instant that has passed is ignored.
    pub fn move_to(&self, to: Timestamp) {
        let more = (to - self.now()).num_milliseconds().max(0);
        let seconds = u32::try_from((more + 999) / 1_000).unwrap_or(0);
        let _ = self
            .ahead_seconds
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |ahead| {
                Some(ahead.saturating_add(seconds))
            });
    }
}

impl Clock for MovedClock {
    fn now(&self) -> Timestamp {
        SystemClock.now() + chrono::Duration::seconds(i64::from(self.ahead_seconds()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Duration;

    #[test]
    fn a_moved_clock_only_goes_forward() {
        let clock = MovedClock::ahead_by(60);
        let was = clock.now();
        clock.move_to(was + Duration::days(7));
        assert!(clock.now() >= was + Duration::days(7));
        let ahead = clock.ahead_seconds();
        clock.move_to(was);
        assert_eq!(clock.ahead_seconds(), ahead);
    }
}
