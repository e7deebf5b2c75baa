//! The wall clock: the one place that reads it.

use tvist_domain::clock::{Clock, Instant};

/// The machine's own clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the injected clock itself"
    )]
    fn now(&self) -> Instant {
        chrono::Utc::now()
    }
}
