//! How much fits into an answer, and whose word that is.

use crate::status::words;
use serde::{Deserialize, Serialize};

/// How much fits into an answer, and who says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PackLimits {
    /// Bytes of all files together.
    pub bytes: Limit<u64>,
    /// Bytes of one file.
    pub file_bytes: Limit<u64>,
    /// Pages of all files together; texts count where they travel in fields. None where nobody is known to count them.
    pub pages: Option<Limit<u32>>,
    /// None where nobody published how many there may be.
    pub files: Option<Limit<u32>>,
}

/// The most that is taken, with whose word that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit<T> {
    pub most: T,
    pub source: LimitSource,
}

impl<T> Limit<T> {
    pub(crate) const fn published(most: T) -> Self {
        Self {
            most,
            source: LimitSource::Provider,
        }
    }

    pub(crate) const fn of_network(most: T) -> Self {
        Self {
            most,
            source: LimitSource::Network,
        }
    }

    pub(crate) const fn assumed(most: T) -> Self {
        Self {
            most,
            source: LimitSource::Assumed,
        }
    }
}

words!(
    /// Whose word a limit is.
    LimitSource {
        /// The provider publishes it: more is turned away, so more is never sent.
        Provider = "provider",
        /// The card network's, which the provider doesn't repeat: more may be turned away.
        Network = "network",
        /// A careful target of ours where nobody publishes one.
        Assumed = "assumed",
    }
);

impl LimitSource {
    /// Whether more than the limit forbids sending; else it is advice.
    #[must_use]
    pub fn binds(self) -> bool {
        self == Self::Provider
    }
}

/// Characters that the text fields of an answer may have. Only what a provider publishes stands here: elsewhere texts
/// stand in documents, whose pages and bytes are what is limited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextLimits {
    /// Of a short field.
    pub short: usize,
    /// Of a long field.
    pub long: usize,
    /// Of all fields together.
    pub all: usize,
    /// How many characters count as a page.
    pub page: usize,
}
