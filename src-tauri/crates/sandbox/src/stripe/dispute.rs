//! The dispute object (stripe.md §3).

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

/// Long texts: 20,000 characters each (stripe.md §3).
pub(crate) const LONG_TEXTS: [&str; 8] = [
    "access_activity_log",
    "cancellation_policy_disclosure",
    "cancellation_rebuttal",
    "duplicate_charge_explanation",
    "product_description",
    "refund_policy_disclosure",
    "refund_refusal_explanation",
    "uncategorized_text",
];

/// Short texts: 5,000 characters each (stripe.md §3).
pub(crate) const SHORT_TEXTS: [&str; 10] = [
    "billing_address",
    "customer_email_address",
    "customer_name",
    "customer_purchase_ip",
    "duplicate_charge_id",
    "service_date",
    "shipping_address",
    "shipping_carrier",
    "shipping_date",
    "shipping_tracking_number",
];

/// Fields that hold one file each (stripe.md §3).
pub(crate) const FILES: [&str; 9] = [
    "cancellation_policy",
    "customer_communication",
    "customer_signature",
    "duplicate_charge_documentation",
    "receipt",
    "refund_policy",
    "service_documentation",
    "shipping_documentation",
    "uncategorized_file",
];

/// How the dispute was paid and what the network says about it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Details {
    Card {
        brand: String,
        case_type: String,
        network_reason: Option<String>,
    },
    Klarna {
        reason: Option<String>,
        loss: Option<String>,
    },
    /// A method this page does not describe, kept as it is.
    Other { kind: String, members: Value },
}

/// What fate holds for the case where the merchant's doing does not decide. Never sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Plan {
    /// A card inquiry becomes a chargeback instead of closing by itself.
    pub(crate) escalates: bool,
    /// The review ends in the merchant's favour.
    pub(crate) wins: bool,
    /// After a loss an appeal is offered.
    pub(crate) appeal: bool,
    /// Klarna's loss code.
    pub(crate) loss_code: &'static str,
    /// The loss code appears only days later.
    pub(crate) loss_code_late: bool,
    /// Stripe has a packet of its own for this case.
    pub(crate) smart_packet: bool,
    /// Time does nothing to this case.
    pub(crate) still: bool,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            escalates: false,
            wins: true,
            appeal: false,
            loss_code: "reason_unspecified",
            loss_code_late: false,
            smart_packet: false,
            still: false,
        }
    }
}

/// One dispute.
#[derive(Debug, Clone)]
pub(crate) struct Dispute {
    pub(crate) id: String,
    pub(crate) amount: i64,
    pub(crate) currency: String,
    pub(crate) charge: String,
    pub(crate) payment_intent: String,
    pub(crate) created: i64,
    pub(crate) status: String,
    pub(crate) reason: String,
    pub(crate) details: Details,
    pub(crate) refundable: bool,
    pub(crate) eligibility: Vec<&'static str>,
    pub(crate) metadata: BTreeMap<String, String>,
    pub(crate) intended: Option<String>,
    /// Filled text and file fields.
    pub(crate) evidence: BTreeMap<String, String>,
    /// Fields that were filled by Stripe and not by the merchant.
    pub(crate) prefilled: Vec<&'static str>,
    pub(crate) compelling: Option<Value>,
    pub(crate) fee_acknowledged: Option<bool>,
    pub(crate) appeal: Option<Value>,
    /// Answer deadline, unix seconds; 0 = no answer possible.
    pub(crate) due_by: Option<i64>,
    pub(crate) past_due: bool,
    pub(crate) submission_count: u32,
    pub(crate) submission_method: &'static str,
    pub(crate) transactions: Vec<String>,
    /// Members set from the control side.
    pub(crate) extra: Map<String, Value>,
    pub(crate) plan: Plan,
    /// Name of the practice case. Never sent.
    pub(crate) case: String,
    /// When the money was taken.
    pub(crate) escalated: Option<i64>,
    /// Refunded since the dispute came in, in the charge's currency.
    pub(crate) refunded_since: i64,
}

impl Dispute {
    pub(crate) fn is_klarna(&self) -> bool {
        matches!(self.details, Details::Klarna { .. })
    }

    pub(crate) fn is_card(&self) -> bool {
        matches!(self.details, Details::Card { .. })
    }

    pub(crate) fn is_inquiry(&self) -> bool {
        self.status.starts_with("warning_")
    }

    pub(crate) fn is_mastercard(&self) -> bool {
        matches!(&self.details, Details::Card { brand, .. } if brand == "mastercard")
    }

