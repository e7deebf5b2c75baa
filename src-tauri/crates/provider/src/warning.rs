//! Warnings of fraud before there is a dispute: what an adapter can do with them, where its provider has them.

use crate::ProviderError;
use crate::call::{Irreversible, Outcome};
use crate::reading::Cursor;
use async_trait::async_trait;
use tvist_domain::Warning;
use tvist_domain::clock::Timestamp;
use tvist_domain::submission::Verdict;

/// How much of the warnings is read.
#[derive(Debug, Clone)]
pub struct WarningScope {
    /// Where the last complete reading stopped; none for the first.
    pub cursor: Option<Cursor>,
    /// Read the whole list, whatever the cursor says.
    pub full: bool,
    /// Provider ids that are to be read though nothing says that they changed.
    pub reread: Vec<String>,
    pub now: Timestamp,
}

/// What a reading of the warnings found.
#[derive(Debug, Clone)]
pub struct WarningsRead {
    pub warnings: Vec<Warning>,
    /// Entries that couldn't be read: the provider's id, if even that could be, and why not, without any of the content.
    pub skipped: Vec<(Option<String>, String)>,
    pub cursor: Cursor,
}

/// The warnings of one account.
#[async_trait]
pub trait Warns: Send + Sync {
    /// Reads what is new or changed.
    ///
    /// # Errors
    /// `Forbidden` when the credentials lack the right; otherwise what went wrong.
    async fn read(&self, scope: &WarningScope) -> Result<WarningsRead, ProviderError>;

    /// Reads one warning again, with its payment.
    ///
    /// # Errors
    /// `NotFound` when the provider doesn't know it any more; otherwise what went wrong.
    async fn read_one(&self, provider_id: &str) -> Result<Warning, ProviderError>;

    /// Builds the one call that pays back what is left of the payment. Deterministic. `intent` travels as the mark.
    ///
    /// # Errors
    /// When there is nothing left, or the provider has no such call for the payment.
    fn refund(&self, warning: &Warning, intent: &str) -> Result<Irreversible, ProviderError>;

    /// Makes the call, once. Never repeats it by itself, whatever happens.
    async fn send(&self, call: &Irreversible) -> Outcome;

    /// Reads whether a refund of unknown outcome has landed. `before` is the warning as it was when the call was made.
    /// Gives the verdict and the warning as read.
    ///
    /// # Errors
    /// When nothing could be read; the question stays open then.
    async fn judge(
        &self,
        call: &Irreversible,
        before: &Warning,
        intent: &str,
    ) -> Result<(Verdict, Warning), ProviderError>;
}
