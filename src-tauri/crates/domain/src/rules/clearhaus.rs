//! Clearhaus's rules, from its documents as read in November 2026 (`clearhaus.md`, sections named below).

use super::{Capabilities, PackLimits, Silence, SilenceOutcome};
use crate::dispute::Dispute;
use crate::{Act, NextStep, Source, Stage};
use chrono::Duration;
use chrono_tz::Tz;

pub(super) const CAPABILITIES: Capabilities = Capabilities {
    idempotency_keys: false,
    lists_documents: true,
    comments: true,
    uploads_before_answer: true,
    single_document: true,
    webhook: false,
    // From review by Clearhaus's staff (§1.5).
    comes_back: true,
    reads_by_id: false,
    marks_calls: false,
    short_windows: false,
    names_days: true,
    analyses: false,
};

/// Where the owner sees the cases; links to a single one aren't documented (§1.2).
pub(super) const SITE: &str = "https://my.clearhaus.com/";

/// Limits of evidence (§1.6). None are published: what the card schemes take is a safe target.
pub mod limits {
    /// Bytes of the one PDF.
    pub const FILE_BYTES: u64 = 2_000_000;
    /// Pages of the one PDF.
    pub const PAGES: u32 = 19;
}

/// One PDF. No limit is documented; this is the careful reading of what card networks take (§1.6).
pub(super) const PACK_LIMITS: PackLimits = PackLimits {
    bytes: limits::FILE_BYTES,
    file_bytes: limits::FILE_BYTES,
    pages: limits::PAGES,
    files: 1,
};

/// How long what was read stays good (§1.4: data comes once a day, in the evening).
pub mod rhythm {
    use super::Duration;

    /// Between two ordinary readings.
    pub const POLL: Duration = Duration::hours(4);
    /// Disputes that opened this long before the last reading are asked for again.
    pub const OVERLAP: Duration = Duration::days(7);
    /// Between two readings of everything.
    pub const FULL: Duration = Duration::days(7);
}

/// The zone of dates where the account names none that is known (§1.5).
pub const FALLBACK_ZONE: Tz = Tz::Europe__Copenhagen;

/// The zone in which an account's dates are meant (§1.5).
#[must_use]
pub fn zone(account: Option<&str>) -> Tz {
    account
        .and_then(|name| name.trim().parse().ok())
        .unwrap_or(FALLBACK_ZONE)
}

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

/// Missing `due_at` mostly loses the case (§1.5). A retrieval request hasn't moved money yet (overview §4.1), so that it
/// becomes a chargeback is our assumption.
pub(super) fn if_nothing(dispute: &Dispute) -> Silence {
    if dispute.stage == Stage::Inquiry {
        return Silence {
            source: Source::Assumed,
            ..Silence::at_due(dispute, SilenceOutcome::Escalates)
        };
    }
    Silence::at_due(dispute, SilenceOutcome::Lost)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_zone_is_copenhagen() {
        assert_eq!(zone(Some("Europe/Stockholm")), Tz::Europe__Stockholm);
        for odd in [None, Some(""), Some("CET+1"), Some("Nordics/Lund")] {
            assert_eq!(zone(odd), FALLBACK_ZONE);
        }
    }
}
