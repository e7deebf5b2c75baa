//! Tests of the Stripe adapter against servers on this machine, and of its pure parts.

mod canary;
mod check;
mod compose;
mod convert;
mod hostile;
mod send;
mod store;
mod sync;
mod warnings;

use super::{Stripe, StripeCredentials};
use crate::http::testing::{Server, quick};
use secrecy::SecretString;
use serde_json::{Value, json};
use std::str::FromStr as _;
use tvist_domain::Dispute;
use tvist_domain::clock::Timestamp;

pub(super) const KEY: &str = "rk_test_51CANARYkey";

pub(super) fn credentials(key: &str) -> StripeCredentials {
    StripeCredentials {
        secret_key: SecretString::from(key),
        connected_account: None,
    }
}

pub(super) fn stripe(server: &Server) -> Stripe {
    Stripe::with_limits(credentials(KEY), Some(server.base.clone()), quick()).unwrap()
}

pub(super) fn at(text: &str) -> Timestamp {
    Timestamp::from_str(text).unwrap()
}

/// A card chargeback that waits for an answer (composed after stripe.md §15.1).
pub(super) fn card() -> Value {
    json!({
        "id": "du_1card",
        "object": "dispute",
        "amount": 12990,
        "balance_transactions": [{
            "id": "txn_1", "object": "balance_transaction", "amount": -12990, "created": 1_794_556_021,
            "currency": "eur", "fee": 2000,
            "fee_details": [{"amount": 2000, "currency": "eur", "description": "Dispute fee", "type": "stripe_fee"}],
            "net": -14990, "reporting_category": "dispute", "type": "adjustment"
        }],
        "charge": charge(),
        "created": 1_794_556_019,
        "currency": "eur",
        "enhanced_eligibility_types": ["visa_compelling_evidence_3"],
        "evidence": {
            "billing_address": "Birkenweg 9, 79100 Freiburg, DE",
            "customer_email_address": "ida.probst@example.com",
            "customer_name": "Ida Probst",
            "customer_purchase_ip": "203.0.113.24",
            "enhanced_evidence": {},
            "receipt": null, "shipping_carrier": null, "uncategorized_text": "", "appeal": null
        },
        "evidence_details": {
            "due_by": 1_795_305_599,
            "enhanced_eligibility": {"visa_compelling_evidence_3": {
                "required_actions": ["missing_prior_undisputed_transactions"], "status": "requires_action"
            }},
            "has_evidence": true, "past_due": false, "submission_count": 0, "submission_method": "not_submitted"
        },
        "intended_submission_method": null,
        "is_charge_refundable": false,
        "livemode": false,
        "metadata": {},
        "payment_intent": "pi_1",
        "payment_method_details": {
            "card": {"brand": "visa", "case_type": "chargeback", "network": "visa", "network_reason_code": "10.4"},
            "type": "card"
        },
        "reason": "fraudulent",
        "status": "needs_response"
    })
}

pub(super) fn charge() -> Value {
    json!({
        "id": "ch_1", "object": "charge", "amount": 12990, "amount_refunded": 0, "currency": "eur",
        "created": 1_794_000_000,
        "billing_details": {
            "name": "Ida Probst", "email": "ida.probst@example.com", "phone": "+49 761 5550",
            "address": {"line1": "Birkenweg 9", "line2": null, "postal_code": "79100", "city": "Freiburg", "state": null, "country": "DE"}
        },
        "shipping": {
            "name": "I. Probst", "carrier": "DHL", "tracking_number": "00340434161094000000",
            "address": {"line1": "Birkenweg 9", "postal_code": "79100", "city": "Freiburg", "country": "DE"}
        },
        "metadata": {"order_id": "A-2291"},
        "description": "Hand grinder, steel",
        "receipt_url": "https://pay.stripe.com/receipts/x",
        "calculated_statement_descriptor": "KAFFEEHAUS",
        "payment_intent": "pi_1",
        "payment_method_details": {"type": "card", "card": {
            "brand": "visa", "last4": "4242", "three_d_secure": {"result": "authenticated", "version": "2.2.0"}
        }}
    })
}

/// A Klarna return inquiry (composed after stripe.md §15.2).
pub(super) fn klarna() -> Value {
    json!({
        "id": "du_1klarna", "object": "dispute", "amount": 5900, "balance_transactions": [],
        "charge": "py_1", "created": 1_794_729_600, "currency": "eur", "enhanced_eligibility_types": [],
        "evidence": {"enhanced_evidence": {}, "receipt": null, "appeal": null},
        "evidence_details": {"due_by": 1_796_601_599, "enhanced_eligibility": {}, "has_evidence": false, "past_due": false,
            "submission_count": 0, "submission_method": "not_submitted"},
        "intended_submission_method": null, "is_charge_refundable": true, "livemode": false, "metadata": {},
        "payment_intent": "pi_2",
        "payment_method_details": {"klarna": {"reason_code": "return"}, "type": "klarna"},
        "reason": "credit_not_processed", "status": "warning_needs_response"
    })
}

/// `value` with one member, by its dotted path, set to another.
pub(super) fn with(mut value: Value, path: &str, member: Value) -> Value {
    let pointer = format!("/{}", path.replace('.', "/"));
    match value.pointer_mut(&pointer) {
        Some(place) => *place = member,
        None => {
            let (parent, name) = path.rsplit_once('.').unwrap_or(("", path));
            let parent = if parent.is_empty() {
                &mut value
            } else {
                value
                    .pointer_mut(&format!("/{}", parent.replace('.', "/")))
                    .unwrap()
            };
            parent[name] = member;
        }
    }
    value
}

pub(super) fn read(value: Value) -> Dispute {
    super::convert::dispute(value).unwrap()
}
