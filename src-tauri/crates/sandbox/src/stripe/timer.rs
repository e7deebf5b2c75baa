//! What time brings about: deadlines, escalations, decisions, late codes (stripe.md §4, §12, §13).

use super::account::Account;
use super::day::{DAY, KLARNA_INQUIRY_DAYS};
use super::event::Cause;
use super::object::Timer;

/// A card inquiry that nobody escalates closes at the latest after this time (stripe.md §4).
const CARD_INQUIRY_DAYS: i64 = 120;
/// A late answer to a card case is still taken for so long, marked as late.
const CARD_GRACE_DAYS: i64 = 3;
/// Smart Disputes answers this long before the deadline.
const SMART_LEAD: i64 = 6 * 3_600;
/// Reviews: cards 60–75 days (stripe.md §4), Klarna quicker.
const CARD_REVIEW_DAYS: i64 = 60;
const KLARNA_REVIEW_DAYS: i64 = 20;
/// With a magic text the decision comes about 5 s later (stripe.md §6).
const MAGIC_SECONDS: i64 = 5;

impl Account {
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
        // Smart Disputes answers cards only (stripe.md §11.3).
        let smart = self.smart && dispute.is_card() && dispute.intended.is_some();
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
                self.cause = Cause::default();
                self.strike(&id, &timer, at);
            }
        }
    }

    /// The next moment after `now` at which time changes a status: tried out on a copy, since not
    /// every timer still means something when it strikes.
    pub(crate) fn next_change(&self, now: i64) -> Option<i64> {
        let mut account = self.clone();
        let statuses = |account: &Self| -> Vec<String> {
            account.disputes.iter().map(|d| d.status.clone()).collect()
        };
        let before = statuses(&account);
        while let Some((&(at, _), _)) = account.timers.first_key_value() {
            account.run_until(at);
            if at > now && statuses(&account) != before {
                return Some(at);
            }
        }
        None
    }

    fn strike(&mut self, id: &str, timer: &Timer, at: i64) {
        if *timer == Timer::Warned {
            let _ = self.dispute_warned(id, at);
            return;
        }
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

    pub(crate) fn await_decision(&mut self, id: &str, at: i64) {
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

    /// The merchant's evidence or Stripe's own packet, as the setting says; nothing where there is neither (stripe.md
    /// §11.3).
    fn answer_smartly(&mut self, id: &str, at: i64) {
        let Ok(dispute) = self.dispute(id) else {
            return;
        };
        if !dispute.is_card() {
            return;
        }
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
}
