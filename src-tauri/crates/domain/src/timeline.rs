//! What happened to a case and what is still to come, each entry with its source.

use crate::balance::Booked;
use crate::clock::{Timestamp, later, span};
use crate::dispute::Dispute;
use crate::rules::{Silence, SilenceOutcome};
use crate::status::words;
use crate::{Deadline, DeadlineKind, Money, Source};
use serde::{Deserialize, Serialize};

words!(
    /// What an entry tells. The faces word it in the owner's language.
    EntryKind {
        Payment = "payment",
        Opened = "opened",
        Escalated = "escalated",
        /// The provider gave the case back for another answer.
        Returned = "returned",
        StatusChanged = "status_changed",
        DeadlineChanged = "deadline_changed",
        AmountChanged = "amount_changed",
        MoneyTaken = "money_taken",
        MoneyReturned = "money_returned",
        /// A fee that is a line of its own in the balance.
        FeeTaken = "fee_taken",
        FeeReturned = "fee_returned",
        LossReasonArrived = "loss_reason_arrived",
        AnsweredElsewhere = "answered_elsewhere",
        Vanished = "vanished",
        /// A contradiction in what the provider says: shown, not applied.
        Contradiction = "contradiction",
        Sent = "sent",
        Accepted = "accepted",
        Refunded = "refunded",
        /// A refund that didn't reach the buyer.
        RefundFailed = "refund_failed",
        Refused = "refused",
        OutcomeUnknown = "outcome_unknown",
        NotArrived = "not_arrived",
        /// Proof came late: it had arrived after all.
        ArrivedLate = "arrived_late",
        /// The owner looked at the provider's own page: it is there.
        SeenArrived = "seen_arrived",
        /// The owner looked at the provider's own page: it isn't there.
        SeenMissing = "seen_missing",
        Won = "won",
        Lost = "lost",
        Closed = "closed",
        /// Expected: the last date.
        Deadline = "deadline",
        /// Expected: what silence does at a date that isn't the deadline.
        Silence = "silence",
        /// Expected: the provider's decision.
        Decision = "decision",
    }
);

words!(
    /// Where an entry comes from.
    EntrySource {
        /// The provider's answer states it.
        Provider = "provider",
        /// This program did it.
        App = "app",
        /// This program saw it change between two readings.
        Observed = "observed",
        /// A rule, for what is still to come.
        Rule = "rule",
        /// The owner says so.
        Owner = "owner",
    }
);

/// One entry of the timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub at: Timestamp,
    pub kind: EntryKind,
    /// The provider's word, a code or an id that belongs to the entry; never a sentence.
    pub detail: Option<String>,
    pub money: Option<Money>,
    pub source: EntrySource,
}

/// A refund at the provider and the note of our own act so near to it are one.
const SAME_REFUND: chrono::TimeDelta = chrono::TimeDelta::minutes(30);

impl Entry {
    fn stated(at: Timestamp, kind: EntryKind) -> Self {
        Self {
            at,
            kind,
            detail: None,
            money: None,
            source: EntrySource::Provider,
        }
    }
}

/// The whole timeline of a case, oldest first: what the provider states, what was `observed` and done, what is expected.
#[must_use]
pub fn whole(
    dispute: &Dispute,
    observed: &[Entry],
    deadline: Option<&Deadline>,
    silence: &Silence,
) -> Vec<Entry> {
    let seen_to_escalate = observed.iter().any(|e| e.kind == EntryKind::Escalated);
    // Before what the provider booked for it at the same moment.
    let mut entries: Vec<Entry> = escalation(dispute)
        .filter(|_| !seen_to_escalate)
        .into_iter()
        .collect();
    entries.extend(
        stated(dispute)
            .into_iter()
            .filter(|e| !is_ours(e, observed)),
    );
    entries.extend(observed.iter().cloned());
    entries.extend(expected(dispute, observed, deadline, silence));
    // Stable, so that entries of one instant keep the order in which they were told.
    entries.sort_by_key(|e| e.at);
    entries
}

