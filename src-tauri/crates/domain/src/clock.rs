//! Time as the rules see it: UTC instants that somebody else read off a clock.

use chrono::{DateTime, SecondsFormat, TimeZone, Utc};

/// An instant in UTC.
pub type Instant = DateTime<Utc>;

/// RFC 3339 in UTC with `Z`, whole seconds: the form of every instant in JSON and in the database.
#[must_use]
pub fn rfc3339(at: Instant) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// An instant from Unix seconds; none where the number is outside what a date can be.
#[must_use]
pub fn from_unix(seconds: i64) -> Option<Instant> {
    Utc.timestamp_opt(seconds, 0).single()
}

/// Reads the wall clock. The faces of the program inject it; rules never call it.
pub trait Clock: Send + Sync {
    fn now(&self) -> Instant;
}

/// Serialises an instant as [`rfc3339`] text.
pub mod text {
    use super::Instant;
    use serde::{Deserialize, Deserializer, Serializer};

    /// Writes whole seconds with `Z`.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn serialize<S: Serializer>(at: &Instant, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&super::rfc3339(*at))
    }

    /// Reads any RFC 3339 text.
    ///
    /// # Errors
    /// When the text is no instant.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Instant, D::Error> {
        Instant::deserialize(deserializer)
    }

    /// The same for an instant that may be missing.
    pub mod option {
        use super::Instant;
        use serde::{Deserialize, Deserializer, Serializer};

        /// Writes the text or null.
        ///
        /// # Errors
        /// Those of the serializer.
        pub fn serialize<S: Serializer>(
            at: &Option<Instant>,
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
        ) -> Result<Option<Instant>, D::Error> {
            Option::<Instant>::deserialize(deserializer)
        }
    }
}
