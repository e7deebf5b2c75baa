//! The one call that can't be undone, and how it ended.

use crate::ProviderError;
use crate::error::Refusal;
use serde::{Deserialize, Serialize};
use tvist_domain::Act;

/// One irreversible call, complete, so that it can be stored before it is made and repeated byte for byte.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Irreversible {
    pub act: Act,
    /// Method and path (or the whole address where the provider handed it out).
    pub method: String,
    pub target: String,
    /// `application/x-www-form-urlencoded`, `application/json` or empty.
    pub content_type: String,
    /// The exact body.
    pub body: String,
    /// The idempotency key, where the provider documents such.
    pub key: Option<String>,
}

/// How an irreversible call ended, as far as the answer proves anything.
#[derive(Clone)]
pub enum Outcome {
    /// The body proves that it was taken.
    Accepted {
        request_id: Option<String>,
        /// The provider's answer, for the receipt.
        answer: serde_json::Value,
    },
    /// The answer proves that it was not.
    Refused(Refusal),
    /// No byte was written (name, connection or TLS failed): nothing can have arrived.
    NotSent(ProviderError),
    /// Anything else: a time-out, a cut, a short or broken body, a 5xx, a redirect.
    Unknown {
        /// Without content, for the log and the owner.
        why: String,
        request_id: Option<String>,
    },
}
