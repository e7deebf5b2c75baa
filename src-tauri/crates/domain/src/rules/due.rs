//! The date that waits for the owner, with the safe one before it.

use crate::deadline::{Deadline, DeadlineKind, SafetyMargin};
use crate::dispute::{Dispute, DueDate};

/// The deadline of a case: the provider's date while the case waits for the owner; none otherwise.
///
/// A date that the provider calls impossible or doesn't name gives none: windows are never made up
/// (stripe.md §1 rule 5).
#[must_use]
pub fn deadline(dispute: &Dispute, margin: SafetyMargin) -> Option<Deadline> {
    let kind = super::deadline_kind(dispute)?;
    let DueDate::At(at) = dispute.due else {
        return None;
    };
    Some(Deadline {
        at,
        kind,
        source: super::deadline_source(dispute),
        zone: match kind {
            // Counted in UTC whatever the zone of the shop (unico.md §3.3).
            DeadlineKind::AnalysisWindow => "UTC".to_owned(),
            DeadlineKind::Answer | DeadlineKind::Escalation => dispute.zone.clone(),
        },
        safe_at: margin.before(dispute.opened_at, at),
    })
}
