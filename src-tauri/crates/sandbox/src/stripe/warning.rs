//! Early fraud warnings: what a buyer's bank reports of a payment before there is a dispute (stripe.md §11.4).

use serde_json::json;

use super::account::Account;
use super::day::{DAY, end_of_day};
use super::dispute::Details;
use super::error::Refusal;
use super::object::Warning;

/// The answer window of a dispute that comes of a warning.
const ANSWER_DAYS: i64 = 14;

impl Account {
    /// A bank reports a payment.
    pub(crate) fn warn(&mut self, mut warning: Warning) {
        warning.actionable = self.can_be_prevented(&warning.charge);
        let (at, body) = (warning.created, warning.render());
        self.warnings.push(warning);
        self.record("radar.early_fraud_warning.created", at, &body, None);
    }

    pub(crate) fn warning(&self, id: &str) -> Result<&Warning, Refusal> {
        self.warnings
            .iter()
            .find(|warning| warning.id == id)
            .ok_or_else(|| Refusal::no_such("early_fraud_warning", id, "early_fraud_warning"))
    }

    /// The warnings of a charge.
    pub(crate) fn warnings_of(&self, charge: &str) -> Vec<String> {
        self.warnings
            .iter()
            .filter(|warning| warning.charge == charge)
            .map(|warning| warning.id.clone())
            .collect()
    }

    /// A payment was refunded, disputed, or a refund of it failed: its warnings say so.
    pub(crate) fn review_warnings(&mut self, charge: &str, at: i64) {
        let now = self.can_be_prevented(charge);
        let mut told = Vec::new();
        for warning in &mut self.warnings {
            if warning.charge == charge && warning.actionable != now {
                warning.actionable = now;
                told.push(warning.render());
            }
        }
        for body in told {
            let before = json!({"actionable": !now});
            self.record("radar.early_fraud_warning.updated", at, &body, Some(before));
        }
    }

    /// Time is over: the buyer disputes the payment, unless it was given back.
    pub(crate) fn dispute_warned(&mut self, id: &str, at: i64) -> Option<String> {
        let warning = self.warnings.iter_mut().find(|warning| warning.id == id)?;
        if !warning.actionable {
            return None;
        }
        let mut dispute = *warning.dispute.take()?;
        dispute.created = at;
        dispute.due_by = Some(end_of_day(at + ANSWER_DAYS * DAY));
        let name = dispute.id.clone();
        self.open(dispute);
        Some(name)
    }

    /// The bank asks about the payment, whatever became of it.
    pub(crate) fn inquire_warned(&mut self, id: &str, at: i64) -> Option<String> {
        let warning = self.warnings.iter_mut().find(|warning| warning.id == id)?;
        let mut dispute = *warning.dispute.take()?;
        dispute.created = at;
        dispute.due_by = Some(end_of_day(at + ANSWER_DAYS * DAY));
        dispute.status = "warning_needs_response".into();
        if let Details::Card { case_type, .. } = &mut dispute.details {
            "inquiry".clone_into(case_type);
        }
        let name = dispute.id.clone();
        self.open(dispute);
        if let Some(dispute) = self.dispute_mut(&name) {
            dispute.refundable = true;
        }
        Some(name)
    }

    /// Neither disputed nor wholly refunded.
    fn can_be_prevented(&self, charge: &str) -> bool {
        self.charges
            .get(charge)
            .is_some_and(|charge| !charge.disputed && charge.refundable() > 0)
    }
}
