//! How a synchronisation went, and errors as both faces show them.

use serde::{Deserialize, Serialize};
use tvist_domain::check::Problem;
use tvist_domain::id::AccountId;
use tvist_provider::Refusal;

/// How the synchronisation of one account went.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct SyncView {
    pub account: AccountId,
    pub ok: bool,
    pub new: u32,
    pub changed: u32,
    pub unchanged: u32,
    /// Cases that couldn't be read, with the provider's id where known.
    pub skipped: Vec<SkippedView>,
    pub requests: u32,
    pub seconds: f64,
    pub error: Option<ErrorView>,
}

/// A case that the provider listed and that couldn't be read.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct SkippedView {
    pub provider_id: Option<String>,
    pub why: String,
}

/// An error as both faces show it.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct ErrorView {
    /// A stable word; `error-<kind>` is its Fluent id.
    pub kind: String,
    /// English, for the headless face and the log.
    pub message: String,
    pub problems: Vec<Problem>,
    pub provider_error: Option<ProviderErrorView>,
}

/// The provider's own words of a refusal.
#[derive(Debug, Clone, Serialize, Deserialize, specta::Type)]
pub struct ProviderErrorView {
    pub status: u16,
    pub code: Option<String>,
    pub message: String,
    pub request_id: Option<String>,
}

impl From<&Refusal> for ProviderErrorView {
    fn from(refusal: &Refusal) -> Self {
        Self {
            status: refusal.status,
            code: refusal.code.clone(),
            message: refusal.message.clone(),
            request_id: refusal.request_id.clone(),
        }
    }
}
