//! The life of a dispute: what opens, escalates, is sent, decided and closed (stripe.md §4, §12.1).

use chrono::DateTime;
use serde_json::{Value, json};

use super::account::Account;
use super::day::{DAY, end_of_day};
use super::dispute::{Details, Dispute};
use super::money;
use super::object::{Timer, Transaction};

/// Klarna's answer window, and the one for fraud (stripe.md §12.1).
pub(crate) const KLARNA_ANSWER_DAYS: i64 = 12;
pub(crate) const KLARNA_FRAUD_DAYS: i64 = 5;
/// The answer window this sandbox gives after a card inquiry escalates.
const CARD_ANSWER_DAYS: i64 = 14;
const APPEAL_ANSWER_DAYS: i64 = 10;
/// Loss codes that the closing event does not carry appear so much later (stripe.md §12.3).
const LATE_CODE_DAYS: i64 = 3;

impl Account {
    /// A dispute comes in.
    pub(crate) fn open(&mut self, mut dispute: Dispute) {
        let (id, at) = (dispute.id.clone(), dispute.created);
        let (inquiry, open) = (dispute.is_inquiry(), !dispute.is_closed());
        dispute.refundable = inquiry
            && open
            && self
                .charges
                .get(&dispute.charge)
                .is_some_and(|charge| charge.refundable() > 0);
        if let Some(charge) = self.charges.get_mut(&dispute.charge) {
            charge.disputed = true;
        }
        let prevented = dispute.status == "prevented";
        let charge = dispute.charge.clone();
        self.add_dispute(dispute);
        self.review_warnings(&charge, at);
        if let Ok(dispute) = self.dispute(&id) {
            let body = self.render_dispute(dispute, at);
            self.record("charge.dispute.created", at, &body, None);
        }
        if !inquiry && !prevented {
            self.withdraw(&id, at);
        }
        self.arm(&id);
    }

    /// The money and the fee are taken back.
    fn withdraw(&mut self, id: &str, at: i64) {
        let Ok(dispute) = self.dispute(id) else {
            return;
        };
        let before = self.render_dispute(dispute, at);
        let (amount, currency) = (dispute.amount, dispute.currency.clone());
        let charge = dispute.charge.clone();
        let fee = match (&dispute.details, dispute.is_klarna()) {
            (_, true) => money::klarna(&currency),
            // None for Cartes Bancaires (stripe.md §9).
            (Details::Card { brand, .. }, _) if brand == "cartes_bancaires" => 0,
            // PayPal's disputes have no fee of Stripe's (stripe.md §8).
            (Details::Other { kind, .. }, _) if kind == "paypal" => 0,
            _ => money::card_received(&currency),
        };
        let transaction = Transaction {
            id: self.id("txn"),
            amount: -amount,
            fee,
            fee_text: "Dispute fee",
            currency,
            created: at + 2,
            kind: "adjustment",
            category: "dispute",
            description: format!("Chargeback withdrawal for {charge}"),
            source: Some(id.to_owned()),
            charge: Some(charge),
        };
        self.book(id, transaction);
        if let Some(dispute) = self.dispute_mut(id) {
            dispute.escalated = Some(at);
            dispute.refundable = false;
        }
        self.record_dispute("charge.dispute.funds_withdrawn", id, at, &before);
    }

    fn book(&mut self, id: &str, transaction: Transaction) {
        if let Some(dispute) = self.dispute_mut(id) {
            dispute.transactions.push(transaction.id.clone());
        }
        self.add_transaction(transaction);
    }

