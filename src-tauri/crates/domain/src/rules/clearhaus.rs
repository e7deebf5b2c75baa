//! Clearhaus's rules, from its documents as read in November 2026 (`clearhaus.md`, sections named below).

use super::{Capabilities, Silence, SilenceOutcome};
use crate::dispute::Dispute;
use crate::{Act, NextStep};

pub(super) const CAPABILITIES: Capabilities = Capabilities {
    idempotency_keys: false,
    lists_documents: true,
    comments: true,
    uploads_before_answer: true,
    single_document: true,
    webhook: false,
};

/// Only what the case's own links offer (§1.5): stamps are never built by us.
pub(super) fn allowed(dispute: &Dispute) -> Vec<Act> {
    dispute.offered.clone()
}

pub(super) fn next_step(dispute: &Dispute) -> NextStep {
    if dispute.offered.contains(&Act::Submit) {
        NextStep::Answer
    } else {
        NextStep::Look
    }
}

/// Missing `due_at` mostly loses the case (§1.5).
pub(super) fn if_nothing(dispute: &Dispute) -> Silence {
    Silence::at_due(dispute, SilenceOutcome::Lost)
}
