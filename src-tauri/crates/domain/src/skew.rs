//! How far the machine's clock is from the providers', and what that means.

use crate::check::Problem;

/// Beyond this the owner is told: what the program counts down to would be wrong by more than people round to.
pub const WARN_SECONDS: i64 = 120;
/// Beyond this nothing irreversible is sent: a date in a letter, or an idea of what is still in time, would be wrong.
pub const STOP_SECONDS: i64 = 24 * 3_600;

/// The skew of the machine by those of its accounts, in seconds; positive where the providers are ahead. The median, so
/// that one provider with a wrong clock doesn't move it.
#[must_use]
pub fn of_machine(accounts: impl IntoIterator<Item = i64>) -> Option<i64> {
    let mut skews: Vec<i64> = accounts.into_iter().collect();
    skews.sort_unstable();
    // Of two that disagree the smaller one counts: it moves less.
    let middle = skews.len().checked_sub(1)? / 2;
    let two = skews.len().is_multiple_of(2);
    let upper = if two { middle + 1 } else { middle };
    Some(if skews[upper].abs() < skews[middle].abs() {
        skews[upper]
    } else {
        skews[middle]
    })
}

/// What stands in the way of sending anything with a clock that is this far off.
#[must_use]
pub fn problem(seconds: Option<i64>) -> Option<Problem> {
    (seconds.unwrap_or(0).abs() > STOP_SECONDS).then(|| {
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
}
