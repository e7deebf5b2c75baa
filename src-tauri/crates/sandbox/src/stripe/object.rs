//! What an account holds, and how Stripe shows it: balance transactions, refunds, warnings; and what time brings about.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::day::DAY;
use super::dispute::Dispute;

/// One line of the balance. Amounts in minor units of `currency`.
#[derive(Debug, Clone)]
pub(crate) struct Transaction {
    pub(crate) id: String,
    pub(crate) amount: i64,
    /// Positive = taken, negative = given back.
    pub(crate) fee: i64,
    pub(crate) fee_text: &'static str,
    pub(crate) currency: String,
    pub(crate) created: i64,
    pub(crate) kind: &'static str,
    pub(crate) category: &'static str,
    pub(crate) description: String,
    pub(crate) source: Option<String>,
    /// The charge this belongs to, also where `source` is a dispute or refund.
    pub(crate) charge: Option<String>,
}

impl Transaction {
    /// As `GET /v1/balance_transactions` shows it at `now`.
    pub(crate) fn render(&self, now: i64) -> Value {
        let available = self.created - self.created.rem_euclid(DAY) + 7 * DAY;
        let details = if self.fee == 0 {
            json!([])
        } else {
            json!([{
                "amount": self.fee, "application": null, "currency": self.currency,
                "description": self.fee_text, "type": "stripe_fee",
            }])
        };
        json!({
            "id": self.id, "object": "balance_transaction", "amount": self.amount,
            "available_on": available, "balance_type": "payments", "created": self.created,
            "currency": self.currency, "description": self.description, "exchange_rate": null,
            "fee": self.fee, "fee_details": details, "net": self.amount - self.fee,
            "reporting_category": self.category, "source": self.source,
            "status": if available <= now { "available" } else { "pending" }, "type": self.kind,
        })
    }
}

/// One refund.
#[derive(Debug, Clone)]
pub(crate) struct Refund {
    pub(crate) id: String,
    pub(crate) amount: i64,
    pub(crate) currency: String,
    pub(crate) charge: String,
    pub(crate) payment_intent: String,
    pub(crate) created: i64,
    pub(crate) reason: Option<String>,
    pub(crate) status: String,
    pub(crate) failure_reason: Option<String>,
    pub(crate) metadata: BTreeMap<String, String>,
    pub(crate) transaction: String,
}

impl Refund {
    /// What the buyer's bank knows it by (stripe.md §8); Klarna's reference came with 2026-10.
    fn destination(&self) -> Value {
        if self.status != "succeeded" {
            return Value::Null;
        }
        let digits = self.id.bytes().fold(7_u64, |sum, byte| {
            sum.wrapping_mul(31).wrapping_add(u64::from(byte))
        });
        let reference = format!("745{:020}", digits);
        if self.charge.starts_with("py_") {
            return json!({"klarna": {"reference": reference, "reference_status": "available"}, "type": "klarna"});
        }
        json!({
            "card": {
                "reference": reference, "reference_status": "available",
                "reference_type": "acquirer_reference_number", "type": "refund",
            },
            "type": "card",
        })
    }

    pub(crate) fn render(&self) -> Value {
        let mut body = json!({
            "id": self.id, "object": "refund", "amount": self.amount,
            "balance_transaction": self.transaction, "charge": self.charge,
            "created": self.created, "currency": self.currency, "metadata": self.metadata,
            "destination_details": self.destination(),
            "payment_intent": self.payment_intent, "reason": self.reason,
            "receipt_number": null, "source_transfer_reversal": null, "status": self.status,
            "transfer_reversal": null,
        });
        if let Some(reason) = &self.failure_reason {
            body["failure_reason"] = json!(reason);
        }
        body
    }
}

/// One warning.
#[derive(Debug, Clone)]
pub(crate) struct Warning {
    pub(crate) id: String,
    pub(crate) charge: String,
    pub(crate) payment_intent: String,
    pub(crate) created: i64,
    pub(crate) fraud_type: String,
    /// Neither disputed nor wholly refunded.
    pub(crate) actionable: bool,
    /// The name of the practice set.
    pub(crate) case: String,
    /// What comes of it, if the payment isn't given back before.
    pub(crate) dispute: Option<Box<Dispute>>,
}

impl Warning {
    pub(crate) fn render(&self) -> Value {
        json!({
            "id": self.id, "object": "radar.early_fraud_warning", "actionable": self.actionable,
            "charge": self.charge, "created": self.created, "fraud_type": self.fraud_type,
            "livemode": false, "payment_intent": self.payment_intent,
        })
    }
}

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
    /// The buyer disputes a payment that the bank has warned of.
    Warned,
}