fn stated(dispute: &Dispute) -> Vec<Entry> {
    let mut entries = Vec::new();
    if let Some(at) = dispute.transaction.at {
        entries.push(Entry {
            money: dispute.transaction.amount.clone(),
            ..Entry::stated(at, EntryKind::Payment)
        });
    }
    entries.push(Entry {
        detail: dispute.reason.provider_code.clone(),
        money: Some(dispute.amount.clone()),
        ..Entry::stated(dispute.opened_at, EntryKind::Opened)
    });
    for movement in &dispute.movements {
        let (fee, amount) = (&movement.fee, movement.amount.clone());
        let fee_cost = Money::new(fee.minor.saturating_neg(), &fee.currency);
        let (money, kind) = match movement.kind {
            Booked::Dispute if amount.minor < 0 => (amount, EntryKind::MoneyTaken),
            Booked::Dispute => (amount, EntryKind::MoneyReturned),
            Booked::CounteredFee | Booked::NetworkFee if fee.minor > 0 => {
                (fee_cost, EntryKind::FeeTaken)
            }
            Booked::CounteredFee | Booked::NetworkFee => (fee_cost, EntryKind::FeeReturned),
        };
        entries.push(Entry {
            detail: Some(movement.id.clone()),
            money: Some(money),
            ..Entry::stated(movement.at, kind)
        });
    }
    for refund in &dispute.refunds {
        let kind = if refund.stands() {
            EntryKind::Refunded
        } else {
            EntryKind::RefundFailed
        };
        entries.push(Entry {
            detail: Some(
                refund
                    .reference
                    .clone()
                    .unwrap_or_else(|| refund.id.clone()),
            ),
            money: Some(refund.amount.clone()),
            ..Entry::stated(refund.at, kind)
        });
    }
    entries
}

/// Whether `entry` tells a refund that this program made and noted itself: it isn't told twice.
fn is_ours(entry: &Entry, observed: &[Entry]) -> bool {
    entry.kind == EntryKind::Refunded
        && observed.iter().any(|own| {
            own.kind == EntryKind::Refunded
                && own.money == entry.money
                && span(entry.at, own.at).abs() < SAME_REFUND
        })
}

/// An inquiry's escalation isn't stated, but it is the moment at which money is taken for a case that was opened earlier
/// (stripe.md §4, §10: for Klarna `funds_withdrawn` marks it).
fn escalation(dispute: &Dispute) -> Option<Entry> {
    let taken = dispute
        .movements
        .iter()
        .filter(|m| m.amount.minor < 0)
        .min_by_key(|m| m.at)?;
    let after = span(dispute.opened_at, taken.at);
    (dispute.is_klarna() && after > chrono::Duration::hours(12)).then(|| Entry {
        money: Some(taken.amount.clone()),
        source: EntrySource::Rule,
        ..Entry::stated(taken.at, EntryKind::Escalated)
    })
}

fn expected(
    dispute: &Dispute,
    observed: &[Entry],
    deadline: Option<&Deadline>,
    silence: &Silence,
) -> Vec<Entry> {
    let mut entries = Vec::new();
    let by_rule = |at, kind| Entry {
        source: EntrySource::Rule,
        ..Entry::stated(at, kind)
    };
    if let Some(deadline) = deadline {
        let mut entry = by_rule(deadline.at, EntryKind::Deadline);
        entry.detail = Some(deadline.kind.as_str().to_owned());
        if deadline.source == Source::Provider {
            entry.source = EntrySource::Provider;
        }
        entries.push(entry);
    }
    let silence_is_the_deadline = deadline.is_some_and(|d| Some(d.at) == silence.on);
    if let (Some(on), false, false) = (
        silence.on,
        silence.outcome == SilenceOutcome::None,
        silence_is_the_deadline,
    ) {
        entries.push(Entry {
            detail: Some(silence.outcome.as_str().to_owned()),
            ..by_rule(on, EntryKind::Silence)
        });
    }
    let decision_after = match deadline {
        Some(d) if d.kind == DeadlineKind::Answer => Some(d.at),
        Some(_) => None,
        None if dispute.status == crate::Status::UnderReview => observed
            .iter()
            .rev()
            .find(|e| e.kind == EntryKind::Sent)
            .map(|e| e.at),
        None => None,
    };
    if let (Some(after), Some(review)) = (decision_after, crate::rules::usual_review(dispute)) {
        entries.push(by_rule(later(after, review), EntryKind::Decision));
    }
    entries
}

/// The last date that a case had before its provider took it away, by what was observed; none where it never had one.
#[must_use]
pub fn date_taken_away(observed: &[Entry]) -> Option<Timestamp> {
    observed
        .iter()
        .rev()
        .filter(|entry| entry.kind == EntryKind::DeadlineChanged)
        .filter_map(|entry| entry.detail.as_deref()?.split_once(" → "))
        .find_map(|(before, _)| before.parse().ok())
}