    /// An inquiry becomes a chargeback; the id stays, and an answer to the inquiry does not carry
    /// over.
    pub(crate) fn escalate(&mut self, id: &str, at: i64) {
        let Ok(dispute) = self.dispute(id) else {
            return;
        };
        let before = self.render_dispute(dispute, at);
        let days = match (dispute.is_klarna(), dispute.reason.as_str()) {
            (true, "fraudulent") => KLARNA_FRAUD_DAYS,
            (true, _) => KLARNA_ANSWER_DAYS,
            _ => CARD_ANSWER_DAYS,
        };
        if let Some(dispute) = self.dispute_mut(id) {
            dispute.status = "needs_response".into();
            dispute.due_by = Some(end_of_day(at + days * DAY));
            dispute.submission_count = 0;
            dispute.submission_method = "not_submitted";
            dispute.past_due = false;
            dispute.refundable = false;
            let kept = dispute.prefilled.clone();
            dispute
                .evidence
                .retain(|name, _| kept.contains(&name.as_str()));
            if let Details::Card { case_type, .. } = &mut dispute.details {
                "chargeback".clone_into(case_type);
            }
        }
        self.record_dispute("charge.dispute.updated", id, at, &before);
        self.withdraw(id, at);
        self.arm(id);
    }

    /// The staged evidence goes out.
    pub(crate) fn submit(&mut self, id: &str, at: i64, method: &'static str, by_other: bool) {
        let Ok(dispute) = self.dispute(id) else {
            return;
        };
        let before = self.render_dispute(dispute, at);
        let charge = dispute.charge.clone();
        let appeal = dispute.status == "appeal_needs_response";
        let next = match dispute.status.as_str() {
            "warning_needs_response" => "warning_under_review",
            "appeal_needs_response" => "appeal_under_review",
            _ => "under_review",
        };
        let countered = next == "under_review" && !dispute.is_klarna();
        if let Some(dispute) = self.dispute_mut(id) {
            dispute.past_due = dispute.due_by.is_some_and(|due| at > due);
            dispute.status = next.into();
            dispute.submission_count += 1;
            if !appeal {
                dispute.submission_method = method;
            }
        }
        self.count(id, "submit", by_other);
        self.record_dispute("charge.dispute.updated", id, at, &before);
        self.record_charge("charge.updated", &charge, at);
        if countered {
            self.take_counter_fee(id, at, method);
        }
        self.await_decision(id, at);
    }

    /// A review ends.
    pub(crate) fn decide(&mut self, id: &str, at: i64, won: bool) {
        if won {
            self.win(id, at);
            return;
        }
        let Ok(dispute) = self.dispute(id) else {
            return;
        };
        let (code, late) = (dispute.plan.loss_code, dispute.plan.loss_code_late);
        let appeal = self.appeals && dispute.plan.appeal && dispute.status == "under_review";
        if !appeal {
            self.lose(id, at, code, late);
            return;
        }
        let before = self.render_dispute(dispute, at);
        if let Some(dispute) = self.dispute_mut(id) {
            dispute.status = "appeal_needs_response".into();
            dispute.due_by = Some(end_of_day(at + APPEAL_ANSWER_DAYS * DAY));
        }
        self.record_dispute("charge.dispute.updated", id, at, &before);
        self.arm(id);
    }

    /// The money comes back.
    pub(crate) fn win(&mut self, id: &str, at: i64) {
        let Ok(dispute) = self.dispute(id) else {
            return;
        };
        let before = self.render_dispute(dispute, at);
        let (amount, currency) = (dispute.amount, dispute.currency.clone());
        let (charge, klarna) = (dispute.charge.clone(), dispute.is_klarna());
        let taken = !dispute.transactions.is_empty();
        let refundable = self
            .charges
            .get(&charge)
            .is_some_and(|charge| charge.refundable() > 0);
        if let Some(dispute) = self.dispute_mut(id) {
            dispute.status = "won".into();
            dispute.refundable = refundable;
            if let Details::Klarna { loss, .. } = &mut dispute.details {
                *loss = None;
            }
        }
        if taken {
            let transaction = Transaction {
                id: self.id("txn"),
                amount,
                // A card fee is kept but in Mexico, Klarna's comes back (stripe.md §9, §12.1).
                fee: match currency.as_str() {
                    _ if klarna => -money::klarna(&currency),
                    "mxn" => -money::card_received("mxn"),
                    _ => 0,
                },
                fee_text: "Dispute fee refund",
                currency,
                created: at,
                kind: "adjustment",
                category: "dispute_reversal",
                description: format!("Chargeback reversal for {charge}"),
                source: Some(id.to_owned()),
                charge: Some(charge),
            };
            self.book(id, transaction);
            self.record_dispute("charge.dispute.funds_reinstated", id, at, &before);
        }
        self.return_counter_fee(id, at);
        self.record_dispute("charge.dispute.closed", id, at, &before);
    }

