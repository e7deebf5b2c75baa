//! What can go wrong when talking to a provider. No error holds a body, a token, a name or an address's query.

use serde::{Deserialize, Serialize};
use tvist_domain::clock::Timestamp;
use tvist_domain::rules::unico;

/// A failed conversation. [`ProviderError::is_transient`] tells whether trying again later may help.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ProviderError {
    /// The credentials are wrong, revoked or expired.
    #[error("the provider doesn't accept the credentials{}", code.as_deref().map(refusal).unwrap_or_default())]
    Unauthorized { code: Option<String> },
    /// The credentials lack a right.
    #[error("the credentials lack a right{}", right.as_deref().map(|r| format!(": {r}")).unwrap_or_default())]
    Forbidden { right: Option<String> },
    #[error("the provider doesn't know this case")]
    NotFound,
    /// Too many requests; worth another try after `until`, where the provider said so.
    #[error("the provider asks to slow down")]
    RateLimited { until: Option<Timestamp> },
    /// The provider refused what was asked, in its own words.
    #[error("the provider refused: {}", .0.message)]
    Rejected(Refusal),
    /// The provider is there, but not able to answer (5xx).
    #[error("the provider can't answer at the moment (HTTP {status})")]
    Unavailable { status: u16 },
    /// No connection, or it broke.
    #[error("no connection to the provider: {what}")]
    Transport {
        /// Which part failed: `connect`, `timeout`, `cut`, `tls`, `name`.
        what: &'static str,
    },
    /// The answer isn't what the provider documents.
    #[error("the provider's answer can't be read: {what}")]
    Protocol { what: String },
    /// An address outside the provider's own hosts; nothing was sent there.
    #[error("the provider's answer leads to a host that isn't its own; nothing was sent there")]
    ForeignHost,
    /// The provider has no such call.
    #[error("this provider can't do that")]
    Unsupported,
    /// The account's settings can't be used.
    #[error("the account's settings can't be used: {what}")]
    Settings { what: String },
}

impl ProviderError {
    /// Whether the same may work later without anybody changing anything.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        matches!(
            self,
            Self::RateLimited { .. } | Self::Unavailable { .. } | Self::Transport { .. }
        )
    }

    /// A stable word for the kind, used in JSON and as the end of a Fluent id.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unauthorized { .. } => "unauthorized",
            Self::Forbidden { .. } => "forbidden",
            Self::NotFound => "not_found",
            Self::RateLimited { .. } => "rate_limited",
            Self::Rejected(_) => "rejected",
            Self::Unavailable { .. } => "unavailable",
            Self::Transport { .. } => "transport",
            Self::Protocol { .. } => "protocol",
            Self::ForeignHost => "foreign_host",
            Self::Unsupported => "unsupported",
            Self::Settings { .. } => "settings",
        }
    }
}

/// The code of a sign-in that was refused, in plain words where they are known. Unico's codes have a form that no other
/// provider's have (unico.md §3.2).
fn refusal(code: &str) -> String {
    match unico::sign_in(code) {
        Some(problem) => format!(" ({code}): {}", problem.message),
        None => format!(" ({code})"),
    }
}

/// Why a provider said no, in its own words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// HTTP status.
    pub status: u16,
    pub code: Option<String>,
    pub message: String,
    pub request_id: Option<String>,
}

impl Refusal {
    /// The provider's words in one line, its code first.
    #[must_use]
    pub fn in_short(&self) -> String {
        match &self.code {
            Some(code) if self.message.is_empty() => code.clone(),
            Some(code) => format!("{code}: {}", self.message),
            None if self.message.is_empty() => format!("HTTP {}", self.status),
            None => self.message.clone(),
        }
    }
}
