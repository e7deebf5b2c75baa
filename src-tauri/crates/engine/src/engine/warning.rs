//! Warnings of fraud before there is a dispute.

use super::Engine;
use crate::error::Result;
use crate::view::{OutcomeView, WarningRehearsalView, WarningView};

impl Engine {
    /// Tells what a refund would do, and what it can't promise. Reads nothing from the provider and sends nothing.
    ///
    /// # Errors
    /// When there is no such warning, or the database can't be read.
    pub async fn warning_rehearse(&self, which: &str) -> Result<WarningRehearsalView> {
        crate::submission::warning::warning_rehearse(&self.host.store, which).await
    }

    /// Gives back what is left of the payment, once. With a `seal` only that very amount, as it was rehearsed.
    ///
    /// # Errors
    /// `Error::Refused` when a check failed and nothing was sent; `Error::ProviderRefused` when the provider said
    /// no; `Error::OutcomeUnknown` when the request may have arrived; others when nothing was changed.
    pub async fn warning_refund(
        &self,
        which: &str,
        confirmed: Option<&str>,
    ) -> Result<OutcomeView> {
        crate::submission::warning::warning_refund(&self.host, which, confirmed).await
    }

    /// The warnings of all accounts, or of one: those that a refund can still answer first, then the newest.
    ///
    /// # Errors
    /// When the account doesn't exist, or the database can't be read.
    pub async fn warnings(&self, account: Option<&str>) -> Result<Vec<WarningView>> {
        crate::case::warning::warnings(&self.host.store, account).await
    }

    /// One warning.
    ///
    /// # Errors
    /// When there is none, or the database can't be read.
    pub async fn warning(&self, which: &str) -> Result<WarningView> {
        crate::case::warning::warning(&self.host.store, which).await
    }
}
