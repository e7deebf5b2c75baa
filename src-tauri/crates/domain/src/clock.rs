//! Time as the rules see it: UTC instants that somebody else read off a clock.

use chrono::{DateTime, Datelike, Duration, NaiveDate, SecondsFormat, TimeZone, Utc};
use std::ops::RangeInclusive;

/// An instant in UTC.
pub type Timestamp = DateTime<Utc>;

/// RFC 3339 in UTC with `Z`, whole seconds: the form of every instant in JSON and in the database.
#[must_use]
pub fn rfc3339(at: Timestamp) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// The years in which a date of a provider's can lie. Anything else is a mistake, or meant to do harm: a calendar ends
/// somewhere, and reckoning past its end would end the program.
const BELIEVABLE: RangeInclusive<i32> = 2000..=2200;

/// The ends of what is reckoned with: years of four digits, as RFC 3339 writes them, and far enough from the end of the
/// calendar's own range that any zone can show them.
const FIRST: Timestamp = at_unix(-62_135_596_800);
const LAST: Timestamp = at_unix(253_402_300_799);

const fn at_unix(seconds: i64) -> Timestamp {
    match DateTime::from_timestamp(seconds, 0) {
        Some(at) => at,
        None => DateTime::UNIX_EPOCH,
    }
}

/// An instant that somebody else told; none where it lies in no year from 2000 to 2200.
#[must_use]
pub fn believable(at: Timestamp) -> Option<Timestamp> {
    BELIEVABLE.contains(&at.year()).then_some(at)
}

/// The same for a calendar date.
#[must_use]
pub fn believable_day(day: NaiveDate) -> Option<NaiveDate> {
    BELIEVABLE.contains(&day.year()).then_some(day)
}

/// An instant from Unix seconds that somebody else told; none where it isn't [`believable`].
#[must_use]
pub fn from_unix(seconds: i64) -> Option<Timestamp> {
    Utc.timestamp_opt(seconds, 0).single().and_then(believable)
}

/// An instant from RFC 3339 text that somebody else told; none where it isn't [`believable`].
#[must_use]
pub fn from_text(text: &str) -> Option<Timestamp> {
    let at = DateTime::parse_from_rfc3339(text).ok()?;
    believable(at.to_utc())
}

/// An instant as far as it can be reckoned with: one beyond the years 1 to 9999 becomes the nearest that isn't.
#[must_use]
pub fn held(at: Timestamp) -> Timestamp {
    at.clamp(FIRST, LAST)
}

/// `at` and a span after it, or before it where the span is negative; no further than the years 1 to 9999.
#[must_use]
pub fn later(at: Timestamp, by: Duration) -> Timestamp {
    let end = if by < Duration::zero() { FIRST } else { LAST };
    at.checked_add_signed(by).map_or(end, held)
}

/// `at` less a span; no further than the years 1 to 9999.
#[must_use]
pub fn earlier(at: Timestamp, by: Duration) -> Timestamp {
    let end = if by < Duration::zero() { LAST } else { FIRST };
    at.checked_sub_signed(by).map_or(end, held)
}

/// How long after `from` the instant `to` is; negative where it comes first. Two instants are never too far apart for it.
#[must_use]
pub fn span(from: Timestamp, to: Timestamp) -> Duration {
    to.signed_duration_since(from)
}

/// `at` and so many seconds after it, whatever the number; no further than the years 1 to 9999.
#[must_use]
pub fn seconds_later(at: Timestamp, seconds: i64) -> Timestamp {
    let span = Duration::try_seconds(seconds);
    let most = if seconds < 0 {
        Duration::MIN
    } else {
        Duration::MAX
    };
    later(at, span.unwrap_or(most))
}

/// Reads the wall clock. The faces of the program inject it; rules never call it.
pub trait Clock: Send + Sync {
    fn now(&self) -> Timestamp;
}

