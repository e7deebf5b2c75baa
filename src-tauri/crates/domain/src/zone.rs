//! Local dates and times of a named zone as instants, read so that a deadline is never later than it was meant.

use crate::clock::{Timestamp, held};
use chrono::{Duration, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;

/// The instant that `local` names in `zone`.
///
/// A time that occurs twice (clocks set back) is the earlier one; a time that doesn't occur (clocks set forward) is the
/// end of the gap.
#[must_use]
pub fn instant(local: NaiveDateTime, zone: Tz) -> Timestamp {
    // No zone has ever skipped more than a day; half-hour steps hit the end of every gap since 1970.
    for step in 0..=48 {
        // At the very end of the calendar there is nothing to step to.
        let half_hours = Duration::minutes(30).checked_mul(step);
        let Some(local) = half_hours.and_then(|ahead| local.checked_add_signed(ahead)) else {
            break;
        };
        match zone.from_local_datetime(&local) {
            LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => {
                return held(at.with_timezone(&Utc));
            }
            LocalResult::None => {}
        }
    }
    held(Utc.from_utc_datetime(&local))
}

/// The first instant of `date` in `zone`.
#[must_use]
pub fn start_of_day(date: NaiveDate, zone: Tz) -> Timestamp {
    instant(date.and_time(NaiveTime::MIN), zone)
}

/// An instant as a wall clock in a zone shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    pub date: NaiveDate,
    pub time: NaiveTime,
    /// From UTC, as in `+02:00`: tells the two hours apart that autumn has.
    pub offset: String,
}

/// How a wall clock in `zone` shows `at`.
#[must_use]
pub fn place(at: Timestamp, zone: Tz) -> Placed {
    // The ends of the calendar have no local time everywhere.
    let local = held(at).with_timezone(&zone);
    Placed {
        date: local.date_naive(),
        time: local.time(),
        offset: local.format("%:z").to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn days_start_where_the_zone_says() {
        for (zone, date, expected) in [
            (Tz::Europe__Copenhagen, "2025-03-17", "2025-03-16T23:00:00Z"),
            (Tz::Europe__Copenhagen, "2025-07-17", "2025-07-16T22:00:00Z"),
            (Tz::Atlantic__Faroe, "2025-03-17", "2025-03-17T00:00:00Z"),
            (Tz::America__Sao_Paulo, "2025-06-06", "2025-06-06T03:00:00Z"),
            // Midnight didn't occur: summer time began at 0:00.
            (Tz::America__Sao_Paulo, "2018-11-04", "2018-11-04T03:00:00Z"),
            // A whole day was left out at the date line.
            (Tz::Pacific__Apia, "2011-12-30", "2011-12-30T10:00:00Z"),
        ] {
            assert_eq!(
                start_of_day(date.parse().unwrap(), zone),
                at(expected),
                "{zone} {date}"
            );
        }
    }

    #[test]
    fn a_time_that_occurs_twice_is_the_earlier() {
        let local = "2025-10-26T02:30:00".parse().unwrap();
        assert_eq!(
            instant(local, Tz::Europe__Stockholm),
            at("2025-10-26T00:30:00Z")
        );
    }
}
