//! From what is known and what was read to what changed: pure, so that it can be asserted on.

use crate::clock::Timestamp;
use crate::dispute::{Dispute, DueDate};
use crate::timeline::{Entry, EntryKind, EntrySource};
use crate::{Stage, Status};

/// How long apart two readings must be before it is believed that the provider doesn't know a case any more: its copies
/// lag, and one answer may be a mistake (rule R8).
pub const GONE_READS_APART: chrono::Duration = chrono::Duration::minutes(1);

/// What a reading means for one case.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// Not seen before.
    New,
    /// Different in what matters; the entries tell what.
    Changed(Vec<Entry>),
    /// The provider's object differs in what we don't read, or not at all.
    Unchanged,
    /// The reading can't be the same case: told, not applied.
    Contradiction(Entry),
}

/// How often the case has come back by now: once more when it was under review and waits for its owner again, at a
/// provider where that can happen ([`crate::rules::Capabilities::comes_back`]); elsewhere such a reading is a stale one.
#[must_use]
pub fn returns(known: Option<&Dispute>, read: &Dispute) -> u32 {
    let Some(known) = known.filter(|k| k.stage == read.stage) else {
        return 0;
    };
    let back = known.status == Status::UnderReview && read.status == Status::NeedsResponse;
    let more = back && crate::rules::capabilities(read.provider).comes_back;
    known.returns.saturating_add(u32::from(more))
}

/// Compares a case with its new reading.
///
/// `ours` says that an accepted submission of ours explains a move to review, so that it isn't told as somebody else's.
#[must_use]
pub fn plan(known: Option<&Dispute>, read: &Dispute, ours: bool, now: Timestamp) -> Change {
    let Some(known) = known else {
        return Change::New;
    };
    if known.amount.currency != read.amount.currency {
        return Change::Contradiction(entry(
            EntryKind::Contradiction,
            read.provider_status.clone(),
            now,
        ));
    }
    let mut entries = Vec::new();
    if known.stage == Stage::Inquiry && read.stage == Stage::Chargeback {
        entries.push(entry(
            EntryKind::Escalated,
            read.provider_status.clone(),
            escalated_at(read).unwrap_or(now),
        ));
    }
    if known.status == Status::UnderReview
        && read.status == Status::NeedsResponse
        && known.stage == read.stage
    {
        entries.push(entry(
            EntryKind::Returned,
            read.provider_status.clone(),
            now,
        ));
    }
    if known.provider_status != read.provider_status {
        entries.push(entry(
            status_kind(read.status),
            read.provider_status.clone(),
            now,
        ));
    }
    if read.submission_count > known.submission_count && !ours {
        entries.push(entry(
            EntryKind::AnsweredElsewhere,
            read.submission_count.to_string(),
            now,
        ));
    }
    if known.due != read.due {
        let detail = moved_date(known.due, read.due);
        entries.push(entry(EntryKind::DeadlineChanged, detail, now));
    }
    if known.amount != read.amount {
        let mut changed = entry(EntryKind::AmountChanged, known.amount.to_string(), now);
        changed.money = Some(read.amount.clone());
        entries.push(changed);
    }
    entries.extend(failed_refunds(known, read, now));
    if let (None, Some(code)) = (&known.loss_code, &read.loss_code) {
        entries.push(entry(EntryKind::LossReasonArrived, code.clone(), now));
    }
    if entries.is_empty() && without_raw(known) == without_raw(read) {
        Change::Unchanged
    } else {
        Change::Changed(entries)
    }
}

/// Both dates, so that the difference can be told.
fn moved_date(known: DueDate, read: DueDate) -> String {
    let date = |due: DueDate| {
        due.instant()
            .map_or_else(|| "none".to_owned(), crate::clock::rfc3339)
    };
    format!("{} → {}", date(known), date(read))
}

/// The refunds that stood when the case was read before and don't any more.
fn failed_refunds(known: &Dispute, read: &Dispute, now: Timestamp) -> Vec<Entry> {
    let stood = |id: &str| known.refunds.iter().any(|r| r.id == id && r.stands());
    let failed = read.refunds.iter().filter(|r| !r.stands() && stood(&r.id));
    failed
        .map(|refund| Entry {
            money: Some(refund.amount.clone()),
            ..entry(EntryKind::RefundFailed, refund.id.clone(), now)
        })
        .collect()
}

fn entry(kind: EntryKind, detail: String, at: Timestamp) -> Entry {
    Entry {
        at,
        kind,
        detail: Some(detail),
        money: None,
        source: EntrySource::Observed,
    }
}

fn status_kind(status: Status) -> EntryKind {
    match status {
        Status::Won => EntryKind::Won,
        Status::Lost => EntryKind::Lost,
        Status::Closed | Status::Cancelled | Status::Prevented => EntryKind::Closed,
        Status::NeedsResponse | Status::UnderReview | Status::Unknown => EntryKind::StatusChanged,
    }
}

/// The escalation itself isn't stated, but the money is taken at that moment (stripe.md §4, §10).
fn escalated_at(read: &Dispute) -> Option<Timestamp> {
    read.movements
        .iter()
        .filter(|m| m.amount.minor < 0)
        .map(|m| m.at)
        .max()
}

fn without_raw(dispute: &Dispute) -> Dispute {
    Dispute {
        raw: serde_json::Value::Null,
        ..dispute.clone()
    }
}
