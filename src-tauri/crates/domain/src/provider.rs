//! The providers that Tvist talks to.

use serde::{Deserialize, Serialize};

/// A provider of disputes. What differs between them is data in [`crate::rules`], not code that asks for the name.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, specta::Type,
)]
#[serde(rename_all = "lowercase")]
pub enum Provider {
    Stripe,
    Clearhaus,
    Celcoin,
    Unico,
}

impl Provider {
    /// All providers, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Stripe, Self::Clearhaus, Self::Celcoin, Self::Unico];

    /// Its own name, as people read it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Stripe => "Stripe",
            Self::Clearhaus => "Clearhaus",
            Self::Celcoin => "Celcoin",
            Self::Unico => "Unico IDPay",
        }
    }

    /// The name in commands, JSON and the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Stripe => "stripe",
            Self::Clearhaus => "clearhaus",
            Self::Celcoin => "celcoin",
            Self::Unico => "unico",
        }
    }
}

impl std::str::FromStr for Provider {
    type Err = UnknownProvider;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|p| p.as_str() == text)
            .ok_or_else(|| UnknownProvider(text.to_owned()))
    }
}

/// A name that is none of the providers'.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no provider is called \"{0}\"; there are stripe, clearhaus, celcoin and unico")]
pub struct UnknownProvider(pub String);

/// Which of a provider's worlds an account lives in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "lowercase")]
pub enum Environment {
    Live,
    Test,
}

impl Environment {
    /// The name in commands, JSON and the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Test => "test",
        }
    }
}
