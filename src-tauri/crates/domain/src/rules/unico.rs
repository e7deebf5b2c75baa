//! Unico IDPay's rules, from its documents as read in November 2026 (`unico.md`, sections named below).

use super::Capabilities;
use crate::Act;
use crate::dispute::Dispute;

pub(super) const CAPABILITIES: Capabilities = Capabilities {
    idempotency_keys: false,
    lists_documents: false,
    comments: false,
    uploads_before_answer: false,
    single_document: false,
    webhook: false,
};

/// An analysis takes nothing after it was asked for (§3.5).
pub(super) fn allowed(_dispute: &Dispute) -> Vec<Act> {
    Vec::new()
}