    pub(crate) fn is_compliance(&self) -> bool {
        matches!(&self.details, Details::Card { case_type, .. } if case_type == "compliance")
    }

    /// Final, nothing can be written any more.
    pub(crate) fn is_closed(&self) -> bool {
        matches!(
            self.status.as_str(),
            "won" | "lost" | "warning_closed" | "prevented"
        )
    }

    /// A chargeback that holds the money or has taken it for good.
    pub(crate) fn holds_money(&self) -> bool {
        !self.is_inquiry() && !matches!(self.status.as_str(), "won" | "prevented")
    }

    /// Whether the merchant has staged something (stripe.md §3: what Stripe filled in does not
    /// count).
    pub(crate) fn has_evidence(&self) -> bool {
        self.compelling.is_some()
            || self.fee_acknowledged == Some(true)
            || self.appeal.is_some()
            || self
                .evidence
                .keys()
                .any(|name| !self.prefilled.contains(&name.as_str()))
    }

    pub(crate) fn eligible_for(&self, kind: &str) -> bool {
        self.eligibility.contains(&kind)
    }

    fn render_details(&self) -> Value {
        match &self.details {
            Details::Card {
                brand,
                case_type,
                network_reason,
            } => json!({
                "card": {
                    "brand": brand, "case_type": case_type, "network": brand,
                    "network_reason_code": network_reason,
                },
                "type": "card",
            }),
            Details::Klarna { reason, loss } => {
                let mut klarna = json!({"reason_code": reason});
                if let Some(loss) = loss {
                    klarna["chargeback_loss_reason_code"] = json!(loss);
                }
                json!({"klarna": klarna, "type": "klarna"})
            }
            Details::Other { kind, members } => json!({kind.as_str(): members, "type": kind}),
        }
    }

    fn render_evidence(&self) -> Value {
        let mut evidence = Map::new();
        for name in LONG_TEXTS.iter().chain(&SHORT_TEXTS).chain(&FILES) {
            evidence.insert((*name).to_owned(), json!(self.evidence.get(*name)));
        }
        let mut enhanced = Map::new();
        if let Some(compelling) = &self.compelling {
            enhanced.insert("visa_compelling_evidence_3".into(), compelling.clone());
        }
        for kind in ["visa_compliance", "mastercard_compliance"] {
            if self.eligible_for(kind)
                && let Some(consent) = self.fee_acknowledged
            {
                enhanced.insert(kind.into(), json!({"fee_acknowledged": consent}));
            }
        }
        evidence.insert("enhanced_evidence".into(), Value::Object(enhanced));
        evidence.insert("appeal".into(), self.appeal.clone().unwrap_or(Value::Null));
        Value::Object(evidence)
    }

    fn render_eligibility(&self, compelling: Option<&Value>) -> Value {
        let mut members = Map::new();
        if let Some(status) = compelling {
            members.insert("visa_compelling_evidence_3".into(), status.clone());
        }
        for kind in ["visa_compliance", "mastercard_compliance"] {
            if self.eligible_for(kind) {
                let status = if self.fee_acknowledged == Some(true) {
                    "fee_acknowledged"
                } else {
                    "requires_fee_acknowledgement"
                };
                members.insert(kind.into(), json!({"status": status}));
            }
        }
        Value::Object(members)
    }

    /// The dispute as the API shows it, unexpanded. `compelling` is its CE 3.0 status,
    /// `transactions` its balance transactions, rendered.
    pub(crate) fn render(&self, compelling: Option<&Value>, transactions: Vec<Value>) -> Value {
        let mut body = json!({
            "id": self.id, "object": "dispute", "amount": self.amount,
            "balance_transactions": transactions, "charge": self.charge,
            "created": self.created, "currency": self.currency,
            "enhanced_eligibility_types": self.eligibility,
            "evidence": self.render_evidence(),
            "evidence_details": {
                "due_by": self.due_by, "enhanced_eligibility": self.render_eligibility(compelling),
                "has_evidence": self.has_evidence(), "past_due": self.past_due,
                "submission_count": self.submission_count,
                "submission_method": self.submission_method,
            },
            "intended_submission_method": self.intended, "is_charge_refundable": self.refundable,
            "livemode": false, "metadata": self.metadata, "payment_intent": self.payment_intent,
            "payment_method_details": self.render_details(), "reason": self.reason,
            "status": self.status,
        });
        if let Value::Object(members) = &mut body {
            for (name, value) in &self.extra {
                members.insert(name.clone(), value.clone());
            }
        }
        body
    }
}
