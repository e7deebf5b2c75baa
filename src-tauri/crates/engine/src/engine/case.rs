//! The desk, a case, its documents and comments, and what its provider can be told.

use super::Engine;
use crate::case::DeskQuery;
use crate::error::Result;
use crate::view::{
    CommentView, DeskView, DisputeView, DocumentsView, EarlierPaymentsView, SettingRehearsalView,
};
use tvist_domain::DisputeId;

impl Engine {
    /// Our id of a case that is named by our id, or by the provider's id or reference where that fits only one.
    ///
    /// # Errors
    /// `Error::NotFound` or `Error::Ambiguous`.
    pub async fn resolve(&self, which: &str) -> Result<DisputeId> {
        crate::host::lookup::resolve(&self.host.store, which).await
    }

    /// The desk: cases, the most urgent first.
    ///
    /// # Errors
    /// When the database can't be read or the account doesn't exist.
    pub async fn desk(&self, query: &DeskQuery) -> Result<DeskView> {
        crate::case::desk(&self.host, query).await
    }

    /// One case, whole.
    ///
    /// # Errors
    /// When there is none, or the database can't be read.
    pub async fn dispute(&self, which: &str) -> Result<DisputeView> {
        crate::case::dispute(&self.host, which).await
    }

    /// The documents of a case: at the provider, and those that this program sent, which it has itself. Where the provider
    /// can't be asked, for want of a network or of credentials, that is told beside them.
    ///
    /// # Errors
    /// When there is no such case or the database can't be read.
    pub async fn documents(&self, which: &str) -> Result<DocumentsView> {
        crate::case::correspondence::documents(&self.host, which).await
    }

    /// The bytes of one document; what this program sent needs no network.
    ///
    /// # Errors
    /// When there is no such document or the provider can't be read.
    pub async fn document_get(&self, which: &str, document: &str) -> Result<Vec<u8>> {
        crate::case::correspondence::document_get(&self.host, which, document).await
    }

    /// The remarks at a case.
    ///
    /// # Errors
    /// When the provider has none, or can't be read.
    pub async fn comments(&self, which: &str) -> Result<Vec<CommentView>> {
        crate::case::correspondence::comments(&self.host, which).await
    }

    /// Adds a remark.
    ///
    /// # Errors
    /// When the provider has none, or refuses; `Error::OutcomeUnknown` when the remark may have arrived and reading
    /// doesn't show it.
    pub async fn comment_add(&self, which: &str, text: &str) -> Result<CommentView> {
        crate::case::correspondence::comment_add(&self.host, which, text).await
    }

    /// What [`Engine::answer_manually`] would do. Reads nothing from the provider and sends nothing.
    ///
    /// # Errors
    /// When there is no such case or the database can't be read.
    pub async fn rehearse_manual(&self, which: &str) -> Result<SettingRehearsalView> {
        crate::case::provider_side::rehearse_manual(&self.host.store, which).await
    }

    /// What [`Engine::special_evidence_check`] would put at the provider. Reads nothing from it and sends nothing.
    ///
    /// # Errors
    /// When there is no such case or the database can't be read.
    pub async fn rehearse_special_evidence(&self, which: &str) -> Result<SettingRehearsalView> {
        crate::case::provider_side::rehearse_special_evidence(
            &self.host.store,
            self.host.now(),
            which,
        )
        .await
    }

    /// Keeps the provider from answering by itself, and shows the case as it is then (stripe.md §11.3).
    ///
    /// # Errors
    /// `Error::Refused` when the case no longer waits for an answer, or is being acted on; others when the provider
    /// never answers by itself, or can't be reached.
    pub async fn answer_manually(&self, which: &str) -> Result<DisputeView> {
        crate::case::provider_side::answer_manually(&self.host, which).await
    }

    /// Puts the draft's special evidence at the provider, unsent, and shows what it thinks of it (stripe.md §11.1: the
    /// only way to learn whether it qualifies).
    ///
    /// Where the provider may answer by itself this is refused: it could send what lies there.
    ///
    /// # Errors
    /// `Error::Refused` when it would be unsafe or there is nothing to ask about.
    pub async fn special_evidence_check(&self, which: &str) -> Result<DisputeView> {
        crate::case::provider_side::special_evidence_check(&self.host, which).await
    }

    /// Earlier payments of the same card that the case's special evidence could name, the newest first. Reads only.
    ///
    /// # Errors
    /// `Error::Refused` where the case can't use them; others when they can't be read.
    pub async fn earlier_payments(&self, which: &str) -> Result<EarlierPaymentsView> {
        crate::case::provider_side::earlier_payments(&self.host, which).await
    }
}
