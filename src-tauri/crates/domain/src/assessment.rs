//! What the rules say of a case at one moment, asked once: all that a row of the desk needs of them.

use crate::clock::Timestamp;
use crate::deadline::SafetyMargin;
use crate::evidence::{Draft, Form, Kind, Weight, checklist, fields};
use crate::rules::{self, Silence};
use crate::submission::Submission;
use crate::{Act, Deadline, Dispute, Money, NextStep, Status};

/// The answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessment {
    /// What the owner does next.
    pub next_step: NextStep,
    /// The acts that the provider allows now, less those that were done already in this round.
    pub allowed: Vec<Act>,
    /// What becomes of the case when the owner does nothing.
    pub if_nothing: Silence,
    /// What would be gone by silence, fees included.
    pub at_risk: Money,
    /// The date that waits for the owner, with the safe one before it.
    pub deadline: Option<Deadline>,
    /// Deciding pieces of evidence that nobody has given yet.
    pub missing: Vec<Kind>,
}

impl Assessment {
    /// Asks the rules. `now` is the moment by the provider's clock, in UTC; `country` is where the account is (ISO 3166).
    #[must_use]
    pub fn of(
        dispute: &Dispute,
        done: &[Submission],
        draft: &Draft,
        margin: SafetyMargin,
        now: Timestamp,
        country: Option<&str>,
    ) -> Self {
        Self {
            next_step: rules::next_step(dispute, done, now),
            allowed: rules::allowed(dispute, done, now),
            if_nothing: rules::if_nothing(dispute, done),
            at_risk: rules::at_risk(dispute, country),
            deadline: rules::deadline(dispute, margin),
            missing: missing(dispute, draft),
        }
    }
}

fn missing(dispute: &Dispute, draft: &Draft) -> Vec<Kind> {
    if dispute.status != Status::NeedsResponse || !rules::takes_evidence(dispute) {
        return Vec::new();
    }
    let stated = fields::text_fields(dispute, draft);
    checklist(dispute, draft)
        .into_iter()
        .filter(|w| w.weight == Weight::Deciding && !draft.has_for_sure(w.kind))
        .filter(|w| w.kind.form() == Form::Files || !stated.contains_key(w.kind.as_str()))
        .map(|w| w.kind)
        .collect()
}
