//! The life of a dispute: what opens, escalates, is sent, decided and closed (stripe.md §4, §12.1).

use chrono::DateTime;
use serde_json::{Value, json};

use super::account::Account;
use super::dispute::{Details, Dispute};
use super::money::{self, Transaction};

pub(crate) const DAY: i64 = 86_400;
/// Klarna's inquiry (stripe.md §12.1).
pub(crate) const KLARNA_INQUIRY_DAYS: i64 = 21;
/// Klarna's answer window, and the one for fraud (stripe.md §12.1).
pub(crate) const KLARNA_ANSWER_DAYS: i64 = 12;
pub(crate) const KLARNA_FRAUD_DAYS: i64 = 5;
/// A card inquiry that nobody escalates closes by itself (stripe.md §4).
const CARD_INQUIRY_DAYS: i64 = 120;
/// The answer window this sandbox gives after a card inquiry escalates.
const CARD_ANSWER_DAYS: i64 = 14;
const APPEAL_ANSWER_DAYS: i64 = 10;
/// A late answer to a card case is still taken for so long, marked as late.
const CARD_GRACE_DAYS: i64 = 3;
/// Smart Disputes answers this long before the deadline.
const SMART_LEAD: i64 = 6 * 3_600;
/// Reviews: cards 60–75 days (stripe.md §4), Klarna quicker.
const CARD_REVIEW_DAYS: i64 = 60;
const KLARNA_REVIEW_DAYS: i64 = 20;
/// With a magic text the decision comes about 5 s later (stripe.md §6).
const MAGIC_SECONDS: i64 = 5;
/// Loss codes that the closing event does not carry appear so much later (stripe.md §12.3).
const LATE_CODE_DAYS: i64 = 3;

/// Something that time brings about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Timer {
    /// The answer window has ended (with the deadline it was set for).
    Deadline(i64),
    /// A card inquiry has been open long enough.
    InquiryOver,
    /// Smart Disputes looks at the case (with the deadline it was set for).
    Smart(i64),
    /// A review ends.
    Decision { won: bool },
    /// An answered inquiry escalates.
    Escalation,
    /// The loss code becomes visible.
    LossCode(&'static str),
    /// The network takes its fee for a compliance case.
    NetworkFee,
}