    /// The case is lost, and a part of the money comes back all the same: `lost` stands on a partial win (stripe.md §8).
    pub(crate) fn lose_in_part(&mut self, id: &str, at: i64, returned: i64) {
        let Ok(dispute) = self.dispute(id) else {
            return;
        };
        let before = self.render_dispute(dispute, at);
        let (currency, charge) = (dispute.currency.clone(), dispute.charge.clone());
        let transaction = Transaction {
            id: self.id("txn"),
            amount: returned,
            fee: 0,
            fee_text: "",
            currency,
            created: at,
            kind: "adjustment",
            category: "dispute_reversal",
            description: format!("Chargeback reversal for {charge}"),
            source: Some(id.to_owned()),
            charge: Some(charge),
        };
        self.book(id, transaction);
        self.record_dispute("charge.dispute.funds_reinstated", id, at, &before);
        self.lose(id, at, "reason_unspecified", false);
    }

    /// The case is lost; Klarna's code comes at once or later.
    pub(crate) fn lose(&mut self, id: &str, at: i64, code: &'static str, late: bool) {
        let Ok(dispute) = self.dispute(id) else {
            return;
        };
        let before = self.render_dispute(dispute, at);
        if let Some(dispute) = self.dispute_mut(id) {
            dispute.status = "lost".into();
            dispute.refundable = false;
        }
        if late {
            self.set_timer(at + LATE_CODE_DAYS * DAY, id, Timer::LossCode(code));
        } else {
            self.show_loss_code(id, code);
        }
        self.record_dispute("charge.dispute.closed", id, at, &before);
    }

    pub(crate) fn show_loss_code(&mut self, id: &str, code: &str) {
        if let Some(dispute) = self.dispute_mut(id)
            && let Details::Klarna { loss, .. } = &mut dispute.details
        {
            *loss = Some(code.to_owned());
        }
    }

    /// An inquiry ends without a chargeback.
    pub(crate) fn settle_inquiry(&mut self, id: &str, at: i64) {
        let Ok(dispute) = self.dispute(id) else {
            return;
        };
        let before = self.render_dispute(dispute, at);
        let refundable = self
            .charges
            .get(&dispute.charge)
            .is_some_and(|charge| charge.refundable() > 0);
        if let Some(dispute) = self.dispute_mut(id) {
            dispute.status = "warning_closed".into();
            dispute.refundable = refundable;
        }
        self.record_dispute("charge.dispute.closed", id, at, &before);
    }

    /// The merchant, or somebody for him, gives in.
    pub(crate) fn close(&mut self, id: &str, at: i64, by_other: bool) {
        self.count(id, "close", by_other);
        self.lose(id, at, "merchant_accepted_loss", true);
    }

    /// A short account of one dispute for the control side.
    pub(crate) fn brief(&self, id: &str) -> Value {
        self.dispute(id).map_or(Value::Null, |dispute| {
            let due = dispute
                .due_by
                .and_then(|due| DateTime::from_timestamp(due, 0))
                .map(|due| due.to_rfc3339());
            json!({
                "id": dispute.id, "status": dispute.status, "due_by": due,
                "submission_count": dispute.submission_count,
                "effects": self.effects.get(id),
            })
        })
    }
}
