//! Answering, accepting, refunding; settling what is unknown.

use super::Engine;
use crate::error::Result;
use crate::view::{OutcomeView, ReceiptView, ReconciledView, RehearsalView};
use tvist_domain::Act;
use tvist_domain::submission::OutcomeReport;

impl Engine {
    /// Does an irreversible act, once. With a `seal` only that very revision, as it was rehearsed.
    ///
    /// # Errors
    /// `Error::Refused` when a check failed and nothing was sent; `Error::ProviderRefused` when the provider said
    /// no; `Error::OutcomeUnknown` when the request may have arrived; others when nothing was changed.
    pub async fn perform(
        &self,
        which: &str,
        act: Act,
        confirmed: Option<&str>,
    ) -> Result<OutcomeView> {
        crate::submission::protocol::perform(&self.host, which, act, confirmed).await
    }

    /// Tells what an irreversible act would do. Reads nothing from the provider and sends nothing.
    ///
    /// # Errors
    /// When there is no such case, or the act is none of this program's.
    pub async fn rehearse(&self, which: &str, act: Act) -> Result<RehearsalView> {
        crate::submission::rehearse(&self.host, which, act).await
    }

    /// What was sent for a case or a warning, oldest first.
    ///
    /// # Errors
    /// When there is no such case.
    pub async fn receipts(&self, which: &str) -> Result<Vec<ReceiptView>> {
        crate::submission::receipts(&self.host.store, which).await
    }

    /// Settles by what the owner saw at the provider's own page. Reading comes first and wins wherever it proves
    /// something; that nothing arrived is taken only when two readings some time apart don't contradict it. `which` is a
    /// submission, or a case or a warning with one whose outcome is open.
    ///
    /// # Errors
    /// `Error::NotFound` without an open question; `Error::Refused` when what was seen can't be taken, since readings
    /// contradict it or can't be made; database errors.
    pub async fn outcome_stated(&self, which: &str, said: OutcomeReport) -> Result<ReconciledView> {
        crate::submission::owner_report::outcome_stated(&self.host, which, said).await
    }

    /// Settles every submission whose outcome is unknown, by reading the provider; never by sending again. Those that
    /// reading can't settle are given back as `unknown`.
    ///
    /// # Errors
    /// When the database fails. A provider that can't be read leaves its submissions open.
    pub async fn reconcile(&self) -> Result<Vec<ReconciledView>> {
        crate::submission::reconcile::reconcile(&self.host).await
    }
}
