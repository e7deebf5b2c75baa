//! The pulse of a program that watches: telling, between two looks at its clocks, that it or the machine stood still.
//!
//! A timer runs on a clock that stands still in sleep, so nobody sleeps until a deadline: the program looks at the wall
//! clock at every beat, and one that comes much too late, or finds the wall clock moved, is followed by a catch-up.

use crate::clock::{self, Timestamp};
use chrono::Duration;

/// The time between two beats.
pub const BEAT: std::time::Duration = std::time::Duration::from_secs(30);
/// By so much the clocks may disagree before something has happened.
const JUMP: Duration = Duration::seconds(90);
/// A beat that comes later than this stood still for a while.
const LATE: Duration = Duration::seconds(30 + 90);

/// One look at both clocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    pub wall: Timestamp,
    /// A clock that nobody sets, counted from any beginning.
    pub steady: std::time::Duration,
}

/// Whether time was lost between two looks that a beat lies between: the machine slept, the process was held, or the
/// wall clock was set, in either direction.
#[must_use]
pub fn has_jumped(before: Look, now: Look) -> bool {
    let span = |d: std::time::Duration| Duration::from_std(d).unwrap_or(Duration::MAX);
    let steady = span(now.steady.saturating_sub(before.steady));
    let apart = clock::span(before.wall, now.wall).checked_sub(&steady);
    apart.is_none_or(|apart| apart.abs() > JUMP) || steady > LATE
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(wall_seconds: i64, steady_seconds: u64) -> Look {
        Look {
            wall: chrono::DateTime::from_timestamp(1_795_000_000 + wall_seconds, 0).unwrap(),
            steady: std::time::Duration::from_secs(steady_seconds),
        }
    }

    #[test]
    fn sleep_being_held_and_a_set_clock_are_told_from_an_ordinary_beat() {
        for (wall, steady, jumped, why) in [
            (30, 30, false, "a beat"),
            (75, 75, false, "a busy machine"),
            (110, 30, false, "a clock that is being put right"),
            (121, 30, true, "a short sleep"),
            (28_800, 30, true, "a night: the steady clock stood still"),
            (600, 600, true, "the process was held: both clocks ran on"),
            (-3_570, 30, true, "the clock was set back"),
            (7_230, 30, true, "the clock was set ahead"),
        ] {
            assert_eq!(has_jumped(look(0, 0), look(wall, steady)), jumped, "{why}");
        }
    }
}
