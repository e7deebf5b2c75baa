//! Celcoin's rules, from its documents as read in November 2026 (`celcoin.md`, sections named below).

use super::{Capabilities, Silence, SilenceOutcome, is_too_late};
use crate::clock::Instant;
use crate::dispute::Dispute;
use crate::{Act, NextStep, Status};

pub(super) const CAPABILITIES: Capabilities = Capabilities {
    idempotency_keys: false,
    lists_documents: false,
    comments: false,
    uploads_before_answer: false,
    single_document: true,
    webhook: true,
};

/// Documents and giving up are for cases that await documents (§2.3).
pub(super) fn allowed(dispute: &Dispute, now: Instant) -> Vec<Act> {
    if dispute.status != Status::NeedsResponse {
        return Vec::new();
    }
    if is_too_late(dispute, now) {
        vec![Act::Accept]
    } else {
        vec![Act::Submit, Act::Accept]
    }
}

pub(super) fn next_step(dispute: &Dispute, now: Instant) -> NextStep {
    if is_too_late(dispute, now) {
        NextStep::Look
    } else {
        NextStep::Answer
    }
}

/// That a case without documents is lost after `expire` is assumed (§2.3).
pub(super) fn if_nothing(dispute: &Dispute) -> Silence {
    Silence {
        source: crate::Source::Assumed,
        ..Silence::at_due(dispute, SilenceOutcome::Lost)
    }
}
