//! How far the machine's clock is from the providers', and what that means.

use crate::check::Problem;
use serde::{Deserialize, Serialize};

/// Beyond this the owner is told: what the program counts down to would be wrong by more than people round to.
const WARN_SECONDS: i64 = 120;
/// Beyond this nothing irreversible is sent: a date in a letter, or an idea of what is still in time, would be wrong.
const STOP_SECONDS: i64 = 24 * 3_600;

/// Beyond this it is no clock that is wrong, but an answer: 68 years, which is more than a machine is off whose battery
/// is empty and whose clock began again in 1970.
const MOST_SECONDS: u64 = i32::MAX as u64;

/// A skew in seconds that a clock can have; none where it is more than that.
#[must_use]
pub fn believable(seconds: i64) -> Option<i64> {
    (seconds.unsigned_abs() <= MOST_SECONDS).then_some(seconds)
}

/// The skew of the machine by those of its accounts, in seconds; positive where the providers are ahead. The median, so
/// that one provider with a wrong clock doesn't move it.
#[must_use]
pub fn of_machine(accounts: impl IntoIterator<Item = i64>) -> Option<i64> {
    let mut skews: Vec<i64> = accounts.into_iter().collect();
    skews.sort_unstable();
    // Of two that disagree the smaller one counts: it moves less.
    let middle = skews.len().checked_sub(1)? / 2;
    let two = skews.len().is_multiple_of(2);
    let upper = if two {
        middle.saturating_add(1)
    } else {
        middle
    };
    Some(
        if skews[upper].unsigned_abs() < skews[middle].unsigned_abs() {
            skews[upper]
        } else {
            skews[middle]
        },
    )
}

/// What the skew of a clock means to its owner.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum ClockState {
    /// Right, or near enough; also where nothing was measured yet.
    #[default]
    Right,
    /// The owner is told.
    Wrong,
    /// Nothing irreversible is sent.
    Stops,
}

/// What a skew in seconds means.
#[must_use]
pub fn state(seconds: Option<i64>) -> ClockState {
    let off = seconds.unwrap_or(0).unsigned_abs();
    if off > STOP_SECONDS.unsigned_abs() {
        ClockState::Stops
    } else if off > WARN_SECONDS.unsigned_abs() {
        ClockState::Wrong
    } else {
        ClockState::Right
    }
}

/// What stands in the way of sending anything with a clock that is this far off.
#[must_use]
pub fn problem(seconds: Option<i64>) -> Option<Problem> {
    (state(seconds) == ClockState::Stops).then(|| {
        Problem::blocking(
            "clock_wrong",
            None,
            "this computer's clock is more than a day off: set it, then synchronise",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_provider_with_a_wrong_clock_does_not_move_the_machines() {
        assert_eq!(of_machine([]), None);
        assert_eq!(of_machine([-3]), Some(-3));
        assert_eq!(of_machine([1, 0, 7_200]), Some(1));
        assert_eq!(of_machine([0, 7_200]), Some(0));
        assert_eq!(of_machine([-7_200, 0]), Some(0));
        assert_eq!(of_machine([10_800, 10_801, 10_799, 10_800]), Some(10_800));
    }

    #[test]
    fn what_no_clock_can_be_off_by_is_not_believed() {
        let since_1970 = 57 * 365 * 86_400;
        for (seconds, good) in [
            (since_1970, true),
            (-since_1970, true),
            (100 * 365 * 86_400, false),
            (i64::MAX, false),
            (i64::MIN, false),
        ] {
            assert_eq!(believable(seconds).is_some(), good, "{seconds}");
            let _ = (of_machine([seconds, 0]), problem(Some(seconds)));
        }
    }

    #[test]
    fn more_than_a_day_stops_sending() {
        for (seconds, stops) in [
            (None, false),
            (Some(300), false),
            (Some(-10_800), false),
            (Some(86_400), false),
            (Some(172_800), true),
            (Some(-172_800), true),
        ] {
            assert_eq!(problem(seconds).is_some(), stops, "{seconds:?}");
        }
    }

    #[test]
    fn a_clock_is_told_of_when_it_is_off_by_more_than_two_minutes() {
        for (seconds, means) in [
            (None, ClockState::Right),
            (Some(119), ClockState::Right),
            (Some(-120), ClockState::Right),
            (Some(-121), ClockState::Wrong),
            (Some(300), ClockState::Wrong),
            (Some(86_400), ClockState::Wrong),
            (Some(-172_800), ClockState::Stops),
        ] {
            assert_eq!(state(seconds), means, "{seconds:?}");
        }
    }
}