/// Serialises an instant as [`rfc3339`] text.
pub mod text {
    use super::Timestamp;
    use serde::{Deserialize, Deserializer, Serializer};

    /// Writes whole seconds with `Z`.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn serialize<S: Serializer>(at: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&super::rfc3339(*at))
    }

    /// Reads any RFC 3339 text.
    ///
    /// # Errors
    /// When the text is no instant.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
        Timestamp::deserialize(deserializer)
    }

    /// The same for an instant that may be missing.
    pub mod option {
        use super::Timestamp;
        use serde::{Deserialize, Deserializer, Serializer};

        /// Writes the text or null.
        ///
        /// # Errors
        /// Those of the serializer.
        pub fn serialize<S: Serializer>(
            at: &Option<Timestamp>,
            serializer: S,
        ) -> Result<S::Ok, S::Error> {
            match at {
                Some(at) => super::serialize(at, serializer),
                None => serializer.serialize_none(),
            }
        }

        /// Reads any RFC 3339 text or null.
        ///
        /// # Errors
        /// When the text is no instant.
        pub fn deserialize<'de, D: Deserializer<'de>>(
            deserializer: D,
        ) -> Result<Option<Timestamp>, D::Error> {
            Option::<Timestamp>::deserialize(deserializer)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENDS: [Timestamp; 2] = [Timestamp::MIN_UTC, Timestamp::MAX_UTC];

    #[test]
    fn dates_of_others_lie_between_2000_and_2200() {
        for (text, good) in [
            ("1999-12-31T23:59:59Z", false),
            ("2000-01-01T00:00:00Z", true),
            ("2200-12-31T23:59:59Z", true),
            ("2201-01-01T00:00:00Z", false),
            ("2200-12-31T23:59:59-01:00", false),
            ("0000-00-00T00:00:00Z", false),
            ("9999-12-31T23:59:59Z", false),
        ] {
            assert_eq!(from_text(text).is_some(), good, "{text}");
        }
        for seconds in [
            i64::MIN,
            i64::MAX,
            0,
            -1,
            8_210_266_876_799,
            946_684_799,
            7_289_654_400,
        ] {
            assert_eq!(from_unix(seconds), None, "{seconds}");
        }
        assert!(from_unix(946_684_800).is_some() && from_unix(7_289_654_399).is_some());
        assert_eq!(believable_day(NaiveDate::MAX), None);
        assert!(ENDS.into_iter().all(|end| believable(end).is_none()));
    }

    #[test]
    fn no_reckoning_leaves_the_calendar() {
        let now: Timestamp = "2026-11-30T12:00:00Z".parse().unwrap();
        assert_eq!(later(now, Duration::hours(1)), now + Duration::hours(1));
        assert_eq!(earlier(now, Duration::hours(1)), now - Duration::hours(1));
        assert_eq!(seconds_later(now, -5), now - Duration::seconds(5));
        let spans = [
            Duration::MIN,
            Duration::MAX,
            Duration::zero(),
            Duration::days(120),
        ];
        for at in ENDS.into_iter().chain([now, FIRST, LAST]) {
            for span in spans.into_iter().chain(spans.map(|span| -span)) {
                for reckoned in [later(at, span), earlier(at, span)] {
                    assert!((FIRST..=LAST).contains(&reckoned), "{at} {span}");
                    assert_eq!(reckoned.to_rfc3339().len(), 25, "four digits: {reckoned}");
                }
            }
            for seconds in [i64::MIN, i64::MAX, 0] {
                assert!((FIRST..=LAST).contains(&seconds_later(at, seconds)));
            }
        }
        assert_eq!(later(now, Duration::MAX), LAST);
        assert_eq!(earlier(now, Duration::MAX), FIRST);
        assert_eq!(span(now, later(now, Duration::days(2))), Duration::days(2));
        let _ = span(Timestamp::MIN_UTC, Timestamp::MAX_UTC);
    }
}
