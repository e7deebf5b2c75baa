//! Identifiers of our own: opaque, stable texts that can't be mixed up with one another.

use serde::{Deserialize, Serialize};

macro_rules! identifier {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, specta::Type)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// A new identifier that no other machine makes.
            #[must_use]
            #[expect(clippy::new_without_default, reason = "each call gives another value")]
            pub fn new() -> Self {
                Self(format!(concat!($prefix, "_{}"), uuid::Uuid::new_v4().simple()))
            }

            /// Takes an identifier back from where it was stored or typed.
            #[must_use]
            pub fn from_text(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The identifier as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

identifier!(
    /// One set of credentials at one provider.
    AccountId,
    "acc"
);
identifier!(
    /// One case at a provider.
    DisputeId,
    "dsp"
);
identifier!(
    /// One file in an evidence draft.
    ItemId,
    "itm"
);
identifier!(
    /// One irreversible call: the intention, its sending and its outcome.
    SubmissionId,
    "sub"
);
identifier!(
    /// One warning of fraud before there is a dispute.
    WarningId,
    "efw"
);