/// The last second of the UTC day of `at`.
pub(crate) fn end_of_day(at: i64) -> i64 {
    at - at.rem_euclid(DAY) + DAY - 1
}

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
        self.add_dispute(dispute);
        if let Ok(dispute) = self.dispute(&id) {
            let body = self.render_dispute(dispute, at);
            self.record("charge.dispute.created", at, &body, None);
        }
        if !inquiry && !prevented {
            self.withdraw(&id, at);
        }
        self.arm(&id);
    }

    /// Sets the timers that belong to the present state.
    pub(crate) fn arm(&mut self, id: &str) {
        let Ok(dispute) = self.dispute(id) else {
            return;
        };
        if dispute.plan.still {
            return;
        }
        let (klarna, status) = (dispute.is_klarna(), dispute.status.clone());
        let (created, due) = (dispute.created, dispute.due_by.filter(|due| *due > 0));
        let smart = self.smart && dispute.intended.is_some();
        match (status.as_str(), due) {
            ("warning_needs_response", due) if klarna => {
                let due = due.unwrap_or(created + KLARNA_INQUIRY_DAYS * DAY);
                self.set_timer(due + 1, id, Timer::Deadline(due));
            }
            ("warning_needs_response" | "warning_under_review", due) => {
                let over = created + CARD_INQUIRY_DAYS * DAY;
                self.set_timer(over, id, Timer::InquiryOver);
                if let Some(due) = due {
                    self.set_timer(due + 1, id, Timer::Deadline(due));
                }
            }
            ("needs_response", Some(due)) => {
                let grace = if klarna { 0 } else { CARD_GRACE_DAYS * DAY };
                self.set_timer(due + 1 + grace, id, Timer::Deadline(due));
                if smart {
                    self.set_timer(due - SMART_LEAD, id, Timer::Smart(due));
                }
            }
            ("appeal_needs_response", Some(due)) => {
                self.set_timer(due + 1, id, Timer::Deadline(due));
            }
            _ => {}
        }
    }

    /// Lets every timer up to `now` strike, in order.
    pub(crate) fn run_until(&mut self, now: i64) {
        while let Some((&(at, number), _)) = self.timers.first_key_value() {
            if at > now {
                return;
            }
            if let Some((id, timer)) = self.timers.remove(&(at, number)) {
                self.cause = super::event::Cause::default();
                self.strike(&id, &timer, at);
            }
        }
    }

    fn strike(&mut self, id: &str, timer: &Timer, at: i64) {
        let Ok(dispute) = self.dispute(id) else {
            return;
        };
        let (status, klarna) = (dispute.status.clone(), dispute.is_klarna());
        let escalates = klarna || dispute.plan.escalates;
        let due = dispute.due_by;
        match timer {
            Timer::Deadline(set_for) if due.is_none() || due == Some(*set_for) => {
                match status.as_str() {
                    "warning_needs_response" if escalates => self.escalate(id, at),
                    "needs_response" => self.lose(id, at, "merchant_did_not_counter", true),
                    "appeal_needs_response" => self.lose(id, at, "reason_unspecified", true),
                    _ => {}
                }
            }
            Timer::InquiryOver if status.starts_with("warning_") && status != "warning_closed" => {
                self.settle_inquiry(id, at);
            }
            Timer::Smart(set_for) if status == "needs_response" && due == Some(*set_for) => {
                self.answer_smartly(id, at);
            }
            Timer::Decision { won } if status.ends_with("under_review") => {
                self.decide(id, at, *won);
            }
            Timer::Escalation if status.starts_with("warning_") && status != "warning_closed" => {
                self.escalate(id, at);
            }
            Timer::LossCode(code) if status == "lost" => self.show_loss_code(id, code),
            Timer::NetworkFee => self.take_network_fee(id, at),
            _ => {}
        }
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

    fn await_decision(&mut self, id: &str, at: i64) {
        let Ok(dispute) = self.dispute(id) else {
            return;
        };
        if dispute.plan.still {
            return;
        }
        let said = |word: &str| {
            dispute
                .evidence
                .get("uncategorized_text")
                .is_some_and(|text| text.contains(word))
        };
        let soon = at + MAGIC_SECONDS;
        let (inquiry, wins) = (dispute.is_inquiry(), dispute.plan.wins);
        let days = if dispute.is_klarna() {
            KLARNA_REVIEW_DAYS
        } else {
            CARD_REVIEW_DAYS
        };
        let fee_due = dispute.is_compliance();
        let (when, timer) = if inquiry {
            if said("escalate_inquiry_evidence") {
                (soon, Timer::Escalation)
            } else if said("losing_evidence") || said("winning_evidence") {
                (soon, Timer::InquiryOver)
            } else {
                return;
            }
        } else if said("winning_evidence") {
            (soon, Timer::Decision { won: true })
        } else if said("losing_evidence") {
            (soon, Timer::Decision { won: false })
        } else {
            (at + days * DAY, Timer::Decision { won: wins })
        };
        self.set_timer(when, id, timer);
        if fee_due {
            self.set_timer(at + DAY, id, Timer::NetworkFee);
        }
    }

    /// The merchant's evidence or Stripe's own packet, as the setting says (stripe.md §11.3).
    fn answer_smartly(&mut self, id: &str, at: i64) {
        let Ok(dispute) = self.dispute(id) else {
            return;
        };
        let (own, packet) = (dispute.has_evidence(), dispute.plan.smart_packet);
        let method = match dispute.intended.as_deref() {
            Some("prefer_manual") if own => "manual",
            Some("prefer_smart_disputes") if !packet && own => "manual",
            Some("prefer_manual" | "prefer_smart_disputes" | "smart_disputes") if packet => {
                "smart_disputes"
            }
            _ => return,
        };
        self.submit(id, at, method, true);
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
                // A card fee is kept, Klarna's comes back (stripe.md §9, §12.1).
                fee: if klarna { -money::klarna(&currency) } else { 0 },
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

    fn show_loss_code(&mut self, id: &str, code: &str) {
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

    fn fee_line(&mut self, id: &str, at: i64, amount: i64, currency: &str, text: &str) {
        let charge = self.dispute(id).ok().map(|dispute| dispute.charge.clone());
        let transaction = Transaction {
            id: self.id("txn"),
            amount,
            fee: 0,
            fee_text: "",
            currency: currency.to_owned(),
            created: at,
            kind: "stripe_fee",
            category: "fee",
            description: format!("{text} ({id})"),
            source: None,
            charge,
        };
        self.add_transaction(transaction);
    }

    /// A line of its own in the balance, not inside the dispute (stripe.md §9); none for packets
    /// of Smart Disputes.
    fn take_counter_fee(&mut self, id: &str, at: i64, method: &str) {
        let Ok(dispute) = self.dispute(id) else {
            return;
        };
        let currency = dispute.currency.clone();
        let fee = money::card_countered(&currency);
        if method == "manual" && fee > 0 {
            self.fee_line(id, at, -fee, &currency, "Dispute countered fee");
        }
    }

    fn return_counter_fee(&mut self, id: &str, at: i64) {
        let end = format!("({id})");
        let taken: Vec<(i64, String)> = self
            .transactions
            .iter()
            .filter(|line| line.kind == "stripe_fee" && line.description.ends_with(&end))
            .map(|line| (line.amount, line.currency.clone()))
            .collect();
        for (amount, currency) in taken {
            self.fee_line(id, at, -amount, &currency, "Dispute fee returned");
        }
    }

    fn take_network_fee(&mut self, id: &str, at: i64) {
        self.fee_line(
            id,
            at,
            -money::COMPLIANCE_FEE_USD,
            "usd",
            "Compliance network fee",
        );
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
